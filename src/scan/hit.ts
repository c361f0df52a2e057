import type { FieldValue } from "../evaluate/document.ts";

/** A positive condition that held, the value that made it so, and the pattern. */
export interface MatchedCondition {
  readonly field: string;
  readonly value: FieldValue;
  /** The pattern of the list that matched; of other conditions the condition as the rule has it. */
  readonly pattern: string;
}

/** A rule that matched a document: what a scan finds. Pure data. */
export interface Hit {
  /** Number of the rule in the plan. */
  readonly rule: number;
  /** Where the document's line starts, in bytes of the decompressed input. */
  readonly offsetBytes: number;
  /** The document's time as the rule reads it, in nanoseconds since 1970; `null` where it has no readable one. */
  readonly timeNs: bigint | null;
  /** The first value of the rule's tiebreaker field; `null` where rule or document has none. */
  readonly tiebreaker: FieldValue | null;
  readonly matched: readonly MatchedCondition[];
  /** The document on one line: JSON, well-formed. */
  readonly text: string;
}
