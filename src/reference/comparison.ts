import { isInRange, parseAddress, parseAddressRange } from "./address.ts";
import { foldText, type Folding } from "./casing.ts";
import { isOutOfRange, numericReading, type Value } from "./value.ts";

export type OrderOperator = "<" | "<=" | ">" | ">=";

/**
 * `==` of two values (SEMANTICS 5a): numbers and numeric strings numerically if one side is a number, strings by
 * their characters, a boolean with itself and with `"true"` or `"false"`. Null if a side is null.
 */
export function areEqual(left: Value, right: Value): boolean | null {
  if (left === null || right === null) return null;
  if (isOutOfRange(left) || isOutOfRange(right)) return false;
  if (typeof left === "boolean" || typeof right === "boolean") return equalsBoolean(left, right);
  if (typeof left === "string" && typeof right === "string") return left === right;
  const [a, b] = [numericReading(left), numericReading(right)];
  // Whole numbers have one form only, see `normalizeInteger`.
  return a !== null && a === b;
}

function equalsBoolean(left: Value, right: Value): boolean {
  return isTruthValue(left) && isTruthValue(right) && String(left) === String(right);
}

function isTruthValue(value: Value): boolean {
  return typeof value === "boolean" || value === "true" || value === "false";
}

/**
 * `<`, `<=`, `>`, `>=` of two values (SEMANTICS 5a): numerically as for {@link areEqual}, two strings by their UTF-8
 * bytes, false with a boolean. Null if a side is null.
 */
export function areOrdered(operator: OrderOperator, left: Value, right: Value): boolean | null {
  if (left === null || right === null) return null;
  if (typeof left === "string" && typeof right === "string") {
    return holds(operator, Buffer.compare(Buffer.from(left), Buffer.from(right)), 0);
  }
  const [a, b] = [numericReading(left), numericReading(right)];
  return a !== null && b !== null && holds(operator, a, b);
}

/** The order of two numbers or two instants. */
export function holds(operator: OrderOperator, left: number | bigint, right: number | bigint): boolean {
  switch (operator) {
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
  }
}

/** `in~` of one item: two strings that differ in case only; nothing else is equal, null if a side is null. */
export function areEqualIgnoringCase(left: Value, right: Value, folding: Folding): boolean | null {
  if (left === null || right === null) return null;
  return typeof left === "string" && typeof right === "string" && foldText(left, folding) === foldText(right, folding);
}

/**
 * True if a constant is an address or a CIDR: `==` and `in` then compare by address (SEMANTICS 5a).
 * `constant` is the value of an expression that mentions no field.
 */
export function isAddressConstant(constant: Value): constant is string {
  return typeof constant === "string" && parseAddressRange(constant) !== null;
}

/** True if the value is an address in the range that the constant writes; no other value is equal to it. */
export function matchesAddress(value: Value, constant: string): boolean {
  const range = parseAddressRange(constant);
  const address = typeof value === "string" ? parseAddress(value) : null;
  return range !== null && address !== null && isInRange(address, range);
}
