import type { FieldValue } from "../evaluate/document.ts";

/** A positive condition that held, the value that made it so, and the pattern. */
export interface MatchedCondition {
  readonly field: string;
  readonly value: FieldValue;
  /** The pattern of the list that matched; of other conditions the condition as the rule has it. */
  readonly pattern: string;
}

/** A document for which a filter holds: what a scan finds. Pure data. */
export type Hit = EventHit | StageHit | NearMissHit;

interface FilterHit {
  /** Number of the filter in the plan. */
  readonly filter: number;
  /** Where the document's line starts, in bytes of the decompressed input. */
  readonly offsetBytes: number;
  /** The document's place in the line; absent where the line is one document. */
  readonly index?: number;
  /** Number of the document's source in the plan. */
  readonly source: number;
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

/** Of an event rule, by an event for which only one of the conditions that all must hold doesn't (`nearMisses`). */
export interface NearMissHit extends FilterHit {
  readonly kind: "near-miss";
  readonly event: ShownEvent;
  /** How near the condition that failed came to holding: from 0 up to but not including 1. */
  readonly nearness: number;
  readonly failed: FailedCondition;
}

/** The one condition of a rule that an event fails. */
export interface FailedCondition {
  /** In EQL, cut where it is long. */
  readonly condition: string;
  /** The field whose value came nearest; `null` for a condition without one. */
  readonly field: string | null;
  /** All values of that field. */
  readonly values: readonly FieldValue[];
  /** Of a condition on texts the value and the pattern that came nearest; else `null`. */
  readonly nearest: NearestText | null;
  /** There if it fails because something holds that must not: by which value, and which pattern or condition. */
  readonly excluded?: { readonly value: FieldValue; readonly pattern: string };
}

/** A value, the pattern that it came nearest to, and where they part ways. Lengths count characters (code points). */
export interface NearestText {
  readonly value: string;
  readonly pattern: string;
  /** How much of the pattern the value has, below 1. */
  readonly share: number;
  /**
   * Whether its first (also of a regular expression) or last `agreed` characters are as the pattern has them, or of a piece of it
   * between two `*` so many are there.
   */
  readonly from: "start" | "end" | "middle" | "regex";
  readonly agreed: number;
  /** What the pattern has beyond them; of a piece in the middle all of it, of a regular expression nothing. */
  readonly wanted: string;
}

/** What a detection shows of an event. */
export interface ShownEvent {
  readonly matched: readonly MatchedCondition[];
  /** The document on one line: JSON, well-formed. */
  readonly text: string;
}

/** Where a document is in its input. */
export type PlaceInInput = Pick<FilterHit, "offsetBytes" | "index">;

/** That of a hit or the like, without the rest. */
export function placeInInput({ offsetBytes, index }: PlaceInInput): PlaceInInput {
  return index === undefined ? { offsetBytes } : { offsetBytes, index };
}

/** The order in which documents are read: by offset, and those of one line by their index. */
export function comparePlacesInInput(left: PlaceInInput, right: PlaceInInput): number {
  return left.offsetBytes - right.offsetBytes || (left.index ?? 0) - (right.index ?? 0);
}

/** The order of the hits of an input: by place, then filter, which is by rule. */
export function compareHits(left: HitPlace, right: HitPlace): number {
  return comparePlacesInInput(left, right) || left.filter - right.filter;
}

/** Where a hit is, and of which filter. */
type HitPlace = PlaceInInput & Pick<FilterHit, "filter">;
