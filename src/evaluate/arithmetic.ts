import type { Constant } from "../language/syntax.ts";
import { exactNumberForm } from "../plan/exact-number.ts";
import type { ArithmeticOperator } from "../plan/predicate.ts";

const minInteger = -(2n ** 63n);
const maxInteger = 2n ** 63n - 1n;

/**
 * 64-bit arithmetic (SEMANTICS 5a): two whole numbers give a whole one, `/` truncating toward zero and `%` with the sign
 * of the dividend; otherwise, and `asDoubles`, doubles. Overflow, division by zero, a result that is not finite, and anything but numbers give null.
 */
export function calculate(operator: ArithmeticOperator, left: Constant, right: Constant, asDoubles: boolean): Constant {
  if (!isFiniteNumber(left) || !isFiniteNumber(right)) return null;
  if (!asDoubles && isWhole(left) && isWhole(right)) return calculateWhole(operator, BigInt(left), BigInt(right));
  const result = calculateDouble(operator, Number(left), Number(right));
  return Number.isFinite(result) ? exactNumberForm(result) : null;
}

/** A whole number in its one form: `number` below 2^53, `bigint` from there on. */
function wholeNumber(value: bigint): number | bigint {
  return value > -(2n ** 53n) && value < 2n ** 53n ? Number(value) : value;
}

/** A whole number that fits 64 bits; null otherwise. */
export function integer64(value: bigint): number | bigint | null {
  return value < minInteger || value > maxInteger ? null : wholeNumber(value);
}

function isFiniteNumber(value: Constant): value is number | bigint {
  return typeof value === "bigint" || (typeof value === "number" && Number.isFinite(value));
}

function isWhole(value: number | bigint): boolean {
  return typeof value === "bigint" || Number.isInteger(value);
}

function calculateWhole(operator: ArithmeticOperator, left: bigint, right: bigint): Constant {
  if (integer64(left) === null || integer64(right) === null) return null;
  switch (operator) {
    case "+":
      return integer64(left + right);
    case "-":
      return integer64(left - right);
    case "*":
      return integer64(left * right);
    case "/":
      return right === 0n ? null : integer64(left / right);
    case "%":
      return right === 0n ? null : integer64(left % right);
  }
}

function calculateDouble(operator: ArithmeticOperator, left: number, right: number): number {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "%":
      return left % right;
  }
}
