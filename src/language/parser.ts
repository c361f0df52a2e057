import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { checkCondition, checkOperand } from "./checks.ts";
import { ExpressionParser } from "./expression-parser.ts";
import { readCategory } from "./header.ts";
import { Mistakes } from "./mistakes.ts";
import { ParseContext } from "./parse-context.ts";
import type { Query } from "./syntax.ts";
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

/**
 * Reads an EQL event query, `category where condition` (SEMANTICS 1 and 2), and checks what it means as far as the text
 * alone says it. Reports as many independent mistakes as there are at once, up to 100: E2xx syntax, E300 to E308 meaning,
 * E4xx limits and kinds of query that this version does not run. Never throws; takes time linear in the text's length.
 *
 * @example
 * parseQuery('process where process.name : "cmd.exe"').query?.category; // "process"
 * parseQuery("process where a == 1 adn b == 2").diagnostics[0]?.label; // "did you mean `and`?"
 */
export function parseQuery(text: string): ParsedQuery {
  const mistakes = new Mistakes();
  const query = text.length > longestQuery ? rejectLength(mistakes) : readQuery(text, mistakes);
  const diagnostics = mistakes.sorted();
  return { query: diagnostics.length === 0 ? query : null, diagnostics };
}

function rejectLength(mistakes: Mistakes): null {
  mistakes.report("E403", { start: 0, end: 0 }, `a query of more than ${longestQuery.toLocaleString("en")} characters`);
  return null;
}

function readQuery(text: string, mistakes: Mistakes): Query | null {
  const stream = new TokenStream(text, mistakes);
  const start = stream.current.start;
  const category = readCategory(stream, mistakes);
  if (category === null) return null;
  const context = new ParseContext(stream, mistakes);
  const condition = new ExpressionParser(context).parse();
  checkCondition(condition, mistakes);
  for (const orphan of context.orphans) checkOperand(orphan, mistakes);
  const span = context.spanFrom(start);
  return { kind: "event", category: category.name, categorySpan: category.span, condition, span };
}
