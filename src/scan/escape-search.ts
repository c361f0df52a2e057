import { LiteralSearch } from "./literal-search.ts";

/**
 * Finds JSON escapes that can hide a literal: `Image\u0050ath` is `ImagePath`. Only `\u00` with the two digits of a
 * character of some literal, in either case, counts: `\u003c` and `\u0026`, which Go's serialisers write, are common and hide
 * nothing. An escaped backslash before `u00` is taken for an escape too; that costs a parse and no more.
 */
export class EscapeSearch {
  readonly #prefix = new LiteralSearch(["\\u00"]);
  /** By byte value: 1 if the character is part of a literal, in either case. */
  readonly #hidden = new Uint8Array(256);

  /** The literals that must not be hidden, in lower case. */
  constructor(literals: readonly string[]) {
    for (const literal of literals) {
      for (const character of literal + literal.toUpperCase()) {
        // A quote that belongs to a literal is the value's own delimiter, which has no other spelling.
        if (character !== '"') this.#hidden[character.charCodeAt(0)] = 1;
      }
    }
  }

  /** Where the first such escape in `[from, to)` starts; -1 if there is none. */
  next(bytes: Uint8Array, from: number, to: number): number {
    for (let start = from; ; start++) {
      start = this.#prefix.next(bytes, start, to);
      if (start < 0) return -1;
      const code = (hexDigit(bytes[start + 4]) << 4) | hexDigit(bytes[start + 5]);
      if (start + 6 <= to && code >= 0 && this.#hidden[code] === 1) return start;
    }
  }
}

/** -1 for a byte that is no digit, so that the code made of it is negative. */
function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
