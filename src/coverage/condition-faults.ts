import type { FilterPlan, HuntPlan, JoinKeyPlan, Program } from "../plan/plan.ts";
import type { PredicateOutcomes } from "./predicate-outcomes.ts";
import { listedTexts, type PossibleValues } from "./possible-values.ts";
import type { CoverageReason } from "./rule-coverage.ts";

/** Of which events is asked what a condition can be. */
export interface Asked {
  readonly plan: HuntPlan;
  readonly outcomes: PredicateOutcomes;
  readonly valuesOf: (field: number) => PossibleValues;
  readonly isUnmapped: (field: number) => boolean;
}

/** A condition that keeps all others from mattering. */
export interface Fault extends CoverageReason {
  /** It is the test of the category. */
  readonly isCategory: boolean;
}

/** Values shown of what a field has. */
const maxGiven = 8;

/**
 * Whether a condition can be what is wanted of it. Its parts are taken to be independent of each other, so it may be said to
 * be possible and isn't; what is said to be impossible is. Nulls make nothing true.
 */
export function canBe(program: Program, wanted: boolean, asked: Asked): boolean {
  switch (program.kind) {
    case "constant":
      return program.value === wanted;
    case "predicate": {
      const { canBeTrue, canBeFalse } = asked.outcomes.of(program.predicate, asked.valuesOf);
      return wanted ? canBeTrue : canBeFalse;
    }
    case "not":
      return canBe(program.operand, !wanted, asked);
    case "and":
    case "or":
      return wanted === (program.kind === "and")
        ? program.operands.every((operand) => canBe(operand, wanted, asked))
        : program.operands.some((operand) => canBe(operand, wanted, asked));
  }
}

/** Why nothing can meet a condition and have its join keys; empty if something can. */
export function faultsOf(
  { program, span }: Pick<FilterPlan, "program" | "span">,
  keys: readonly JoinKeyPlan[],
  asked: Asked,
): readonly Fault[] {
  const faults = canBe(program, true, asked) ? [] : [...conditionFaults(program, true, asked)];
  // Of events of another category the rest says nothing.
  const category = faults.filter(({ isCategory }) => isCategory);
  if (category.length > 0) return category;
  for (const { field, optional } of keys) {
    if (optional || asked.valuesOf(field).shapes.length > 0) continue;
    const { name = null } = asked.plan.fields[field] ?? {};
    const kind = asked.isUnmapped(field) ? "unmapped" : "no-source";
    faults.push({ ...blank, kind, field: name, condition: `by ${name ?? ""}`, span });
  }
  return faults;
}

const blank = { stage: null, gives: [], isOfKind: false, isCategory: false };

/** The conditions that are never what they would have to be; of those joined by `or`, all of them. */
function* conditionFaults(program: Program, wanted: boolean, asked: Asked): Generator<Fault> {
  if (canBe(program, wanted, asked)) return;
  switch (program.kind) {
    case "constant":
      yield { ...blank, kind: "constant", field: null, condition: String(program.value), span: program.span };
      return;
    case "not":
      yield* conditionFaults(program.operand, !wanted, asked);
      return;
    case "and":
    case "or":
      for (const operand of program.operands) yield* conditionFaults(operand, wanted, asked);
      return;
    case "predicate":
      yield predicateFault(program, wanted, asked);
  }
}

function predicateFault(program: Program & { readonly kind: "predicate" }, wanted: boolean, asked: Asked): Fault {
  const { predicate: number, text: condition, span, implicit: isCategory } = program;
  const predicate = asked.plan.predicates[number];
  const fields = predicate?.kind === "computed" ? predicate.fields : predicate === undefined ? [] : [predicate.field];
  const missing = fields.find((field) => asked.valuesOf(field).shapes.length === 0);
  const field = missing ?? fields[0];
  const told = { ...blank, condition, span, isCategory, field: nameOf(field, asked) };
  if (field === undefined) return { ...told, kind: "constant" };
  if (missing !== undefined) return { ...told, kind: asked.isUnmapped(field) ? "unmapped" : "no-source" };
  const listed = listedTexts(asked.valuesOf(field));
  const gives = (listed ?? []).slice(0, maxGiven);
  if (!wanted) return { ...told, kind: "always", gives };
  return { ...told, kind: listed === null ? "spelling" : "value", gives };
}

function nameOf(field: number | undefined, { plan }: Asked): string | null {
  return field === undefined ? null : (plan.fields[field]?.name ?? null);
}
