/** What the literal scan looks for. */
export interface LiteralPattern {
  /** In lower case; of an escape its first four bytes. */
  readonly bytes: Uint8Array;
  /** `escape`: an escape that may hide a literal. Its letter is a small one. */
  readonly kind: "literal" | "escape";
}

/** The escapes that may hide a literal begin with this. */
export const escapePattern: LiteralPattern = { bytes: Uint8Array.from(Buffer.from(String.raw`\u00`)), kind: "escape" };

/**
 * Where an event is a text within its document, its letters may be escapes in that text (`\\u0050`), and these be made of
 * escapes again (`\u005cu0050`). No serialiser writes that, so looking for it in every input costs nothing.
 */
const escapeCharacters = "\\u0123456789abcdef";

/**
 * By byte value: 1 if an escape of this character may hide one of the literals. `Image\u0050ath` is `ImagePath`; `\u003c` and
 * `\u0026`, which Go's serialisers write, are common and hide nothing. An escaped backslash before `u00` is taken for an escape
 * too; that costs a parse and no more.
 */
export function hiddenCharacters(literals: readonly string[]): Uint8Array {
  const hidden = new Uint8Array(256);
  for (const literal of [...literals, escapeCharacters]) {
    for (const character of literal + literal.toUpperCase()) {
      // A quote that belongs to a literal is the value's own delimiter, which has no other spelling.
      if (character !== '"') hidden[character.charCodeAt(0)] = 1;
    }
  }
  return hidden;
}
