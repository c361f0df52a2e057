import type { Call, Constant, Expression } from "../language/syntax.ts";
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
  switch (expression.kind) {
    case "literal":
      return expression.value === null;
    case "arithmetic":
      return isConstantNull(expression.left) || isConstantNull(expression.right);
    case "negative":
      return isConstantNull(expression.operand);
    case "comparison":
      if (expression.operator === "==" || expression.operator === "!=") return false;
      return isConstantNull(expression.left) || isConstantNull(expression.right);
    case "membership":
    case "wildcard":
    case "regex":
      return isConstantNull(expression.value);
    case "call":
      return expression.args.some((arg, position) => !acceptsNull(expression, position) && isConstantNull(arg));
    default:
      return false;
  }
}

/** Arguments for which null means the default (SEMANTICS 6). */
function acceptsNull(call: Call, position: number): boolean {
  switch (call.name) {
    case "substring":
      return position >= 1;
    case "number":
      return position === 1;
    case "indexOf":
      return position === 2;
    default:
      return false;
  }
}
