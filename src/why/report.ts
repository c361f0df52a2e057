import type { FieldValue } from "../evaluate/document.ts";
import type { InputProblem } from "../input/finding.ts";
import type { ExplainedCondition } from "./condition.ts";
import type { ExplainedJoining } from "./joining.ts";

/** What was asked of events, and what they say. Pure data. */
export interface WhyReport {
  readonly rules: readonly ExplainedRule[];
  /** Documents that were read. */
  readonly events: number;
  /** Lines that are no documents. */
  readonly badLines: number;
  /** Inputs that are missing, or could not be read whole. */
  readonly problems: readonly InputProblem[];
}

/** A rule and the events that were held against it. */
export interface ExplainedRule {
  readonly id: string;
  readonly name: string;
  readonly file: string;
  readonly kind: "event" | "sequence" | "sample";
  /** Events that the rule matches; of a sequence or sample those that some stage takes. */
  readonly matching: number;
  /**
   * In input order if that is all of them; else those that came nearest, the nearest first, and those that match only where there
   * is room left.
   */
  readonly events: readonly ExplainedEvent[];
  /** How the events of the stages join; `null` of an event rule. */
  readonly joining: ExplainedJoining | null;
}

/** Where an event stands. */
export interface EventPlace {
  /** The input's name as given. */
  readonly file: string;
  /** Where its line starts, in bytes of the decompressed input. */
  readonly offsetBytes: number;
  /** Its place in the line, from 0 on; `null` where the line is one event. */
  readonly index: number | null;
}

/** An event, and what each filter of a rule says of it. */
export interface ExplainedEvent {
  readonly place: EventPlace;
  /** Of the source that it was read as. */
  readonly product: string;
  readonly source: string;
  /** In UTC; `null` where it has no time that the rule can read. */
  readonly timestamp: string | null;
  /** One of an event rule; of others one per stage, repeated ones once, and then that of `until`. */
  readonly filters: readonly ExplainedFilter[];
  /** Some condition over several arrays was given up after 65,536 combinations, and taken as false. */
  readonly reachedCombinationLimit: boolean;
  /** The document on one line. */
  readonly text: string;
}

/** What a filter says of an event. */
export interface ExplainedFilter {
  readonly role: FilterRole;
  readonly matches: boolean;
  /** What the reference evaluator says: if that is another verdict, it is a defect. `null` if it can't read the event. */
  readonly reference: boolean | null;
  /** Of a filter that holds: the ways in which the event joins others. `null` of an event rule. */
  readonly joinKeys: readonly JoinKeyValues[] | null;
  readonly condition: ExplainedCondition;
}

/** One way in which an event joins others: a value for each of the stage's keys, `null` for an optional one without. */
export type JoinKeyValues = readonly { readonly field: string; readonly value: FieldValue | null }[];

/** What a filter is to its rule. */
export type FilterRole =
  | { readonly kind: "event" }
  /** `numbers`: which stages, from 1 on; several where the stage is repeated. `missing`: no such event may come. */
  | { readonly kind: "stage"; readonly numbers: readonly number[]; readonly missing: boolean }
  | { readonly kind: "until" };
