import type { Span } from "../diagnostics/diagnostic.ts";
import { Mistakes } from "./mistakes.ts";
import { Scanner } from "./scanner.ts";

/** A comment of a query. */
export interface Comment {
  /** With its marks: from `//` to the end of the line (the line break not included), or from the outer `/*` to its end. */
  readonly span: Span;
  /** What it says: without its marks and the blanks around. A comment inside keeps its marks. */
  readonly text: string;
}

/**
 * The comments of a query in their order: `//` to the end of the line, and `/* … *\/`, which may hold others (SEMANTICS 1).
 * What looks like one inside a string or a quoted name is none. Of a query that doesn't parse they are those that the parser
 * passed over. Never throws; takes time linear in the text's length.
 *
 * @example
 * commentsOf('any where a == "//" // why'); // [{ span: { start: 20, end: 26 }, text: "why" }]
 */
export function commentsOf(text: string): readonly Comment[] {
  const comments: Comment[] = [];
  const scanner = new Scanner(text, new Mistakes(), (start, end) => {
    comments.push({ span: { start, end }, text: textOf(text.slice(start, end)) });
  });
  while (scanner.next().kind !== "end");
  return comments;
}

function textOf(comment: string): string {
  if (comment.startsWith("//")) return comment.slice(2).trim();
  const isClosed = comment.length >= 4 && comment.endsWith("*/");
  return comment.slice(2, isClosed ? -2 : undefined).trim();
}
