import { isOutOfRange, isWhole, normalizeInteger, normalizeNumber, type Value } from "./value.ts";

export type ArithmeticOperator = "+" | "-" | "*" | "/" | "%";

/**
 * Whole numbers are 64-bit signed integers: `/` truncates toward zero, `%` keeps the dividend's sign. If a side is not
 * whole, or `asDoubles` says that one came of doubles, both are doubles. Null: a side that is no number or is beyond its range, an overflow, a division by zero, a
 * result that is not finite. (SEMANTICS 5 and 5a)
 */
export function calculate(operator: ArithmeticOperator, left: Value, right: Value, asDoubles: boolean): Value {
  if (!isNumber(left) || !isNumber(right)) return null;
  if ((operator === "/" || operator === "%") && Number(right) === 0) return null;
  if (asDoubles || !isWhole(left) || !isWhole(right)) {
    const result = calculateDoubles(operator, Number(left), Number(right));
    return Number.isFinite(result) ? normalizeNumber(result) : null;
  }
  const [a, b] = [BigInt(left), BigInt(right)];
  if (!isInt64(a) || !isInt64(b)) return null;
  const result = calculateIntegers(operator, a, b);
  return isInt64(result) ? normalizeInteger(result) : null;
}

function isNumber(value: Value): value is number | bigint {
  return typeof value === "bigint" || (typeof value === "number" && !isOutOfRange(value));
}

function isInt64(value: bigint): boolean {
  return BigInt.asIntN(64, value) === value;
}

function calculateDoubles(operator: ArithmeticOperator, a: number, b: number): number {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a / b;
    case "%":
      return a % b;
  }
}

function calculateIntegers(operator: ArithmeticOperator, a: bigint, b: bigint): bigint {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a / b;
    case "%":
      return a % b;
  }
}
