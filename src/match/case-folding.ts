import type { CaseMode, Pattern, PatternList } from "../plan/pattern.ts";

/**
 * Brings a text into the form in which two texts are equal if and only if they are equal under `mode`
 * (SEMANTICS 5, "Case folding"). Every mode maps a code point to one code point, so `?` counts the same before and after.
 * What is folded stays as it is when it is folded again.
 *
 * - `exact`: the text itself.
 * - `ascii`: `A`–`Z` to `a`–`z`, all else as it stands: `É` is not `é`, `ſ` (U+017F) not `s`, the Kelvin sign not `k`.
 * - `unicode`: simple folding, see {@link foldUnicode}.
 */
export function foldText(text: string, mode: CaseMode): string {
  if (mode === "exact") return text;
  return mode === "ascii" ? foldAscii(text) : foldUnicode(text);
}

/**
 * Lowers `A`–`Z` and leaves everything else alone. The result has the length of the text.
 *
 * `toLowerCase` is wrong beyond ASCII, so it counts only for texts that are pure ASCII, or that it leaves as they are.
 * 95 ns for 45 characters and 620 ns for 2,000, where looking for `[A-Z]` and beyond ASCII by regular expressions took
 * 96 and 1,725; a text in lower case takes 31 and 285 ns.
 */
export function foldAscii(text: string): string {
  const lower = text.toLowerCase();
  if (lower === text) return text;
  if (isAscii(text)) return lower;
  return text.replaceAll(/[A-Z]+/g, (run) => run.toLowerCase());
}

/**
 * Simple Unicode folding, one code point at a time and without regard to its neighbours: to upper case if that is a
 * single code point, then to lower case if that is a single code point. So `ſ`, `S` and `s` are equal, `ς`, `Σ` and `σ`
 * are equal, the Kelvin sign equals `k`, but `ß` is not `ss` and `İ` is equal to itself only.
 */
export function foldUnicode(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  return text.replaceAll(/\p{Changes_When_Casemapped}/gu, foldCharacter);
}

/** A list whose texts are folded, to be compared with folded values code unit by code unit. Order and length are kept. */
export function foldPatterns(list: PatternList): readonly Pattern[] {
  if (list.caseMode === "exact") return list.patterns;
  return list.patterns.map(({ tokens, text }) => ({
    tokens: tokens.map((token) =>
      token.kind === "literal" ? { kind: token.kind, text: foldText(token.text, list.caseMode) } : token,
    ),
    text,
  }));
}

/** All code points that simple folding changes, with what they become: about 1,500 pairs. Built once, on first use. */
export function unicodeFolds(): ReadonlyMap<number, number> {
  if (foldTable === null) {
    foldTable = new Map();
    for (let codePoint = 0; codePoint <= LAST_CASED_CODE_POINT; codePoint++) {
      const character = String.fromCodePoint(codePoint);
      if (!/\p{Changes_When_Casemapped}/u.test(character)) continue;
      const folded = foldCharacter(character).codePointAt(0) ?? codePoint;
      if (folded !== codePoint) foldTable.set(codePoint, folded);
    }
  }
  return foldTable;
}

/** Planes 2 and up hold ideographs, tags and private use: nothing with case. A test walks all of Unicode to hold this. */
const LAST_CASED_CODE_POINT = 0x1ffff;

let foldTable: Map<number, number> | null = null;

/** Folded characters met so far. Only characters with case get here, so it holds fewer than 3,000. */
const foldedCharacters = new Map<string, string>();

function foldCharacter(character: string): string {
  let folded = foldedCharacters.get(character);
  if (folded === undefined) {
    const upper = singleOr(character.toUpperCase(), character);
    folded = singleOr(upper.toLowerCase(), upper);
    foldedCharacters.set(character, folded);
  }
  return folded;
}

function singleOr(mapped: string, otherwise: string): string {
  return mapped.length === ((mapped.codePointAt(0) ?? 0) > 0xffff ? 2 : 1) ? mapped : otherwise;
}

function isAscii(text: string): boolean {
  return Buffer.byteLength(text) === text.length;
}
