import { functionSignature } from "./functions.ts";
import type { Expression } from "./syntax.ts";

const noParts: readonly Expression[] = [];

/** The parts of an expression, in the order in which they are written. Patterns are no parts. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "literal":
    case "field":
      return noParts;
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

/** The distinct fields that an expression mentions, in the order of first mention: a leaf's variables (SEMANTICS 4). */
export function fieldPathsOf(expression: Expression): readonly string[] {
  const paths = new Set<string>();
  const visit = (part: Expression): void => {
    if (part.kind === "field") paths.add(part.path);
    for (const child of childrenOf(part)) visit(child);
  };
  visit(expression);
  return [...paths];
}

/** True if it can only be true, false or null, so that `e == false` is `not e` (SEMANTICS 3). A field is not of that kind. */
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
    default:
      return false;
  }
}
