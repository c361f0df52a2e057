import type { Evaluator, Truth } from "../evaluate/evaluator.ts";
import type { Program } from "../plan/plan.ts";

/** What a part of a filter is for the document that the evaluator has loaded: Kleene's logic over its predicates (SEMANTICS 3). */
export function programTruth(evaluator: Evaluator, program: Program): Truth {
  switch (program.kind) {
    case "constant":
      return program.value;
    case "predicate":
      return evaluator.truth(program.predicate);
    case "not":
      return negated(programTruth(evaluator, program.operand));
    case "and":
    case "or": {
      const decisive = program.kind === "or";
      let truth: Truth = !decisive;
      for (const operand of program.operands) {
        const other = programTruth(evaluator, operand);
        if (other === decisive) return decisive;
        if (other === null) truth = null;
      }
      return truth;
    }
  }
}

/** `not`: null stays null. */
export function negated(truth: Truth): Truth {
  return truth === null ? null : !truth;
}
