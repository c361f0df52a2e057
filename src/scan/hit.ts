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
