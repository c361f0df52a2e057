import type { Diagnostic, SourceText, Span } from "./diagnostic.ts";

/** From `at` in the embedded text on, offsets in the file are `offset + (position - at)`. */
export interface EmbeddedSegment {
  readonly at: number;
  readonly offset: number;
}

/**
 * A text inside another one, such as the query in a rule file: how its offsets map to the file's.
 * `segments` ascend by `at`, and the first one has `at` 0. A literal string needs one segment, a string with
 * escapes a new one after each escape.
 */
export interface EmbeddedText {
  readonly text: string;
  readonly source: SourceText;
  readonly segments: readonly EmbeddedSegment[];
}

/** The embedded text that is a whole source by itself. */
export function wholeText(source: SourceText): EmbeddedText {
  return { text: source.text, source, segments: [{ at: 0, offset: 0 }] };
}

/** The place in the file of a place in the embedded text. */
export function spanInSource(embedded: EmbeddedText, span: Span): Span {
  return { start: offsetInSource(embedded, span.start), end: offsetInSource(embedded, span.end) };
}

function offsetInSource(embedded: EmbeddedText, position: number): number {
  let low = 0;
  let high = embedded.segments.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((embedded.segments[middle]?.at ?? 0) <= position) low = middle;
    else high = middle - 1;
  }
  const segment = embedded.segments[low] ?? { at: 0, offset: 0 };
  return segment.offset + (position - segment.at);
}

/** The same diagnostic, its place moved from the embedded text into the file. */
export function diagnosticInSource(embedded: EmbeddedText, diagnostic: Diagnostic): Diagnostic {
  return diagnostic.span === undefined
    ? { ...diagnostic, source: embedded.source }
    : { ...diagnostic, source: embedded.source, span: spanInSource(embedded, diagnostic.span) };
}
