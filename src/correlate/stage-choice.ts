import type { HuntPlan } from "../plan/plan.ts";
import { positiveFilters } from "./positive-filters.ts";

/** The filters of all stages of sequences and samples, ascending, those of `until` included. */
export function stageFilters({ filters, rules }: HuntPlan): readonly number[] {
  return [...filters.keys()].filter((filter) => {
    const query = rules[filters[filter]?.rule ?? -1]?.query;
    return query !== undefined && query.kind !== "event";
  });
}

/**
 * The stages that can be looked for later, when it is known with which keys the others of their rules were hit: those that more
 * than `commonShare` of the events hit. Of each rule the rarest positive stage is none of them. Ascending.
 *
 * `shareOf`: how many of all events a filter hits, from 0 to 1, as far as it is known. A guess costs time and no detection.
 */
export function deferrableStages(
  plan: HuntPlan,
  shareOf: (filter: number) => number,
  commonShare: number,
): readonly number[] {
  const rarest = new Set(
    plan.rules.map((_, rule) => positiveFilters(plan, rule).toSorted((a, b) => shareOf(a) - shareOf(b) || a - b)[0]),
  );
  return stageFilters(plan).filter((filter) => !rarest.has(filter) && shareOf(filter) > commonShare);
}
