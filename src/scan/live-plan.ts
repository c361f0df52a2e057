import { type KeyedStage, keyedPlan } from "../plan/keyed-plan.ts";
import type { HuntPlan, StagePlan } from "../plan/plan.ts";
import type { LiveKeys } from "./live-keys.ts";

/** The plan whose filters ask for the keys too with which their hits still matter; of `filters`, which are of stages. */
export function livePlan(plan: HuntPlan, filters: readonly number[], live: LiveKeys): HuntPlan {
  const asked = new Set(filters);
  const stages = live.rules.flatMap(({ rule, groups }): readonly KeyedStage[] => {
    if (groups === null) return [];
    const wanted = [...groups.keys()].map((group): readonly (string | null)[] => JSON.parse(group));
    return stagesOf(plan, rule)
      .filter(({ filter }) => asked.has(filter))
      .map(({ filter, keys }) => ({ filter, keys, wanted }));
  });
  return keyedPlan(plan, stages);
}

/** All stages of a sequence or sample, that of `until` included. */
function stagesOf({ rules }: HuntPlan, rule: number): readonly StagePlan[] {
  const query = rules[rule]?.query;
  switch (query?.kind) {
    case "sequence":
      return query.until === null ? query.stages : [...query.stages, query.until];
    case "sample":
      return query.stages;
    default:
      return [];
  }
}
