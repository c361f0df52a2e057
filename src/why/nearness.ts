import type { Evaluator } from "../evaluate/evaluator.ts";
import type { HuntPlan, Program } from "../plan/plan.ts";
import { leafNearness } from "./leaf-nearness.ts";
import { programTruth } from "./program-truth.ts";

/** How near an event came to what a filter asks for. */
export interface FilterNearness {
  /** The category test holds, or there is none. */
  readonly hasCategory: boolean;
  /** How many of the conditions that all have to hold don't; 0 for a match. */
  readonly failing: number;
  /** Of those that don't hold how near they came, on average; 1 for a match. */
  readonly nearness: number;
}

/**
 * The conditions of a filter that all have to hold, in its order: an `or` or a `not` counts as one. The first one is the
 * category test, unless the category is `any`.
 */
export function conjunctsOf(program: Program): readonly Program[] {
  return program.kind === "and" ? program.operands.flatMap(conjunctsOf) : [program];
}

/** True for the test that the rule's condition doesn't spell out. */
export function isCategoryTest(program: Program): boolean {
  return program.kind === "predicate" && program.implicit;
}

/** Of the document that the evaluator has loaded. `conjuncts` are the filter's, see {@link conjunctsOf}. */
export function filterNearness(plan: HuntPlan, evaluator: Evaluator, conjuncts: readonly Program[]): FilterNearness {
  const failing = conjuncts.filter((conjunct) => programTruth(evaluator, conjunct) !== true);
  const sum = failing.reduce((total, conjunct) => total + nearnessOf(plan, evaluator, conjunct), 0);
  return {
    hasCategory: !failing.some(isCategoryTest),
    failing: failing.length,
    nearness: failing.length === 0 ? 1 : sum / failing.length,
  };
}

/**
 * How near a condition came to holding: 1 if it holds, else less; see {@link leafNearness}. Of an `or` the nearest alternative
 * counts, of an `and` within it the average. A `not` around something that is true is as far as can be.
 */
export function nearnessOf(plan: HuntPlan, evaluator: Evaluator, program: Program, wanted = true): number {
  if (programTruth(evaluator, program) === wanted) return 1;
  switch (program.kind) {
    case "constant":
      return 0;
    case "predicate": {
      const predicate = plan.predicates[program.predicate];
      return wanted && predicate !== undefined ? leafNearness(plan, evaluator, predicate) : 0;
    }
    case "not":
      return nearnessOf(plan, evaluator, program.operand, !wanted);
    case "and":
    case "or": {
      const parts = program.operands.map((operand) => nearnessOf(plan, evaluator, operand, wanted));
      if ((program.kind === "or") === wanted) return Math.max(...parts);
      return parts.reduce((sum, part) => sum + part, 0) / parts.length;
    }
  }
}

/** The nearer one first; 0 if neither is. */
export function compareNearness(left: FilterNearness, right: FilterNearness): number {
  return (
    Number(right.hasCategory) - Number(left.hasCategory) ||
    left.failing - right.failing ||
    right.nearness - left.nearness
  );
}
