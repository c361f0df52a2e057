import type { SourceText } from "./diagnostic.ts";

/** A place as people name it. Both count from 1; a column is a code point, a tab is one of them. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A line without its ending (`\n` or `\r\n`; a lone `\r` ends none). Offsets are UTF-16, half-open. */
export interface Line {
  /** From 1. */
  readonly number: number;
  readonly start: number;
  readonly end: number;
}

/** Where each line of a source starts. A file with many mistakes is indexed once. */
const indexed = new WeakMap<SourceText, readonly number[]>();

/** The place asked for last. Mistakes are shown in their order: a line of a megabyte is counted once, not for each of them. */
const lastCounted = new WeakMap<
  SourceText,
  { readonly at: number; readonly lineStart: number; readonly count: number }
>();

/**
 * The line and column of a UTF-16 offset. An offset beyond the text is its end; one inside a surrogate pair or a line
 * ending counts as what stands before it.
 *
 * @example positionAt({ name: "a", text: "x\n😀y" }, 4) // { line: 2, column: 2 }
 */
export function positionAt(source: SourceText, offset: number): Position {
  const within = Math.max(0, Math.min(offset, source.text.length));
  const line = lineAt(source, within);
  return { line: line.number, column: countInLine(source, line.start, within) + 1 };
}

function countInLine(source: SourceText, lineStart: number, at: number): number {
  const last = lastCounted.get(source);
  const goesOn =
    last !== undefined && last.lineStart === lineStart && last.at <= at && !isInsidePair(source.text, last.at);
  const count = goesOn
    ? last.count + countCodePoints(source.text, last.at, at)
    : countCodePoints(source.text, lineStart, at);
  lastCounted.set(source, { at, lineStart, count });
  return count;
}

/** The line that holds a UTF-16 offset; a line ending belongs to the line before it. */
export function lineAt(source: SourceText, offset: number): Line {
  const starts = lineStarts(source);
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const start = starts[low] ?? 0;
  return { number: low + 1, start, end: lineEnd(source.text, start, starts[low + 1]) };
}

/** The UTF-16 offset of a line (from 1) and a column in UTF-16 units (from 1), as parsers of other people count. */
export function offsetAt(source: SourceText, line: number, columnUnits: number): number {
  const start = lineStarts(source)[line - 1] ?? source.text.length;
  return Math.min(start + columnUnits - 1, source.text.length);
}

function lineEnd(text: string, start: number, next: number | undefined): number {
  if (next === undefined) return text.length;
  const end = next - 1;
  return end > start && text.charCodeAt(end - 1) === 0x0d ? end - 1 : end;
}

function lineStarts(source: SourceText): readonly number[] {
  const known = indexed.get(source);
  if (known !== undefined) return known;
  const starts = [0];
  for (let at = source.text.indexOf("\n"); at !== -1; at = source.text.indexOf("\n", at + 1)) starts.push(at + 1);
  indexed.set(source, starts);
  return starts;
}

function countCodePoints(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; count++) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  // An offset inside a pair: the pair itself is not before it.
  return end > start && isInsidePair(text, end) ? count - 1 : count;
}

function isInsidePair(text: string, at: number): boolean {
  return at > 0 && (text.codePointAt(at - 1) ?? 0) > 0xffff;
}
