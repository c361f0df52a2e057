import type { HuntPlan, Program } from "../plan/plan.ts";

/** A field that rules ask for. */
export interface AskedField {
  readonly name: string;
  /** How many rules do. */
  readonly rules: number;
}

/** The fields that the conditions and join keys of a plan's rules ask for, those of most rules first. */
export function askedFields({ fields, filters, predicates, rules }: HuntPlan): readonly AskedField[] {
  const byRule = rules.map(() => new Set<number>());
  for (const { rule, program } of filters) {
    for (const number of predicatesOf(program)) {
      const predicate = predicates[number];
      const asked =
        predicate?.kind === "computed" ? predicate.fields : predicate === undefined ? [] : [predicate.field];
      for (const field of asked) byRule[rule]?.add(field);
    }
  }
  for (const [rule, { query }] of rules.entries()) {
    if (query.kind === "event") continue;
    for (const { keys } of query.stages) for (const { field } of keys) byRule[rule]?.add(field);
  }
  const counts = new Map<string, number>();
  for (const asked of byRule) {
    for (const field of asked) {
      const name = fields[field]?.name ?? "";
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return [...counts]
    .map(([name, count]) => ({ name, rules: count }))
    .toSorted((a, b) => b.rules - a.rules || (a.name < b.name ? -1 : 1));
}

function* predicatesOf(program: Program): Generator<number> {
  switch (program.kind) {
    case "constant":
      return;
    case "predicate":
      yield program.predicate;
      return;
    case "not":
      yield* predicatesOf(program.operand);
      return;
    case "and":
    case "or":
      for (const operand of program.operands) yield* predicatesOf(operand);
  }
}
