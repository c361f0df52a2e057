import type { EmbeddedText } from "../diagnostics/embedded.ts";
import type { Query } from "../language/syntax.ts";

/** In the order of weight. */
export type RuleSeverity = "low" | "medium" | "high" | "critical";

/** A MITRE ATT&CK entry by id and name. */
export interface AttackReference {
  readonly id: string;
  readonly name: string;
  readonly reference?: string;
}

/** A technique with its subtechniques, which may be none. */
export interface AttackTechnique extends AttackReference {
  readonly subtechnique?: readonly AttackReference[];
}

/** One `[[rule.threat]]` of a rule file. */
export interface Threat {
  readonly framework: string;
  readonly tactic: AttackReference;
  readonly technique?: readonly AttackTechnique[];
}

/**
 * A detection rule, whatever kind of file it came from: what is asked and what is said of it.
 * Pure data; survives `structuredClone`.
 */
export interface Rule {
  /** Unique within a run: the rule's `rule_id`; of a plain query `query-1` and so on; of a plain `.eql` file its name without the ending. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly severity: RuleSeverity;
  /** 0 to 100. */
  readonly riskScore: number;
  readonly tags: readonly string[];
  readonly threat: readonly Threat[];
  /** The rule's `timestamp_field`: where an event's time is. */
  readonly timestampField: string | null;
  /** The rule's `timestamp_override`. It names when Elasticsearch took the event in, and is used nowhere (SEMANTICS 5b). */
  readonly timestampOverride: string | null;
  /** The rule's `event_category_override`. */
  readonly categoryField: string | null;
  /** The rule's `tiebreaker_field`. */
  readonly tiebreakerField: string | null;
  /** The query's text and where it stands in its file. */
  readonly text: EmbeddedText;
  /**
   * What is asked, exceptions included. Spans are of `text.text`; what exceptions add has the span of the condition it is
   * added to.
   */
  readonly query: Query;
  /** How many exception items of the rule's lists are part of `query`. */
  readonly exceptions: number;
}
