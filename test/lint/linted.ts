import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import type { Schema } from "../../src/language/schema.ts";
import { parseQuery } from "../../src/language/parser.ts";
import { lintRules } from "../../src/lint/linting.ts";
import { planRules } from "../../src/plan/planning.ts";
import { readBareQuery } from "../../src/rules/query.ts";
import type { Rule } from "../../src/rules/rule.ts";

/** The rule that a query is, with what a rule file may say beside it. */
export function ruleOf(query: string, more: Partial<Rule> = {}): Rule {
  const reading = readBareQuery("rule", "rule.eql", query, (text) => parseQuery(text));
  if (reading.kind !== "rule") {
    throw new Error(`this doesn't compile: ${query}: ${JSON.stringify(reading)}`);
  }
  return { ...reading.rule, ...more };
}

/** What lints say of a query. */
export function lintQuery(
  query: string,
  more: Partial<Rule> = {},
  schema: Schema | null = null,
): readonly Diagnostic[] {
  const rules = [ruleOf(query, more)];
  return lintRules(rules, planRules(rules, { schema }), { schema });
}

/** What lints say of a condition on process events. */
export function lintCondition(condition: string): readonly Diagnostic[] {
  return lintQuery(`process where ${condition}`);
}

export function codesOf(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(({ code }) => code);
}

/** Code and marked text of each finding: `L101 "a*"`. */
export function placesOf(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(({ code, span, source }) => `${code} ${source?.text.slice(span?.start, span?.end) ?? ""}`);
}
