import type { JoinKey } from "../correlate/candidate.ts";
import { compareMoments, type Moment } from "../correlate/ordering.ts";
import { formatTime } from "../language/time.ts";
import type { HuntPlan, StagePlan } from "../plan/plan.ts";
import type { TimedEvent } from "./joining.ts";
import type { JoinKeyValues } from "./report.ts";
import type { StageEventHits } from "./stage-hits.ts";

/** An event by one of the keys by which it joins others, with all stages that it hits by it. */
export interface GroupEvent {
  readonly event: StageEventHits;
  /** By filter: the key's values as the stage's fields have them. */
  readonly keys: ReadonlyMap<number, readonly JoinKey[]>;
}

/** Events with equal keys, in the order of events. */
export type StageGroups = ReadonlyMap<string, readonly GroupEvent[]>;

/** Puts together what joins. `events` in any order; each group comes out in the order of events (SEMANTICS 7). */
export function groupHits(events: readonly StageEventHits[]): StageGroups {
  const groups = new Map<string, GroupEvent[]>();
  for (const event of events.toSorted(compareEvents)) {
    const byGroup = new Map<string, Map<number, readonly JoinKey[]>>();
    for (const { filter, keys, group } of event.hits) {
      const filters = byGroup.get(group) ?? new Map<number, readonly JoinKey[]>();
      byGroup.set(group, filters);
      // Two values that join, such as 4 and "4", are one.
      if (!filters.has(filter)) filters.set(filter, keys);
    }
    for (const [group, keys] of byGroup) {
      const members = groups.get(group) ?? [];
      groups.set(group, members);
      members.push({ event, keys });
    }
  }
  return groups;
}

/** By time, tiebreaker and place. */
export function compareEvents(left: StageEventHits, right: StageEventHits): number {
  return compareMoments(momentOf(left), momentOf(right));
}

/** When and where an event is, as candidates of the engine have it. */
export function momentOf({ timeNs, tiebreaker, input, place: { offsetBytes, index } }: StageEventHits): Moment {
  return { timeNs, tiebreaker, input, offsetBytes, ...(index === null ? {} : { index }) };
}

/** For people: where an event is, and when. */
export function timedEvent({ place, timeNs }: StageEventHits): TimedEvent {
  return { place, timestamp: timeNs === null ? null : formatTime(timeNs) };
}

/** The values of a stage's keys with the names of its fields. */
export function namedKeys(plan: HuntPlan, stage: StagePlan | undefined, keys: readonly JoinKey[]): JoinKeyValues {
  return (stage?.keys ?? []).map(({ field }, index) => ({
    field: plan.fields[field]?.name ?? "",
    value: keys[index] ?? null,
  }));
}

/** The keys by which an event hits a filter, or any other if it doesn't. */
export function keysFor({ keys }: GroupEvent, filter: number): readonly JoinKey[] {
  return keys.get(filter) ?? [...keys.values()][0] ?? [];
}
