import type { Span } from "../diagnostics/diagnostic.ts";
import type { FieldValue } from "../evaluate/document.ts";
import type { Truth } from "../evaluate/evaluator.ts";
import type { Constant } from "../language/syntax.ts";
import type { NearestPattern } from "./nearest-pattern.ts";

/** A filter's condition with what each part of it is for one event. Pure data. */
export type ExplainedCondition = ExplainedLeaf | ExplainedConstant | ExplainedNot | ExplainedGroup;

interface ExplainedPart {
  /** In the rule file. */
  readonly span: Span;
  /** What it is for the event; `null` is Kleene's unknown, which only constants are (SEMANTICS 3). */
  readonly truth: Truth;
  /** What it would have to be for the filter to hold: `false` under an odd number of `not`. */
  readonly wanted: boolean;
  /** It isn't what it would have to be, and neither is all that it stands in: this is why the filter doesn't hold. */
  readonly isAtFault: boolean;
}

export interface ExplainedGroup extends ExplainedPart {
  readonly kind: "and" | "or";
  readonly operands: readonly ExplainedCondition[];
}

export interface ExplainedNot extends ExplainedPart {
  readonly kind: "not";
  readonly operand: ExplainedCondition;
}

/** `true`, `false` or a null that nothing in an event can change. */
export interface ExplainedConstant extends ExplainedPart {
  readonly kind: "constant";
}

/** A condition on values. */
export interface ExplainedLeaf extends ExplainedPart {
  readonly kind: "leaf";
  /** In canonical EQL, cut where it is long. */
  readonly text: string;
  /** The category test, which the rule's condition doesn't spell out. */
  readonly implicit: boolean;
  /** Its fields with what it saw, in order of first mention. */
  readonly fields: readonly FieldReading[];
  /** What a value has to be, for people: `one of 12 patterns, ignoring case`. */
  readonly asks: string;
  /** The values that made it true, each with its pattern; `pattern` is `null` where the condition has none. */
  readonly matched: readonly MatchedValue[];
  /** Of a condition on texts that is false: the value that came nearest, and to what. */
  readonly nearest: NearestValue | null;
  readonly hints: readonly ConditionHint[];
}

export interface MatchedValue {
  readonly field: string;
  readonly value: FieldValue;
  readonly pattern: string | null;
}

export interface NearestValue extends NearestPattern {
  readonly field: string;
  readonly value: string;
}

/** What a condition saw of a field. */
export interface FieldReading {
  readonly field: string;
  /** After mapping, in document order. */
  readonly values: readonly FieldValue[];
  /** Where in the raw event they were read, or would have been; empty where that is the field's own name. */
  readonly from: readonly string[];
  /** Of a field without values: names that the event has and that may be meant. */
  readonly similar: readonly string[];
}

/** What else is worth to be said of a condition that isn't what it would have to be. */
export type ConditionHint =
  /** Only the case of letters keeps the value from matching the pattern. */
  | { readonly kind: "letter-case"; readonly field: string; readonly value: string; readonly pattern: string }
  /** In another spelling of the same registry path the value would match the pattern. */
  | {
      readonly kind: "registry-spelling";
      readonly field: string;
      readonly value: string;
      readonly spelling: string;
      readonly pattern: string;
    }
  /** The value is neither a number nor the text of one, and is compared with a number. */
  | { readonly kind: "no-number"; readonly field: string; readonly value: FieldValue }
  /** The value can't be read as a time, and is compared with one. */
  | { readonly kind: "no-time"; readonly field: string; readonly value: FieldValue }
  /** What a side of the condition that is no plain field came to, for the first of the fields' values. */
  | { readonly kind: "computed"; readonly side: "left" | "right"; readonly result: Constant };
