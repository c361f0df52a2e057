import type { Evaluator } from "../evaluate/evaluator.ts";
import type { CompiledExpression } from "../evaluate/compiled-expression.ts";
import { compileExpression } from "../evaluate/expression.ts";
import { dateReader } from "../evaluate/instant.ts";
import { linearStrategy } from "../match/linear.ts";
import type { HuntPlan } from "../plan/plan.ts";
import type { Predicate, ValueExpression } from "../plan/predicate.ts";
import type { ConditionHint } from "./condition.ts";

type Computed = Predicate & { readonly kind: "computed" };

interface Side {
  readonly side: "left" | "right";
  readonly run: CompiledExpression;
}

/**
 * What the sides of a computed condition come to for the first of each field's values: of those that are more than a field or
 * a constant. Compiled once for each condition.
 */
export class ComputedSides {
  readonly #plan: HuntPlan;
  readonly #sides = new Map<Computed, readonly Side[]>();

  constructor(plan: HuntPlan) {
    this.#plan = plan;
  }

  /** Of the document that the evaluator has loaded. */
  hints(evaluator: Evaluator, predicate: Computed): readonly ConditionHint[] {
    let sides = this.#sides.get(predicate);
    if (sides === undefined) this.#sides.set(predicate, (sides = this.#compile(predicate)));
    if (sides.length === 0) return [];
    const slots = predicate.fields.map((field) => evaluator.values(field)[0] ?? null);
    return sides.map(({ side, run }) => ({ kind: "computed", side, result: run(slots) }));
  }

  #compile({ fields, expression }: Computed): readonly Side[] {
    const dates = fields.map((field) => dateReader(this.#plan.fields[field]?.dateFormats));
    return sidesOf(expression)
      .filter(({ part }) => part.kind !== "slot" && part.kind !== "constant")
      .map(({ side, part }) => ({ side, run: compileExpression(part, linearStrategy, dates) }));
  }
}

function sidesOf(
  expression: ValueExpression,
): readonly { readonly side: Side["side"]; readonly part: ValueExpression }[] {
  switch (expression.kind) {
    case "comparison":
      return [
        { side: "left", part: expression.left },
        { side: "right", part: expression.right },
      ];
    case "membership":
    case "patterns":
    case "regexes":
      return [{ side: "left", part: expression.value }];
    default:
      return [];
  }
}
