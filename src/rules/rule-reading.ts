import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Rule } from "./rule.ts";

/** What came of a rule file or a query. */
export type RuleReading = ReadRule | SkippedRule | FailedRule;

/** A rule, with warnings and notes if there are any. */
export interface ReadRule {
  readonly kind: "rule";
  readonly rule: Rule;
  readonly diagnostics: readonly Diagnostic[];
}

/** A sound rule of a kind that isn't run: it is left out and counted. */
export interface SkippedRule {
  readonly kind: "skipped";
  /** `esql`, `query`, `threshold`, `new_terms`, `threat_match`, `machine_learning` …; of EQL `sequence`, `sample`. */
  readonly type: string;
  /** The E404 that says so, where it was found in the query; none where the rule's type said it. */
  readonly diagnostics: readonly Diagnostic[];
}

/** No rule: at least one of the diagnostics is an error. */
export interface FailedRule {
  readonly kind: "failed";
  readonly diagnostics: readonly Diagnostic[];
}
