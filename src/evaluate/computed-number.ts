import type { Constant } from "../language/syntax.ts";
import type { ValueExpression } from "../plan/predicate.ts";
import { calculate } from "./arithmetic.ts";
import type { Compile } from "./compiled-expression.ts";

/** An operand of arithmetic. */
interface Operand {
  readonly value: Constant;
  /** It came of doubles, so that arithmetic with it is of doubles even if it is whole: `(2.5 * 2) / 2` is 2.5. */
  readonly isDouble: boolean;
}

/** Compiles arithmetic and what it is made of (SEMANTICS 5a). */
export function compileNumber(expression: ValueExpression, compile: Compile): (slots: readonly Constant[]) => Operand {
  switch (expression.kind) {
    case "constant": {
      const operand = operandOf(expression.value, expression.decimal === true);
      return () => operand;
    }
    case "slot": {
      const value = compile(expression);
      const isDecimal = expression.decimal === true;
      return (slots) => operandOf(value(slots), isDecimal);
    }
    case "negative": {
      const operand = compileNumber(expression.operand, compile);
      return (slots) => combine("-", zero, operand(slots));
    }
    case "arithmetic": {
      const { operator } = expression;
      const left = compileNumber(expression.left, compile);
      const right = compileNumber(expression.right, compile);
      return (slots) => combine(operator, left(slots), right(slots));
    }
    default: {
      const value = compile(expression);
      return (slots) => operandOf(value(slots), false);
    }
  }
}

const zero: Operand = { value: 0, isDouble: false };

function operandOf(value: Constant, isDecimal: boolean): Operand {
  return { value, isDouble: isDecimal || (typeof value === "number" && !Number.isInteger(value)) };
}

function combine(operator: Parameters<typeof calculate>[0], left: Operand, right: Operand): Operand {
  const isDouble = left.isDouble || right.isDouble;
  return { value: calculate(operator, left.value, right.value, isDouble), isDouble };
}
