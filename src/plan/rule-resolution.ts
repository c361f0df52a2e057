import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnosticInSource } from "../diagnostics/embedded.ts";
import { resolveQuery } from "../language/resolution.ts";
import type { Schema } from "../language/schema.ts";
import type { Rule } from "../rules/rule.ts";
import { type OwnFieldOptions, ownFieldsOf } from "./own-fields.ts";

/** Rules of which every field is known. */
export interface ResolvedRules {
  /** Those that have no mistake, in their order. */
  readonly rules: readonly Rule[];
  /** How many have one. */
  readonly failed: number;
  /** In the order of the rules, with places in their files. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Settles the fields of rules that were read for a closed schema, as `resolveQuery` does; a rule's own fields are always
 * known. A rule with an unknown field (E309) or a field compared with a field (E303) fails, the others are there all the
 * same.
 */
export function resolveRules(rules: readonly Rule[], schema: Schema, options: OwnFieldOptions = {}): ResolvedRules {
  const resolved: Rule[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const rule of rules) {
    const { timestamp, category, tiebreaker } = ownFieldsOf(rule, options);
    const own = tiebreaker === null ? [timestamp, category] : [timestamp, category, tiebreaker];
    const reading = resolveQuery(rule.query, schema, own);
    if (reading.query !== null) resolved.push({ ...rule, query: reading.query });
    diagnostics.push(...reading.diagnostics.map((diagnostic) => diagnosticInSource(rule.text, diagnostic)));
  }
  return { rules: resolved, failed: rules.length - resolved.length, diagnostics };
}
