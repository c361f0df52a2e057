import type { FieldValue } from "../evaluate/document.ts";

/** A positive condition that held, the value that made it so, and the pattern. */
export interface MatchedCondition {
  readonly field: string;
  readonly value: FieldValue;
  /** The pattern of the list that matched; of other conditions the condition as the rule has it. */
  readonly pattern: string;
}

/** A document for which a filter holds: what a scan finds. Pure data. */
export type Hit = EventHit | StageHit;

interface FilterHit {
  /** Number of the filter in the plan. */
  readonly filter: number;
  /** Where the document's line starts, in bytes of the decompressed input. */
  readonly offsetBytes: number;
  /** The document's time as the rule reads it, in nanoseconds since 1970; `null` where it has no readable one. */
  readonly timeNs: bigint | null;
  /** The first value of the rule's tiebreaker field; `null` where rule or document has none. */
  readonly tiebreaker: FieldValue | null;
}

/** With all that a detection shows of the event: of an event rule, or of a stage when the event is read again. */
export interface EventHit extends FilterHit {
  readonly kind: "event";
  readonly event: ShownEvent;
}

/** Of a stage of a sequence or sample, by one of the event's combinations of join keys. */
export interface StageHit extends FilterHit {
  readonly kind: "stage";
  readonly keys: readonly (FieldValue | null)[];
  /** Equal for those that join, see `Candidate.group`. */
  readonly group: string;
  /** There only if the input can't be read again. */
  readonly event: ShownEvent | null;
}

/** What a detection shows of an event. */
export interface ShownEvent {
  readonly matched: readonly MatchedCondition[];
  /** The document on one line: JSON, well-formed. */
  readonly text: string;
}
