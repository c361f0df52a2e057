import { functionSignature } from "../language/functions.ts";
import type { Expression } from "../language/syntax.ts";
import { nullHasMeaning } from "./functions.ts";

/** The parts of an expression, in the order in which they are written. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "literal":
    case "field":
      return [];
    case "call":
      return expression.args;
    case "arithmetic":
    case "comparison":
      return [expression.left, expression.right];
    case "membership":
      return [expression.value, ...expression.items];
    case "wildcard":
    case "regex":
      return [expression.value];
    case "and":
    case "or":
      return expression.operands;
    case "negative":
    case "not":
      return [expression.operand];
  }
}

/** The distinct fields that an expression mentions, in the order of first mention. */
export function fieldPaths(expression: Expression): readonly string[] {
  const paths = expression.kind === "field" ? [expression.path] : childrenOf(expression).flatMap(fieldPaths);
  return [...new Set(paths)];
}

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

/** True for what can only be true, false or null: `e == false` is `not e` then (SEMANTICS 3). */
export function isBooleanExpression(expression: Expression): boolean {
  switch (expression.kind) {
    case "comparison":
    case "membership":
    case "wildcard":
    case "regex":
    case "and":
    case "or":
    case "not":
      return true;
    case "call":
      return functionSignature(expression.name).result === "boolean";
    case "literal":
    case "field":
    case "arithmetic":
    case "negative":
      return false;
  }
}
