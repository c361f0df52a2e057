import type { HuntPlan } from "../plan/plan.ts";

/** The filters of stages that must be hit, each once: not of `until`, nor of missing ones. None of an event rule. */
export function positiveFilters(plan: HuntPlan, rule: number): readonly number[] {
  const query = plan.rules[rule]?.query;
  switch (query?.kind) {
    case "sequence":
      return [...new Set(query.stages.filter(({ missing }) => !missing).map(({ filter }) => filter))];
    case "sample":
      return [...new Set(query.stages.map(({ filter }) => filter))];
    default:
      return [];
  }
}
