import type { Span } from "../diagnostics/diagnostic.ts";
import type { RuleSeverity, Threat } from "../rules/rule.ts";
import type { FieldAccessor } from "../sources/accessor.ts";
import type { Source } from "../sources/source.ts";
import type { Predicate, PresentConstant } from "./predicate.ts";

/**
 * All rules of a run, lowered: nothing after it knows in which language a rule was written or which product wrote the
 * event. Pure data that survives `structuredClone`; workers rebuild their matchers from it.
 */
export interface HuntPlan {
  /**
   * Tried in this order for each document; the last one, ECS, takes what no other does. Their fields are those of `fields`, and
   * no others.
   */
  readonly sources: readonly Source[];
  readonly fields: readonly PlannedField[];
  readonly predicates: readonly Predicate[];
  /** What is asked of single events, one after the other by rule: an event rule has one filter, any other one per stage. */
  readonly filters: readonly FilterPlan[];
  /** In load order, the order of rules in the output. */
  readonly rules: readonly RulePlan[];
  /** SHA-256 in hexadecimal over everything that can change a result; spans and file names are left out. */
  readonly hash: string;
}

/** A field that some predicate or the output reads. */
export interface PlannedField {
  /** The ECS name. */
  readonly name: string;
  /** One per source; none of a join key that the schema doesn't list, which no event has. */
  readonly accessors: readonly FieldAccessor[];
  /** What an explicit null stands for, if the schema says so. */
  readonly nullValue?: PresentConstant;
  /** How values are read as instants, if the schema calls it a date. */
  readonly dateFormats?: readonly string[];
}

/** A yes-or-no question to one event, over numbered predicates. */
export interface FilterPlan {
  /** Number of the rule it belongs to. */
  readonly rule: number;
  /** Where it stands in the rule file. */
  readonly span: Span;
  /** Category test and condition. */
  readonly program: Program;
}

/** What a rule's detections say of it, and how they come of its filters' hits. */
export interface RulePlan {
  readonly id: string;
  readonly name: string;
  readonly severity: RuleSeverity;
  readonly riskScore: number;
  readonly tags: readonly string[];
  readonly threat: readonly Threat[];
  /** The rule file as it was named, and where the query stands in it. */
  readonly file: string;
  readonly span: Span;
  /** Number of the field that holds the time, the category, the tiebreaker. */
  readonly timestampField: number;
  readonly categoryField: number;
  readonly tiebreakerField: number | null;
  readonly query: QueryPlan;
}

/** How a rule's detections come of the hits of its filters. */
export type QueryPlan = EventPlan | SequencePlan | SamplePlan;

/** Each hit is a detection. */
export interface EventPlan {
  readonly kind: "event";
  /** Number of its filter. */
  readonly filter: number;
  readonly pipes: readonly PipePlan[];
}

/** Hits in the order of the stages, with equal keys, make a detection (SEMANTICS 7). */
export interface SequencePlan {
  readonly kind: "sequence";
  /** Between first and last positive event, inclusive; `null` for any. */
  readonly maxSpanNs: bigint | null;
  /** A stage with `runs` stands here that often; then they have the same filter. */
  readonly stages: readonly SequenceStagePlan[];
  readonly until: StagePlan | null;
  readonly pipes: readonly PipePlan[];
}

/** Hits of different events with equal keys, one of each stage, make a detection (SEMANTICS 8). */
export interface SamplePlan {
  readonly kind: "sample";
  readonly stages: readonly StagePlan[];
  readonly pipes: readonly PipePlan[];
}

/** A stage's filter, and where the keys are that join its hits to those of the others. */
export interface StagePlan {
  readonly filter: number;
  /** All stages of a rule have the same number. */
  readonly keys: readonly JoinKeyPlan[];
}

export interface SequenceStagePlan extends StagePlan {
  /** No such event may come in its place. */
  readonly missing: boolean;
}

export interface JoinKeyPlan {
  readonly field: number;
  /** An event without a value takes part, and null equals null. */
  readonly optional: boolean;
  /** How values are compared: by their canonical text, by address, or by instant, which only a schema says. */
  readonly comparison: "text" | "address" | "instant";
}

/** Of the ascending list of results the first or the last so many. */
export interface PipePlan {
  readonly kind: "head" | "tail";
  readonly count: number;
}

interface ProgramNode {
  /** In the rule file. */
  readonly span: Span;
}

/** A boolean program over predicates. `null` is Kleene's unknown, and no match at the end (SEMANTICS 3). */
export type Program =
  | (ProgramNode & {
      readonly kind: "predicate";
      readonly predicate: number;
      /** The condition in canonical EQL, cut after {@link conditionTextLength} characters. */
      readonly text: string;
      /** The category test, which the rule's condition doesn't spell out. */
      readonly implicit: boolean;
    })
  | (ProgramNode & { readonly kind: "constant"; readonly value: boolean | null })
  | (ProgramNode & { readonly kind: "and" | "or"; readonly operands: readonly Program[] })
  | (ProgramNode & { readonly kind: "not"; readonly operand: Program });

/** A list may have 100,000 items: a longer condition is cut in what is shown of it. */
export const conditionTextLength = 400;
