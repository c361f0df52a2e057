import type { ComparisonOperator, Constant } from "../language/syntax.ts";
import { isInRange, parseAddress, parseAddressRange } from "../plan/address-constant.ts";
import { exactNumber } from "./document.ts";

const numericText = /^-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;

/** The number that a string is when it meets one; `null` if it is none (SEMANTICS 5a). */
export function numberOfText(text: string): number | bigint | null {
  return numericText.test(text) ? exactNumber(text) : null;
}

/** The text that string functions, patterns and join keys see: `null` for a number beyond the range of doubles. */
export function canonicalText(value: NonNullable<Constant>): string | null {
  return isBeyondDoubles(value) ? null : String(value);
}

/** True for a number beyond the range of doubles (`1e400`): a value that is there and matches nothing. */
export function isBeyondDoubles(value: Constant): boolean {
  return typeof value === "number" && !Number.isFinite(value);
}

/** Equality of two values, neither of them null, by SEMANTICS 5a, addresses aside. */
export function areEqual(left: NonNullable<Constant>, right: NonNullable<Constant>): boolean {
  if (typeof left === "string" && typeof right === "string") return left === right;
  if (typeof left === "boolean") return typeof right === "boolean" ? left === right : right === String(left);
  if (typeof right === "boolean") return left === String(right);
  const order = compareAsNumbers(left, right);
  return order === 0;
}

/** True if they stand in this order. Booleans stand in none. */
export function areOrdered(
  left: NonNullable<Constant>,
  operator: ComparisonOperator,
  right: NonNullable<Constant>,
): boolean {
  if (typeof left === "boolean" || typeof right === "boolean") return false;
  const order =
    typeof left === "string" && typeof right === "string"
      ? compareByCodePoints(left, right)
      : compareAsNumbers(left, right);
  return order !== null && holds(order, operator);
}

/** True if a comparison whose sides differ by `order` (negative, 0, positive) holds. */
export function holds(order: number, operator: ComparisonOperator): boolean {
  switch (operator) {
    case "==":
      return order === 0;
    case "!=":
      return order !== 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
  }
}

/** `null` if either is no number, or beyond the range of doubles. JavaScript compares bigint and number exactly. */
function compareAsNumbers(left: string | number | bigint, right: string | number | bigint): number | null {
  const a = typeof left === "string" ? numberOfText(left) : left;
  const b = typeof right === "string" ? numberOfText(right) : right;
  if (a === null || b === null || isBeyondDoubles(a) || isBeyondDoubles(b)) return null;
  if (a < b) return -1;
  return a > b ? 1 : 0;
}

/** The order of the UTF-8 bytes, which is that of the code points. UTF-16 units differ from it beyond U+D7FF. */
export function compareByCodePoints(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i++) {
    const a = left.charCodeAt(i);
    const b = right.charCodeAt(i);
    if (a === b) continue;
    const aIsSurrogate = a >= 0xd800 && a <= 0xdfff;
    const bIsSurrogate = b >= 0xd800 && b <= 0xdfff;
    if (aIsSurrogate !== bIsSurrogate) return aIsSurrogate ? 1 : -1;
    return a - b;
  }
  return left.length - right.length;
}

/** A test against constants that are addresses or ranges; `null` if the constant is none. */
export function addressTest(constant: NonNullable<Constant>): ((value: NonNullable<Constant>) => boolean) | null {
  const range = typeof constant === "string" ? parseAddressRange(constant) : null;
  if (range === null) return null;
  return (value) => {
    const address = typeof value === "string" ? parseAddress(value) : null;
    return address !== null && isInRange(address, range);
  };
}
