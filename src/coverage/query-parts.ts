import type { FilterPlan, HuntPlan, QueryPlan, StagePlan } from "../plan/plan.ts";

/** A part of a query, and its number among the stages, from 1; `null` where there are none. */
export interface NumberedPart {
  readonly part: StagePlan;
  readonly number: number | null;
}

/** The parts of a query each of which must hit: not what must be missing, and not what ends a sequence. Repeated ones once. */
export function neededParts(query: QueryPlan): readonly NumberedPart[] {
  switch (query.kind) {
    case "event":
      return [{ part: { filter: query.filter, keys: [] }, number: null }];
    case "sample":
      return query.stages.map((part, index) => ({ part, number: index + 1 }));
    case "sequence":
      return query.stages.flatMap((part, index) => {
        const isRepeated = index > 0 && query.stages[index - 1]?.filter === part.filter;
        return part.missing || isRepeated ? [] : [{ part, number: index + 1 }];
      });
  }
}

/** The categories of events that a rule is about, each once; `null` if of any category (`any where`). */
export function categoriesOf(plan: HuntPlan, rule: number): readonly string[] | null {
  const query = plan.rules[rule]?.query;
  if (query === undefined) return [];
  const categories = neededParts(query).map(({ part }) => categoryOf(plan, plan.filters[part.filter]));
  const known = categories.filter((category) => category !== null);
  return known.length < categories.length ? null : [...new Set(known)];
}

function categoryOf(plan: HuntPlan, filter: FilterPlan | undefined): string | null {
  if (filter?.program.kind !== "and") return null;
  const [first] = filter.program.operands;
  if (first?.kind !== "predicate" || !first.implicit) return null;
  const predicate = plan.predicates[first.predicate];
  const [constant] = predicate?.kind === "equals" ? predicate.constants : [];
  return typeof constant === "string" ? constant : null;
}
