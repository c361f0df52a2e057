import { compareByCodePoints } from "../evaluate/comparison.ts";
import type { FieldValue } from "../evaluate/document.ts";
import type { QueryPlan } from "../plan/plan.ts";
import { comparePlacesInInput } from "../scan/hit.ts";
import type { Candidate, Finding, JoinKey } from "./candidate.ts";

/** When and where an event is: what orders the events of a rule (SEMANTICS 7). */
export type Moment = Position & Pick<Candidate, "timeNs" | "tiebreaker">;

/** Where an event is. */
export type Position = Pick<Candidate, "input" | "offsetBytes" | "index">;

/** By time, tiebreaker and position: 0 only for the same event. */
export function compareMoments(left: Moment, right: Moment): number {
  return (
    compareTimes(left.timeNs, right.timeNs) ||
    compareTiebreakers(left.tiebreaker, right.tiebreaker) ||
    comparePositions(left, right)
  );
}

/** By input, offset and index, the order in which events are read. */
export function comparePositions(left: Position, right: Position): number {
  return left.input - right.input || comparePlacesInInput(left, right);
}

/** Ascending; an event without a time comes before all others. */
function compareTimes(left: bigint | null, right: bigint | null): number {
  if (left === right) return 0;
  if (left === null || right === null) return left === null ? -1 : 1;
  return left < right ? -1 : 1;
}

/** As {@link compareValues}; an event without a tiebreaker comes after all others. */
export function compareTiebreakers(left: FieldValue | null, right: FieldValue | null): number {
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  return compareValues(left, right);
}

/** Booleans, numbers, strings by their UTF-8 bytes: an order, whatever types come together (SEMANTICS 5a). */
function compareValues(left: FieldValue, right: FieldValue): number {
  if (typeof left === "string" && typeof right === "string") return compareByCodePoints(left, right);
  const types = typeRank(left) - typeRank(right);
  if (types !== 0) return types;
  if (left < right) return -1;
  return left > right ? 1 : 0;
}

function typeRank(value: FieldValue): number {
  if (typeof value === "boolean") return 0;
  return typeof value === "string" ? 2 : 1;
}

/** Key by key, each as {@link compareValues}; one without a value comes first. */
export function compareKeys(left: readonly JoinKey[], right: readonly JoinKey[]): number {
  for (let i = 0; i < left.length && i < right.length; i++) {
    const order = compareJoinKeys(left[i] ?? null, right[i] ?? null);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function compareJoinKeys(left: JoinKey, right: JoinKey): number {
  if (left === null || right === null) return Number(left !== null) - Number(right !== null);
  return compareValues(left, right);
}

/** A finding, and what its place in the output depends on beside its events. */
export interface PlacedFinding<Event = unknown> {
  readonly finding: Finding<Event>;
  /**
   * By which it is ordered. Keys that join may differ in type (4 and "4"): those of a sequence's first event count, and of
   * all samples of a key those of the first event that the first stage could take.
   */
  readonly orderKeys: readonly JoinKey[];
}

/**
 * The order of output: sequences by their last event that isn't missing, rule, keys; after them samples by rule and keys. It
 * is 0 for samples of the same key, which stay in the order in which they were found.
 */
export function comparePlacedFindings(left: PlacedFinding, right: PlacedFinding, kindOf: KindOfRule): number {
  const kind = kindOf(left.finding.rule);
  return (
    kindRank(kind) - kindRank(kindOf(right.finding.rule)) ||
    (kind === "sequence" ? compareLastEvents(left.finding, right.finding) : 0) ||
    left.finding.rule - right.finding.rule ||
    compareKeys(left.orderKeys, right.orderKeys)
  );
}

/** What the rule of this number asks for. */
export type KindOfRule = (rule: number) => QueryPlan["kind"];

function kindRank(kind: QueryPlan["kind"]): number {
  return kind === "sample" ? 1 : 0;
}

function compareLastEvents(left: Finding, right: Finding): number {
  const leftLast = lastEvent(left);
  const rightLast = lastEvent(right);
  return leftLast === null || rightLast === null ? 0 : compareMoments(leftLast, rightLast);
}

/** The last event that isn't missing. A sequence has at least one. */
function lastEvent(finding: Finding): Candidate | null {
  return finding.stages.findLast((stage) => stage !== null) ?? null;
}
