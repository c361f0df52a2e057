import type { HuntPlan, Program } from "../plan/plan.ts";
import type { Predicate } from "../plan/predicate.ts";

/** What of a plan says how rare a filter's hits are. */
export type FilterSource = Pick<HuntPlan, "fields" | "predicates" | "filters" | "rules">;

/** Fields of which a few values make up all events, beside the category field of the rule and `host.os.*`. */
const broadFields: ReadonlySet<string> = new Set([
  "agent.type",
  "data_stream.dataset",
  "data_stream.type",
  "event.action",
  "event.category",
  "event.dataset",
  "event.kind",
  "event.module",
  "event.outcome",
  "event.provider",
  "event.type",
]);

/**
 * True for a filter that hits few events, as far as the rule can tell: all that it hits have a certain value in a field that
 * says more than what kind of event it is. Filters that aren't selective hit, say, every start of a process.
 */
export function isSelective(filter: number, plan: FilterSource): boolean {
  const { program, rule } = plan.filters[filter] ?? {};
  if (program === undefined || rule === undefined) return false;
  const categoryField = plan.rules[rule]?.categoryField ?? null;
  const isBroad = (field: number): boolean => {
    const name = plan.fields[field]?.name ?? "";
    return field === categoryField || broadFields.has(name) || name.startsWith("host.os.");
  };
  return isSelectiveProgram(program, (predicate) => {
    const tested = plan.predicates[predicate];
    return tested !== undefined && isSelectivePredicate(tested, isBroad);
  });
}

/** Under `not` a condition holds for nearly all events. */
function isSelectiveProgram(program: Program, isSelectiveTest: (predicate: number) => boolean): boolean {
  switch (program.kind) {
    case "predicate":
      return isSelectiveTest(program.predicate);
    case "constant":
      return program.value !== true;
    case "and":
      return program.operands.some((operand) => isSelectiveProgram(operand, isSelectiveTest));
    case "or":
      return program.operands.every((operand) => isSelectiveProgram(operand, isSelectiveTest));
    case "not":
      return false;
  }
}

function isSelectivePredicate(predicate: Predicate, isBroad: (field: number) => boolean): boolean {
  switch (predicate.kind) {
    case "patterns":
      // `*` and `?*` only say that there is a value.
      return (
        !isBroad(predicate.field) &&
        predicate.list.patterns.every(
          ({ tokens }) => tokens.length === 0 || tokens.some(({ kind }) => kind === "literal"),
        )
      );
    case "regexes":
    case "equals":
      return !isBroad(predicate.field);
    case "order":
    case "instant":
    case "absent":
      return false;
    case "computed":
      return predicate.fields.some((field) => !isBroad(field));
  }
}
