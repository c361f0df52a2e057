import type { ArithmeticFunction, Expression, FunctionName, TextFunction } from "../language/syntax.ts";
import { type ArithmeticOperator, calculate } from "./arithmetic.ts";
import type { FieldOptions } from "./typed-field.ts";
import { isWhole, type Value } from "./value.ts";

/** An operand of arithmetic. */
interface Operand {
  readonly value: Value;
  /** It is no whole number, was written as a decimal (`2.0`), or came of such a number: arithmetic with it is of doubles. */
  readonly isDouble: boolean;
}

const operators: Readonly<Record<ArithmeticFunction, ArithmeticOperator>> = {
  add: "+",
  subtract: "-",
  multiply: "*",
  divide: "/",
  modulo: "%",
};

/**
 * Arithmetic, by signs or by functions: `x / 2` truncates for a whole `x`, and neither `x / 2.0` nor `(x * 1.0) / 2` does
 * (SEMANTICS 5 and 5a). So is all arithmetic with a field that the schema calls double
 * (5c). `evaluate` gives the value of any other expression.
 */
export function evaluateNumber(
  expression: Expression,
  fields: FieldOptions,
  evaluate: (part: Expression) => Value,
): Operand {
  const operand = (part: Expression): Operand => evaluateNumber(part, fields, evaluate);
  switch (expression.kind) {
    case "field":
      return operandOf(evaluate(expression), fields.schema?.fields.get(expression.path)?.type === "double");
    case "literal":
      return operandOf(evaluate(expression), expression.decimal === true);
    case "negative":
      return combine("-", { value: 0, isDouble: false }, operand(expression.operand));
    case "arithmetic": {
      const { operator, left, right } = expression;
      return combine(operator, operand(left), operand(right));
    }
    case "call": {
      const { name, args } = expression;
      if (isTextFunction(name)) return operandOf(evaluate(expression), false);
      const [left = none, right = none] = args.map(operand);
      return combine(operators[name], left, right);
    }
    default:
      return operandOf(evaluate(expression), false);
  }
}

const none: Operand = { value: null, isDouble: false };

/** False for the functions that are arithmetic by another name. */
export function isTextFunction(name: FunctionName): name is TextFunction {
  return !Object.hasOwn(operators, name);
}

function operandOf(value: Value, isDecimal: boolean): Operand {
  const isNumber = typeof value === "number" || typeof value === "bigint";
  return { value, isDouble: isDecimal || (isNumber && !isWhole(value)) };
}

function combine(operator: ArithmeticOperator, left: Operand, right: Operand): Operand {
  const isDouble = left.isDouble || right.isDouble;
  return { value: calculate(operator, left.value, right.value, isDouble), isDouble };
}
