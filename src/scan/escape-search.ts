/** Looked for without its backslash, which is the more frequent byte in paths: `Buffer.indexOf` goes by the first one. */
const prefix = Buffer.from("u00");
const backslash = 0x5c;

/**
 * Where an event is a text within its document, its letters may be escapes in that text (`\\u0050`), and these be made of
 * escapes again (`\u005cu0050`). No serialiser writes that, so looking for it in every input costs nothing.
 */
const escapeCharacters = "\\u0123456789abcdef";

/**
 * Finds JSON escapes that can hide a literal: `Image\u0050ath` is `ImagePath`. Only `\u00` with the two digits of a
 * character of some literal, in either case, counts: `\u003c` and `\u0026`, which Go's serialisers write, are common and hide
 * nothing. An escaped backslash before `u00` is taken for an escape too; that costs a parse and no more.
 *
 * `Buffer.indexOf` is vectorised from Node 24 on: 6 to 10 GB/s here, where a table of shifts for four bytes does 1 to 1.5.
 */
export class EscapeSearch {
  /** By byte value: 1 if the character is part of a literal, in either case. */
  readonly #hidden = new Uint8Array(256);

  /** The literals that must not be hidden, in lower case. */
  constructor(literals: readonly string[]) {
    for (const literal of [...literals, escapeCharacters]) {
      for (const character of literal + literal.toUpperCase()) {
        // A quote that belongs to a literal is the value's own delimiter, which has no other spelling.
        if (character !== '"') this.#hidden[character.charCodeAt(0)] = 1;
      }
    }
  }

  /** Where the first such escape in `[from, to)` starts; -1 if there is none. */
  next(bytes: Buffer, from: number, to: number): number {
    for (let at = bytes.indexOf(prefix, from + 1); at >= 0 && at + 5 <= to; at = bytes.indexOf(prefix, at + 1)) {
      const code = (hexDigit(bytes[at + 3]) << 4) | hexDigit(bytes[at + 4]);
      if (bytes[at - 1] === backslash && code >= 0 && this.#hidden[code] === 1) return at - 1;
    }
    return -1;
  }
}

/** -1 for a byte that is no digit, so that the code made of it is negative. */
function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
