import type { FoldedValue, ValueTest } from "./folded-value.ts";

/** Lengths from here on share a slot. */
const LONGEST = 255;

/**
 * Texts of which one must be the whole value. Most values are told apart by their length and one unit from their middle
 * (the first ones of paths and the last ones of programs are all alike), before they are folded and hashed.
 */
export class ExactSet implements ValueTest {
  readonly #texts = new Set<string>();
  /** By length, a bit for the last five bits of the middle unit, in which upper and lower case agree. */
  readonly #middles = new Int32Array(LONGEST + 1);

  /** Takes a folded text. */
  add(text: string): void {
    this.#texts.add(text);
    const slot = slotOf(text);
    this.#middles[slot] = (this.#middles[slot] ?? 0) | middleBit(text);
  }

  get isEmpty(): boolean {
    return this.#texts.size === 0;
  }

  test(value: FoldedValue): boolean {
    const { text } = value;
    if (((this.#middles[slotOf(text)] ?? 0) & middleBit(text)) === 0) return false;
    return this.#texts.has(value.folded);
  }
}

function slotOf(text: string): number {
  return Math.min(text.length, LONGEST);
}

function middleBit(text: string): number {
  return 1 << (text.charCodeAt(text.length >> 1) & 31);
}
