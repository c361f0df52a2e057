import type { CaseMode } from "../plan/pattern.ts";
import { foldAscii, foldUnicode } from "./case-folding.ts";

/**
 * A value under test, for structures that mostly look at a few of its characters: under `ascii` they fold these on the
 * way, with {@link lowerAscii}, and the whole value is folded only once one of them needs all of it.
 */
export class FoldedValue {
  /** To be walked unit by unit: as it stands under `exact` and `ascii`, folded under `unicode`. */
  readonly text: string;
  /** Whether units of `text` are still to be lowered. */
  readonly lowers: boolean;
  #folded: string | null;

  constructor(value: string, caseMode: CaseMode) {
    this.text = caseMode === "unicode" ? foldUnicode(value) : value;
    this.lowers = caseMode === "ascii";
    this.#folded = this.lowers ? null : this.text;
  }

  /** The value in its folded form. */
  get folded(): string {
    this.#folded ??= foldAscii(this.text);
    return this.#folded;
  }
}

/** A structure that answers for some of a list's patterns. */
export interface ValueTest {
  /** Whether one of its patterns matches the whole value. */
  test(value: FoldedValue): boolean;
}

/** A code unit with `A`–`Z` as `a`–`z`. */
export function lowerAscii(codeUnit: number): number {
  return codeUnit >= 0x41 && codeUnit <= 0x5a ? codeUnit + 0x20 : codeUnit;
}
