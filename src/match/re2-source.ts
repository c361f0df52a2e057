import type { CodePointRange, RegexTree } from "../language/regex.ts";
import type { CaseMode, Pattern } from "../plan/pattern.ts";
import { widenRanges } from "./range-folding.ts";

/**
 * Flags for everything printed here: a code point is one character, and `.` is any of them, line breaks too. Never `i`,
 * under which RE2 makes the long s equal `s` and the Kelvin sign equal `k`; folding is printed into the classes.
 */
export const RE2_FLAGS = "us";

/**
 * A wildcard pattern as RE2 source, for the whole value. Under `ascii` letters become classes of both cases; under
 * `unicode` pattern and value must have been folded before.
 */
export function printPattern(pattern: Pattern, caseMode: CaseMode): string {
  const parts = pattern.tokens.map((token) => {
    if (token.kind === "any-run") return ".*";
    return token.kind === "any-one" ? "." : printLiteral(token.text, caseMode);
  });
  return `^${parts.join("")}$`;
}

/**
 * A regular expression as RE2 source, for the whole value. Under `ascii` classes are widened to both cases (also ranges,
 * SEMANTICS 5a), a negated class before it is negated: `[^a]` matches neither `a` nor `A`. Under `unicode` they are
 * widened to what folded values hold, and values must be folded. Recursion is as deep as the tree, which the parser bounds.
 */
export function printRegex(tree: RegexTree, caseMode: CaseMode): string {
  return `^(?:${printTree(tree, caseMode)})$`;
}

function printTree(tree: RegexTree, caseMode: CaseMode): string {
  if (tree.kind === "nothing") return NOTHING;
  if (tree.kind === "class") return printClass(tree.negated, widenRanges(tree.ranges, caseMode));
  if (tree.kind === "repeat") return `(?:${printTree(tree.item, caseMode)})${printBounds(tree.min, tree.max)}`;
  const items = tree.items.map((item) => printTree(item, caseMode));
  return tree.kind === "sequence" ? items.join("") : `(?:${items.join("|")})`;
}

/** RE2 has no empty class; no code point is outside all of them. */
const NOTHING = String.raw`[^\x{0}-\x{10ffff}]`;

function printBounds(min: number, max: number | null): string {
  if (max === null) return min === 0 ? "*" : `{${min},}`;
  return min === max ? `{${min}}` : `{${min},${max}}`;
}

function printClass(negated: boolean, ranges: readonly CodePointRange[]): string {
  if (ranges.length === 0) return negated ? "." : NOTHING;
  const printed = ranges.map(({ from, to }) => (from === to ? printCodePoint(from) : printRange(from, to)));
  const guard = !negated && LEAKING.some((pair) => pair.every((letter) => holds(ranges, letter))) ? LEAK_GUARD : "";
  return `[${negated ? "^" : ""}${printed.join("")}${guard}]`;
}

/**
 * RE2 reads `[Kk]` as `k` whose case is ignored, and when it joins that with other characters, as in `[Kk]|a`, it ignores
 * case by Unicode: the Kelvin sign matches, and likewise the long s by `[Ss]|a`. A class of three is left alone; the third
 * here is half a surrogate pair, which no value holds.
 */
const LEAK_GUARD = String.raw`\x{d800}`;
const LEAKING = [
  [0x4b, 0x6b],
  [0x53, 0x73],
];

function holds(ranges: readonly CodePointRange[], codePoint: number): boolean {
  return ranges.some(({ from, to }) => from <= codePoint && codePoint <= to);
}

function printRange(from: number, to: number): string {
  return `${printCodePoint(from)}-${printCodePoint(to)}`;
}

function printLiteral(text: string, caseMode: CaseMode): string {
  return Array.from(text, (character) => {
    const codePoint = character.codePointAt(0) ?? 0;
    if (caseMode !== "ascii" || !/[A-Za-z]/.test(character)) return printCodePoint(codePoint);
    return printClass(false, widenRanges([{ from: codePoint, to: codePoint }], caseMode));
  }).join("");
}

/** Letters and digits as they are, all else by number, so that nothing ever means something. */
function printCodePoint(codePoint: number): string {
  const character = String.fromCodePoint(codePoint);
  return /[A-Za-z0-9]/.test(character) ? character : `\\x{${codePoint.toString(16)}}`;
}
