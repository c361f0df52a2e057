import { strictOperandsOf } from "../language/null-folding.ts";
import type { Constant, Expression } from "../language/syntax.ts";
import { exactNumberForm } from "./exact-number.ts";

/** A constant as predicates hold it: large whole numbers are exact even where the rule spells them with a fraction. */
export function constantForm<Value extends Constant>(value: Value): Value | number | bigint {
  return typeof value === "number" ? exactNumberForm(value) : value;
}

/**
 * True if the constant null is written where null propagates from, so that the whole expression is null whatever the
 * event: it then stays null outside the leaf too, and `not` of it matches nothing (SEMANTICS 3).
 */
export function isConstantNull(expression: Expression): boolean {
  if (expression.kind === "literal") return expression.value === null;
  return strictOperandsOf(expression).some(isConstantNull);
}
