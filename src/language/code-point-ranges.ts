import type { CodePointRange } from "./regex.ts";

const lastCodePoint = 0x10ffff;

const digits: readonly CodePointRange[] = [{ from: 0x30, to: 0x39 }];
const words: readonly CodePointRange[] = [
  { from: 0x30, to: 0x39 },
  { from: 0x41, to: 0x5a },
  { from: 0x5f, to: 0x5f },
  { from: 0x61, to: 0x7a },
];
/** Lucene's white space is ASCII's: tab, newline, carriage return and blank. */
const spaces: readonly CodePointRange[] = [
  { from: 0x09, to: 0x0a },
  { from: 0x0d, to: 0x0d },
  { from: 0x20, to: 0x20 },
];

const classEscapes: ReadonlyMap<string, readonly CodePointRange[]> = new Map([
  ["d", digits],
  ["w", words],
  ["s", spaces],
  ["D", complementRanges(digits)],
  ["W", complementRanges(words)],
  ["S", complementRanges(spaces)],
]);

/** The characters of `\d`, `\w`, `\s` and their capitals by the letter; `null` for any other letter. */
export function classEscape(letter: string): readonly CodePointRange[] | null {
  return classEscapes.get(letter) ?? null;
}

/** The same characters in ascending ranges that neither overlap nor touch. */
export function mergeRanges(ranges: readonly CodePointRange[]): readonly CodePointRange[] {
  const merged: CodePointRange[] = [];
  for (const range of ranges.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last === undefined || range.from > last.to + 1) merged.push(range);
    else if (range.to > last.to) merged[merged.length - 1] = { from: last.from, to: range.to };
  }
  return merged;
}

/** All other code points. Takes ranges as {@link mergeRanges} gives them, and gives them so. */
function complementRanges(ranges: readonly CodePointRange[]): readonly CodePointRange[] {
  const rest: CodePointRange[] = [];
  let from = 0;
  for (const range of ranges) {
    if (range.from > from) rest.push({ from, to: range.from - 1 });
    from = range.to + 1;
  }
  if (from <= lastCodePoint) rest.push({ from, to: lastCodePoint });
  return rest;
}
