import { type Diagnostic, hasErrors } from "../diagnostics/diagnostic.ts";
import { diagnosticInSource, type EmbeddedText, wholeText } from "../diagnostics/embedded.ts";
import type { Query } from "../language/syntax.ts";
import type { Rule } from "./rule.ts";
import type { FailedRule, RuleReading } from "./rule-reading.ts";

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

/** Parses a query inside a file, or one that is a whole source; its diagnostics point into the file. */
export function readQuery(embedded: EmbeddedText, parse: QueryParser): ReadQuery | FailedRule {
  const { query, diagnostics: found } = parse(embedded.text);
  const diagnostics = found.map((diagnostic) => diagnosticInSource(embedded, diagnostic));
  if (query === null || hasErrors(diagnostics)) return { kind: "failed", diagnostics };
  return { kind: "query", query, diagnostics };
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
  if (reading.kind === "failed") return reading;
  const rule: Rule = {
    id,
    name: id,
    description: "",
    severity: "low",
    riskScore: 0,
    tags: [],
    threat: [],
    timestampField: null,
    timestampOverride: null,
    categoryField: null,
    tiebreakerField: null,
    text: embedded,
    query: reading.query,
    exceptions: 0,
  };
  return { kind: "rule", rule, diagnostics: reading.diagnostics };
}
