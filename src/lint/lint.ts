import type { DiagnosticCode } from "../diagnostics/codes.ts";
import type { Span } from "../diagnostics/diagnostic.ts";
import type { LintedRule } from "./linted-rule.ts";

/** The codes of lints: they never stop a rule, and a comment in the rule can silence them. */
export type LintCode = Extract<DiagnosticCode, `L${string}`>;

/** `warning`: the rule probably does not do what is meant. `note`: it does, and there is something to know or to tidy. */
export type LintLevel = "warning" | "note";

/** One place that a lint has something to say about. */
export interface LintFinding {
  /** One clause without a final full stop; names in backquotes. */
  readonly message: string;
  /** In the text of the query. */
  readonly span: Span;
  readonly label?: string;
  readonly help?: string;
}

/** One thing that rules are looked through for. What it says is true of every event, or it says nothing. */
export interface Lint {
  readonly code: LintCode;
  readonly level: LintLevel;
  find(rule: LintedRule): Iterable<LintFinding>;
}
