import { type Diagnostic, hasErrors } from "../diagnostics/diagnostic.ts";
import { diagnosticInSource, type EmbeddedText, wholeText } from "../diagnostics/embedded.ts";
import type { Query } from "../language/syntax.ts";
import type { Rule } from "./rule.ts";
import type { FailedRule, RuleReading, SkippedRule } from "./rule-reading.ts";

/** Reads a query's text; spans of the diagnostics are of that text. `parseQuery` is one. */
export type QueryParser = (text: string) => {
  readonly query: Query | null;
  readonly diagnostics: readonly Diagnostic[];
};

/** A query that can be run, with warnings and notes if there are any. */
export interface ReadQuery {
  readonly kind: "query";
  readonly query: Query;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Parses a query inside a file, or one that is a whole source; its diagnostics point into the file. A sequence or sample
 * without another mistake is `skipped`; whatever else this version doesn't run (E404) fails.
 */
export function readQuery(embedded: EmbeddedText, parse: QueryParser): ReadQuery | SkippedRule | FailedRule {
  const parsed = parse(embedded.text);
  const diagnostics = parsed.diagnostics.map((diagnostic) => diagnosticInSource(embedded, diagnostic));
  const type = kindNotRun(embedded.text, parsed.diagnostics);
  if (type !== null) return { kind: "skipped", type, diagnostics };
  if (parsed.query === null || hasErrors(diagnostics)) return { kind: "failed", diagnostics };
  return { kind: "query", query: parsed.query, diagnostics };
}

/** The word at which the parser stopped with E404 says what it is; a pipe has the same code, but no such word. */
function kindNotRun(text: string, diagnostics: readonly Diagnostic[]): string | null {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const [first] = errors;
  if (first?.span === undefined || errors.some(({ code }) => code !== "E404")) return null;
  const word = text.slice(first.span.start, first.span.end);
  return word === "sequence" || word === "sample" ? word : null;
}

/**
 * The rule that a bare query is, from a `.eql` file or the command line. Its name is its id, its severity low, its risk
 * score 0; nothing else is said of it.
 *
 * @param id what the rule is called
 * @param name what its text is called in diagnostics
 */
export function readBareQuery(id: string, name: string, text: string, parse: QueryParser): RuleReading {
  const embedded = wholeText({ name, text: text.toWellFormed() });
  const reading = readQuery(embedded, parse);
  if (reading.kind !== "query") return reading;
  const rule: Rule = {
    id,
    name: id,
    description: "",
    severity: "low",
    riskScore: 0,
    tags: [],
    threat: [],
    timestampField: null,
    categoryField: null,
    tiebreakerField: null,
    text: embedded,
    query: reading.query,
  };
  return { kind: "rule", rule, diagnostics: reading.diagnostics };
}
