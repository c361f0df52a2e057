import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { measureQuery } from "../language/query-size.ts";
import type { Rule } from "../rules/rule.ts";

/** What rules may come to together: about 1.5 GB in the process that plans them and as much in each thread that runs them. */
const limits = { rules: 32_768, fields: 32_768, parts: 1_048_576, regexCharacters: 1_048_576 } as const;

/** The rules that can be run together. */
export interface BudgetedRules {
  /** The first ones, as many as the limits allow. */
  readonly rules: readonly Rule[];
  /** How many were left out. */
  readonly failed: number;
  /** E410, at the first rule that was left out; nothing if there is none. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Takes rules in their order until they come to more than can be run at once: rules are written by strangers, and what they
 * make of memory is bounded. The rules behind the first one that is too much are left out as well, so that it is plain to
 * see which are run.
 */
export function budgetRules(rules: readonly Rule[]): BudgetedRules {
  const fields = new Set<string>();
  let parts = 0;
  let regexCharacters = 0;
  for (const [index, rule] of rules.entries()) {
    const size = measureQuery(rule.query);
    for (const field of size.fields) fields.add(field);
    parts += size.parts;
    regexCharacters += size.regexCharacters;
    const excess = exceeded({ rules: index + 1, fields: fields.size, parts, regexCharacters });
    if (excess === null) continue;
    return {
      rules: rules.slice(0, index),
      failed: rules.length - index,
      diagnostics: [describe(rules, index, excess)],
    };
  }
  return { rules, failed: 0, diagnostics: [] };
}

function exceeded(counts: Readonly<Record<keyof typeof limits, number>>): string | null {
  if (counts.rules > limits.rules) return `${format(limits.rules)} rules`;
  if (counts.fields > limits.fields) return `${format(limits.fields)} different fields`;
  if (counts.parts > limits.parts) return `${format(limits.parts)} conditions and values`;
  if (counts.regexCharacters > limits.regexCharacters) {
    return `${format(limits.regexCharacters)} characters of regular expressions`;
  }
  return null;
}

function describe(rules: readonly Rule[], index: number, limit: string): Diagnostic {
  const rule = rules[index];
  const after = rules.length - index - 1;
  const others =
    after === 0 ? "" : `, and so ${after === 1 ? "is the rule" : `are the ${format(after)} rules`} after it`;
  const source = rule === undefined ? {} : { source: rule.text.source };
  return {
    code: "E410",
    severity: "error",
    message: `the rule \`${rule?.name ?? ""}\` is left out${others}: together they come to more than ${limit}`,
    help: "hunt with some of the rules at a time",
    ...source,
  };
}

function format(limit: number): string {
  return limit.toLocaleString("en");
}
