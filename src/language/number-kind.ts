import type { Expression } from "./syntax.ts";

const arithmeticFunctions: ReadonlySet<string> = new Set(["add", "subtract", "multiply", "divide", "modulo"]);

/**
 * True if an expression's number is a double by how it is written: a literal with a point or an exponent (`2.0`), or
 * arithmetic with one in it. `x / 2` truncates for a whole `x`, `x / 2.0` does not (SEMANTICS 5; `(x * 1.0) / 2` neither).
 */
export function isWrittenAsDouble(expression: Expression): boolean {
  switch (expression.kind) {
    case "literal":
      return expression.decimal === true;
    case "arithmetic":
      return isWrittenAsDouble(expression.left) || isWrittenAsDouble(expression.right);
    case "negative":
      return isWrittenAsDouble(expression.operand);
    case "call":
      return arithmeticFunctions.has(expression.name) && expression.args.some(isWrittenAsDouble);
    default:
      return false;
  }
}
