/** How letters are compared where a rule ignores case: ASCII only, or simple Unicode folding (SEMANTICS 5). */
export type Folding = "none" | "ascii" | "unicode";

/** What a character (one code point) is compared as. */
export function foldCharacter(character: string, folding: Folding): string {
  if (folding === "ascii") return foldAscii(character);
  return folding === "unicode" ? foldUnicode(character) : character;
}

/** Every character of a text as {@link foldCharacter} gives it. */
export function foldText(text: string, folding: Folding): string {
  return Array.from(text, (character) => foldCharacter(character, folding)).join("");
}

/** `A` to `Z` as `a` to `z`, everything else as it stands. Keeps the length. */
export function foldAscii(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function foldUnicode(character: string): string {
  const upper = ifOneCharacter(character.toUpperCase(), character);
  return ifOneCharacter(upper.toLowerCase(), upper);
}

function ifOneCharacter(mapped: string, otherwise: string): string {
  return Array.from(mapped).length === 1 ? mapped : otherwise;
}

/**
 * A text in lower case, as long as it was: where the lower case of the whole text has another length, each UTF-16 unit
 * by itself, and units whose lower case is more than one unit stay. Positions in both texts are the same.
 */
export function lowerCaseKeepingLength(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return text
    .split("")
    .map((unit) => (unit.toLowerCase().length === 1 ? unit.toLowerCase() : unit))
    .join("");
}

let unicodeVariants: Map<string, string[]> | undefined;

/** All characters that are compared as the given one is, itself among them. */
export function caseVariants(character: string, folding: Folding): readonly string[] {
  if (folding === "none") return [character];
  if (folding === "ascii") {
    if (!/[A-Za-z]/.test(character)) return [character];
    return [character.toLowerCase(), character.toUpperCase()];
  }
  unicodeVariants ??= groupByFolding();
  return unicodeVariants.get(foldUnicode(character)) ?? [character];
}

/** By what they fold to, the characters of which several fold to the same. */
function groupByFolding(): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (let codePoint = 0; codePoint <= 0x10ffff; codePoint++) {
    const character = String.fromCodePoint(codePoint);
    const folded = foldUnicode(character);
    if (folded !== character) groups.set(folded, [...(groups.get(folded) ?? [folded]), character]);
  }
  return groups;
}
