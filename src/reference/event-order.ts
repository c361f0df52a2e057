import { compareValues } from "./value-order.ts";
import type { Value } from "./value.ts";

/** Where an event stands among all others. */
export interface EventPlace {
  /** In nanoseconds since 1970; null if the event has no readable time. */
  readonly timeNs: bigint | null;
  /** Null if the event has none. */
  readonly tiebreaker: Value;
  /** Its number in input order, from 0. */
  readonly position: number;
}

/** Where an event with a time stands. */
export interface TimedPlace extends EventPlace {
  readonly timeNs: bigint;
}

/**
 * The order of events: by time, then tiebreaker, none last, then input order (SEMANTICS 7). Events without a time, which
 * take part in no sequence, come before all others. Zero only for an event and itself.
 */
export function compareEvents(left: EventPlace, right: EventPlace): number {
  return (
    compareTimes(left.timeNs, right.timeNs) ||
    compareTiebreakers(left.tiebreaker, right.tiebreaker) ||
    left.position - right.position
  );
}

/** True if `left` comes strictly before `right`. Events with the same time may. */
export function isBefore(left: EventPlace, right: EventPlace): boolean {
  return compareEvents(left, right) < 0;
}

/** The millisecond in which an event lies, since 1970. */
export function millisecondOf({ timeNs }: TimedPlace): bigint {
  const remainderNs = ((timeNs % 1_000_000n) + 1_000_000n) % 1_000_000n;
  return (timeNs - remainderNs) / 1_000_000n;
}

function compareTimes(left: bigint | null, right: bigint | null): number {
  if (left === null || right === null) return Number(right === null) - Number(left === null);
  if (left < right) return -1;
  return left > right ? 1 : 0;
}

function compareTiebreakers(left: Value, right: Value): number {
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  return compareValues(left, right);
}
