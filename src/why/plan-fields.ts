import type { HuntPlan, Program, StagePlan } from "../plan/plan.ts";

/** The numbers of the fields that a filter's conditions read, each once. */
export function programFields(plan: HuntPlan, program: Program): readonly number[] {
  const fields = new Set<number>();
  const visit = (part: Program): void => {
    switch (part.kind) {
      case "constant":
        return;
      case "not":
        return visit(part.operand);
      case "and":
      case "or":
        for (const operand of part.operands) visit(operand);
        return;
      case "predicate": {
        const predicate = plan.predicates[part.predicate];
        if (predicate === undefined) return;
        for (const field of predicate.kind === "computed" ? predicate.fields : [predicate.field]) fields.add(field);
      }
    }
  };
  visit(program);
  return [...fields];
}

/** The numbers of all fields that a rule reads: those of its filters, its join keys, its time and tiebreaker. */
export function ruleFields(plan: HuntPlan, rule: number): readonly number[] {
  const planned = plan.rules[rule];
  if (planned === undefined) return [];
  const { query, timestampField, tiebreakerField } = planned;
  const conditions = plan.filters.flatMap((filter) =>
    filter.rule === rule ? programFields(plan, filter.program) : [],
  );
  const keys = query.kind === "event" ? [] : stagesOf(query).flatMap((stage) => stage.keys.map(({ field }) => field));
  const own = tiebreakerField === null ? [timestampField] : [timestampField, tiebreakerField];
  return [...new Set([...conditions, ...keys, ...own])];
}

/** The stages of a sequence, with its `until` at the end, or of a sample. */
function stagesOf(
  query: Exclude<HuntPlan["rules"][number]["query"], { readonly kind: "event" }>,
): readonly StagePlan[] {
  return query.kind === "sequence" && query.until !== null ? [...query.stages, query.until] : query.stages;
}
