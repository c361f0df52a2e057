import type { SourceText } from "../diagnostics/diagnostic.ts";
import { lineAt } from "../diagnostics/position.ts";
import { type Comment, commentsOf } from "../language/comments.ts";

/** A comment, and the line of the query that it speaks of. */
export interface PlacedComment extends Comment {
  /**
   * Number of its own line, from 1; if nothing else stands on that, of the line of the next token. `null` before the first
   * token of all: it speaks of the whole query.
   */
  readonly line: number | null;
}

/**
 * The comments of a query with the lines that they speak of, in linear time.
 *
 * @param start where the first token of the query is
 */
export function placeComments(source: SourceText, start: number): readonly PlacedComment[] {
  const comments = commentsOf(source.text);
  const aloneEnds = new Set<number>();
  for (const [index, { span }] of comments.entries()) {
    const previousEnd = comments[index - 1]?.span.end ?? 0;
    const lineStart = lineAt(source, span.start).start;
    const isBlank = source.text.slice(Math.max(lineStart, previousEnd), span.start).trim() === "";
    if (isBlank && (previousEnd <= lineStart || aloneEnds.has(previousEnd))) aloneEnds.add(span.end);
  }
  const placed: PlacedComment[] = [];
  let next = { start: source.text.length, token: source.text.length };
  for (const comment of comments.toReversed()) {
    const { span } = comment;
    const isFollowed = source.text.slice(span.end, next.start).trim() !== "";
    const token = isFollowed ? span.end + leadingBlanks(source.text.slice(span.end, next.start)) : next.token;
    next = { start: span.start, token };
    const isAlone = aloneEnds.has(span.end);
    const line = span.end <= start ? null : lineAt(source, isAlone ? token : span.start).number;
    placed.push({ ...comment, line });
  }
  return placed.reverse();
}

function leadingBlanks(text: string): number {
  return text.length - text.trimStart().length;
}
