import type { Span } from "../diagnostics/diagnostic.ts";
import type { Query } from "../language/syntax.ts";

/** The word that a sequence or a sample begins with. */
export function wordSpan({ kind, span }: Query): Span {
  return { start: span.start, end: Math.min(span.end, span.start + kind.length) };
}
