import type { Call, Expression } from "./syntax.ts";

/** The operands of which one that is null makes the whole expression null (SEMANTICS 3, 6). Of `==` and `!=` none is: they test for null. */
export function strictOperandsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "arithmetic":
      return [expression.left, expression.right];
    case "negative":
      return [expression.operand];
    case "comparison":
      return expression.operator === "==" || expression.operator === "!=" ? [] : [expression.left, expression.right];
    case "membership":
    case "wildcard":
    case "regex":
      return [expression.value];
    case "call":
      return expression.args.filter((_, position) => !acceptsNull(expression, position));
    default:
      return [];
  }
}

/** Arguments for which null means the default (SEMANTICS 6). */
function acceptsNull(call: Call, position: number): boolean {
  switch (call.name) {
    case "substring":
      return position === 1 || position === 2;
    case "number":
      return position === 1;
    case "indexOf":
      return position === 2;
    default:
      return false;
  }
}
