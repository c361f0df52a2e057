import { childrenOf } from "../language/expression.ts";
import type { Expression } from "../language/syntax.ts";

/**
 * Gives equal expressions the same number, wherever they stand and however they are spaced: `x : "a"` and `x like~ ("a")`
 * are equal, `a and b` and `b and a` are not. Whether a field is marked with `?` doesn't count. Linear in the size of the rule.
 */
export class ExpressionIdentity {
  readonly #byNode = new Map<Expression, number>();
  readonly #byKey = new Map<string, number>();

  numberOf(expression: Expression): number {
    const known = this.#byNode.get(expression);
    if (known !== undefined) return known;
    const children = childrenOf(expression).map((child) => this.numberOf(child));
    const key = JSON.stringify([expression.kind, ...detailsOf(expression), children]);
    const number = this.#byKey.get(key) ?? this.#byKey.size;
    this.#byKey.set(key, number);
    this.#byNode.set(expression, number);
    return number;
  }
}

function detailsOf(expression: Expression): readonly unknown[] {
  switch (expression.kind) {
    case "literal":
      return [typeof expression.value, String(expression.value), expression.decimal === true];
    case "field":
      return [expression.path];
    case "call":
      return [expression.name, expression.ignoreCase];
    case "arithmetic":
    case "comparison":
      return [expression.operator];
    case "membership":
      return [expression.ignoreCase];
    case "wildcard":
    case "regex":
      return [expression.ignoreCase, expression.patterns.map(({ value }) => value)];
    default:
      return [];
  }
}
