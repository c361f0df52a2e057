import type { JoinKey } from "../correlate/candidate.ts";
import type { FieldValue } from "../evaluate/document.ts";
import type { Document } from "../reference/document.ts";
import type { EventPlace } from "./report.ts";

/** An event that hits some stage of a rule, kept until all are known. */
export interface StageEventHits {
  readonly place: EventPlace;
  /** Position of its input in output order. */
  readonly input: number;
  /** Number of its source in the plan. */
  readonly source: number;
  readonly timeNs: bigint | null;
  readonly tiebreaker: FieldValue | null;
  /** By each of its ways to join others. */
  readonly hits: readonly StageHit[];
  /** For the reference evaluator; `null` once there are too many. */
  readonly reference: Document | null;
}

export interface StageHit {
  /** Number of the filter. */
  readonly filter: number;
  readonly keys: readonly JoinKey[];
  /** Equal for those that join. */
  readonly group: string;
}
