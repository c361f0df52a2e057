import { isBooleanExpression } from "../language/expression.ts";
import type { Comparison, Expression } from "../language/syntax.ts";

/** A condition, and whether it or its contrary is asked for: `not`, `!=` and tests for `true` and `false` are taken off. */
export interface SignedCondition {
  /** An `and`, an `or`, or a leaf; of `x != 1` it is `x == 1`. */
  readonly condition: Expression;
  readonly isWanted: boolean;
  /** As it was written, signs included: what is shown. */
  readonly written: Expression;
  /** Whether what was written, with its signs, is asked for. */
  readonly mustHold: boolean;
}

/** Takes the signs off a condition (SEMANTICS 3: `!=` is `not … ==`, `e == false` is `not e`). */
export function signedCondition(written: Expression, mustHold = true): SignedCondition {
  let condition = written;
  let wanted = mustHold;
  for (;;) {
    if (condition.kind === "not") {
      wanted = !wanted;
      condition = condition.operand;
      continue;
    }
    if (condition.kind !== "comparison") break;
    const tested = testedForTruth(condition);
    if (tested === null) {
      if (condition.operator !== "!=") break;
      wanted = !wanted;
      condition = { ...condition, operator: "==" };
      break;
    }
    wanted = wanted === tested.wanted;
    condition = tested.expression;
  }
  return { condition, isWanted: wanted, written, mustHold };
}

/** The same condition, where its contrary is asked for. */
export function contraryOf({ isWanted, mustHold, ...rest }: SignedCondition): SignedCondition {
  return { ...rest, isWanted: !isWanted, mustHold: !mustHold };
}

/** The operands of an `and`, those of an `and` inside it too; of a wanted contrary of an `or` the contraries. */
export function flattenOperands(group: SignedCondition, kind: "and" | "or"): readonly SignedCondition[] {
  const { condition, isWanted } = group;
  const opposite = kind === "and" ? "or" : "and";
  if (condition.kind !== (isWanted ? kind : opposite)) return [group];
  return condition.operands.flatMap((operand) => flattenOperands(signedCondition(operand, isWanted), kind));
}

/** Of `e == true`, `false != e` and the like, with a boolean expression e: e and the wanted answer. */
function testedForTruth({ operator, left, right }: Comparison): { expression: Expression; wanted: boolean } | null {
  if (operator !== "==" && operator !== "!=") return null;
  return testedBy(left, right, operator === "==") ?? testedBy(right, left, operator === "==");
}

function testedBy(expression: Expression, other: Expression, isEquality: boolean) {
  if (other.kind !== "literal" || typeof other.value !== "boolean" || !isBooleanExpression(expression)) return null;
  return { expression, wanted: other.value === isEquality };
}
