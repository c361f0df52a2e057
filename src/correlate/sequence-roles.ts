import type { SequencePlan } from "../plan/plan.ts";

/** What the hits of each filter are to a sequence. Worked out once per rule. */
export interface SequenceRoles {
  /** How many stages aren't missing. */
  readonly positiveCount: number;
  /** Of each stage its number among those that aren't missing; `null` of a missing one. */
  readonly places: readonly (number | null)[];
  /** By filter: the stages it can serve, as numbers among those that aren't missing. Several where it has `runs`. */
  readonly positives: ReadonlyMap<number, readonly number[]>;
  /**
   * By filter: before which stages (numbers as above) its hits must not come; `positiveCount` stands for after the last one.
   */
  readonly gaps: ReadonlyMap<number, readonly number[]>;
  readonly until: number | null;
  /** True if some stage before the first positive one is missing. */
  readonly hasLeading: boolean;
  /** True if some stage after the last positive one is missing. */
  readonly hasTrailing: boolean;
}

export function rolesOf(plan: SequencePlan): SequenceRoles {
  const positives = new Map<number, number[]>();
  const gaps = new Map<number, number[]>();
  const places: (number | null)[] = [];
  let positiveCount = 0;
  for (const { filter, missing } of plan.stages) {
    addTo(missing ? gaps : positives, filter, positiveCount);
    places.push(missing ? null : positiveCount++);
  }
  const isGap = (place: number): boolean => [...gaps.values()].some((places) => places.includes(place));
  return {
    positiveCount,
    places,
    positives,
    gaps,
    until: plan.until?.filter ?? null,
    hasLeading: isGap(0),
    hasTrailing: isGap(positiveCount),
  };
}

function addTo(map: Map<number, number[]>, filter: number, place: number): void {
  const places = map.get(filter);
  if (places === undefined) map.set(filter, [place]);
  else if (places.at(-1) !== place) places.push(place);
}
