import type { PatternToken } from "../plan/pattern.ts";
import type { FoldedValue, ValueTest } from "./folded-value.ts";

/** Patterns of wildcards only: they say how many code points a value has, exactly (`???`) or at least (`?*?`, `*`). */
export class CodePointCounts implements ValueTest {
  readonly #exactly = new Set<number>();
  #atLeast = Infinity;

  /** Takes tokens that are no literals. */
  add(tokens: readonly PatternToken[]): void {
    const count = tokens.filter((token) => token.kind === "any-one").length;
    if (count === tokens.length) this.#exactly.add(count);
    else this.#atLeast = Math.min(this.#atLeast, count);
  }

  get isEmpty(): boolean {
    return this.#atLeast === Infinity && this.#exactly.size === 0;
  }

  test({ text }: FoldedValue): boolean {
    // A code point has one unit or two, so most values needn't be counted.
    if (this.#atLeast <= text.length >> 1) return true;
    const count = countCodePoints(text);
    return count >= this.#atLeast || this.#exactly.has(count);
  }
}

/** Of a well-formed text. */
function countCodePoints(text: string): number {
  let count = text.length;
  for (let i = 0; i < text.length; i++) if ((text.charCodeAt(i) & 0xfc00) === 0xd800) count--;
  return count;
}
