import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Rule } from "./rule.ts";

/** What came of a rule, or of what should be one. */
export type RuleReading = ReadRule | SkippedRule | FailedRule;

/** A rule, with warnings and notes if there are any. */
export interface ReadRule {
  readonly kind: "rule";
  readonly rule: Rule;
  readonly diagnostics: readonly Diagnostic[];
}

/** A rule that asks in another way than EQL: it is left out unchecked, and counted. */
export interface SkippedRule {
  readonly kind: "skipped";
  /** `esql`, `query`, `threshold`, `new_terms`, `threat_match`, `machine_learning` … */
  readonly type: string;
}

/** No rule: at least one of the diagnostics is an error. */
export interface FailedRule {
  readonly kind: "failed";
  readonly diagnostics: readonly Diagnostic[];
}

/** What came of a rule file: one rule of most, any number of an export. */
export interface RuleFileReading {
  /** In the order of the file. */
  readonly rules: readonly RuleReading[];
  /** Warnings and notes that belong to no single rule. */
  readonly diagnostics: readonly Diagnostic[];
  /** Where the id of one of its rules stands. */
  readonly placeOfId: (rule: Rule) => Pick<Diagnostic, "span" | "source">;
}
