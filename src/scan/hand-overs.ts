import type { HandOverReason } from "../kernel/extraction-program.ts";

/** What the extraction kernel named as candidates. Pure data. */
export interface HandOverCounts {
  /** Lines named with the filters that may match them. */
  readonly candidates: number;
  /** Lines that it could not decide, by reason. */
  readonly handedOver: Readonly<Record<HandOverReason, number>>;
}

const reasons: readonly HandOverReason[] = [
  "escaped_name",
  "repeated_name",
  "too_long",
  "malformed",
  "condition",
  "capacity",
];

export const noHandOvers: HandOverCounts = { candidates: 0, handedOver: byReason(() => 0) };

export function addHandOvers(left: HandOverCounts, right: HandOverCounts): HandOverCounts {
  return {
    candidates: left.candidates + right.candidates,
    handedOver: byReason((reason) => left.handedOver[reason] + right.handedOver[reason]),
  };
}

/** What came to `before` since then. */
export function handOversSince(before: HandOverCounts, now: HandOverCounts): HandOverCounts {
  return {
    candidates: now.candidates - before.candidates,
    handedOver: byReason((reason) => now.handedOver[reason] - before.handedOver[reason]),
  };
}

function byReason(count: (reason: HandOverReason) => number): Record<HandOverReason, number> {
  const counts = { escaped_name: 0, repeated_name: 0, too_long: 0, malformed: 0, condition: 0, capacity: 0 };
  for (const reason of reasons) counts[reason] = count(reason);
  return counts;
}
