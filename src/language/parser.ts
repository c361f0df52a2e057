import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { readFilter } from "./event-filter.ts";
import { checkOptionalFields } from "./field-comparisons.ts";
import { Mistakes } from "./mistakes.ts";
import { ParseContext } from "./parse-context.ts";
import { readPipes } from "./pipes.ts";
import { readKind } from "./query-kind.ts";
import { checkSize } from "./query-size.ts";
import { readSequence } from "./sequences.ts";
import type { EventQuery, Query } from "./syntax.ts";
import { TokenStream } from "./token-stream.ts";

/** A query has at most so many UTF-16 units. */
const longestQuery = 16 * 1024 * 1024;

/** What became of a query's text. */
export interface ParsedQuery {
  /** `null` if there is any error. */
  readonly query: Query | null;
  /** In the order of their places, with spans in the text itself (UTF-16 offsets) and no source. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What is known when a query is read. */
export interface ParseOptions {
  /**
   * `closed`: whoever calls `resolveQuery` next knows all fields; a field compared with an optional one is left to it,
   * since that may be the constant null. By default `open`: each field is one (SEMANTICS 3).
   */
  readonly schema?: "open" | "closed";
}

/**
 * Reads an EQL query (SEMANTICS 1 and 2): `category where condition`, a `sequence` or a `sample`, each with pipes. Checks
 * what it means as far as the text alone says it. Reports as many independent mistakes as there are at once, up to 100: E2xx
 * syntax, E300 to E319 meaning, E4xx limits. Never throws; takes time linear in the text's length.
 *
 * @example
 * parseQuery('process where process.name : "cmd.exe"').query?.kind; // "event"
 * parseQuery("process where a == 1 adn b == 2").diagnostics[0]?.label; // "did you mean `and`?"
 */
export function parseQuery(text: string, { schema = "open" }: ParseOptions = {}): ParsedQuery {
  const mistakes = new Mistakes();
  const query = text.length > longestQuery ? rejectLength(mistakes) : readQuery(text, mistakes);
  if (query !== null) {
    if (schema === "open") checkOptionalFields(query, mistakes);
    checkSize(query, mistakes);
  }
  const diagnostics = mistakes.sorted();
  return { query: diagnostics.length === 0 ? query : null, diagnostics };
}

function rejectLength(mistakes: Mistakes): null {
  mistakes.report("E403", { start: 0, end: 0 }, `a query of more than ${longestQuery.toLocaleString("en")} characters`);
  return null;
}

function readQuery(text: string, mistakes: Mistakes): Query | null {
  const stream = new TokenStream(text, mistakes);
  const { start } = stream.current;
  const begun = readKind(stream, mistakes);
  const query =
    begun.kind === "event"
      ? readEventQuery(stream, mistakes)
      : readSequence(stream, mistakes, begun.kind, begun.certain);
  const pipes = readPipes(stream, mistakes);
  return query === null ? null : { ...query, pipes, span: { start, end: stream.previousEnd } };
}

function readEventQuery(stream: TokenStream, mistakes: Mistakes): Omit<EventQuery, "pipes"> | null {
  const filter = readFilter(new ParseContext(stream, mistakes, false));
  return filter === null ? null : { kind: "event", ...filter };
}
