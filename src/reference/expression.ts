import { childrenOf } from "../language/expression.ts";
import type { Expression } from "../language/syntax.ts";
import { nullHasMeaning } from "./functions.ts";

/** True if it mentions no field: its value is the same for every event. */
export function isConstant(expression: Expression): boolean {
  return expression.kind !== "field" && childrenOf(expression).every(isConstant);
}

export function isNullLiteral(expression: Expression): boolean {
  return expression.kind === "literal" && expression.value === null;
}

/**
 * True for what is null whatever its fields hold, since the literal `null` stands in it: a comparison other than `==`
 * and `!=`, a test for membership or a pattern, arithmetic, a function without a rule of its own for that argument.
 */
export function foldsToNull(expression: Expression): boolean {
  switch (expression.kind) {
    case "literal":
      return expression.value === null;
    case "comparison":
      if (expression.operator === "==" || expression.operator === "!=") return false;
      return foldsToNull(expression.left) || foldsToNull(expression.right);
    case "arithmetic":
      return foldsToNull(expression.left) || foldsToNull(expression.right);
    case "negative":
      return foldsToNull(expression.operand);
    case "membership":
    case "wildcard":
    case "regex":
      return foldsToNull(expression.value);
    case "call":
      return expression.args.some(
        (argument, index) => !nullHasMeaning(expression.name, index) && foldsToNull(argument),
      );
    case "field":
    case "and":
    case "or":
    case "not":
      return false;
  }
}
