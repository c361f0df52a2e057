import type { FieldValue } from "../evaluate/document.ts";

/** A value of a join key; `null` for an optional key of an event that has none. */
export type JoinKey = FieldValue | null;

/**
 * An event that a stage of a sequence or sample may take: which, when, where, and by which keys it joins others. Pure data.
 * An event with several values of a key has one candidate for each; one that hits several stages one for each filter.
 */
export interface Candidate<Event = unknown> {
  /** Number of the filter it hits, whose rule is the one it is for. */
  readonly filter: number;
  /** One per key of the stage, as the detection shows them. */
  readonly keys: readonly JoinKey[];
  /**
   * Canonical text of the keys, the same for those that join: by text, by address or by instant, as the plan says. Groups
   * candidates and means nothing else.
   */
  readonly group: string;
  /** In nanoseconds since 1970; `null`, which only samples take, where the event has no readable time. */
  readonly timeNs: bigint | null;
  readonly tiebreaker: FieldValue | null;
  /** Position of the input in output order. */
  readonly input: number;
  readonly offsetBytes: number;
  /** Its place in the line; absent where the line is one event. */
  readonly index?: number;
  /** Number of its source in the plan. */
  readonly source: number;
  /** The event itself, where it can't be read again later: of a stream. Opaque here. */
  readonly event: Event | null;
}

/** A sequence or sample that was found: one candidate per stage, `null` where a stage is missing. Pure data. */
export interface Finding<Event = unknown> {
  /** Number of the rule in the plan. */
  readonly rule: number;
  /** Those of its first event's candidate. */
  readonly keys: readonly JoinKey[];
  readonly stages: readonly (Candidate<Event> | null)[];
}
