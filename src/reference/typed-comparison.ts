import { parseAddress } from "./address.ts";
import { areEqual, areOrdered, holds, isAddressConstant, matchesAddress, type OrderOperator } from "./comparison.ts";
import type { FieldComparison } from "./typed-field.ts";
import { canonicalText, type Value } from "./value.ts";
import { compareVersions } from "./version.ts";

/** A side of a comparison, of which the other one is not null by how it is written. */
export interface Side {
  readonly value: Value;
  /** It mentions no field. */
  readonly isConstant: boolean;
  /** How it compares with a constant, if it is a plain field. */
  readonly comparison: FieldComparison;
}

/** A field has a constant on the other side: two fields can't be compared. */
function comparisonBetween(left: Side, right: Side): FieldComparison {
  return left.comparison.kind === "plain" ? right.comparison : left.comparison;
}

/**
 * `<`, `<=`, `>`, `>=`: of dates, addresses and versions by what they say, of all else by SEMANTICS 5a. Null if a side is
 * null, or is no date or address beside one.
 */
export function areSidesOrdered(operator: OrderOperator, left: Side, right: Side): boolean | null {
  const comparison = comparisonBetween(left, right);
  switch (comparison.kind) {
    case "plain":
      return areOrdered(operator, left.value, right.value);
    case "date":
      return holdsIfRead(operator, instantOf(left, comparison), instantOf(right, comparison));
    case "ip":
      return holdsIfRead(operator, readAddress(left.value), readAddress(right.value));
    case "version":
      return areVersionsOrdered(operator, left.value, right.value);
  }
}

/** Null if one of them can't be read. */
function holdsIfRead(operator: OrderOperator, left: bigint | null, right: bigint | null): boolean | null {
  return left === null || right === null ? null : holds(operator, left, right);
}

function areVersionsOrdered(operator: OrderOperator, left: Value, right: Value): boolean | null {
  if (left === null || right === null) return null;
  if (typeof left === "boolean" || typeof right === "boolean") return false;
  const [a, b] = [canonicalText(left), canonicalText(right)];
  return a !== null && b !== null && holds(operator, compareVersions(a, b), 0);
}

/** True for a date's value that can't be read: whether it is in a list is null, whatever the list. */
export function isUnreadable({ value, comparison }: Side): boolean {
  return comparison.kind === "date" && value !== null && comparison.ofValue(value) === null;
}

function instantOf({ value, isConstant }: Side, date: FieldComparison & { readonly kind: "date" }): bigint | null {
  if (value === null) return null;
  return isConstant ? date.ofConstant(value) : date.ofValue(value);
}

function readAddress(value: Value): bigint | null {
  return typeof value === "string" ? parseAddress(value) : null;
}

/**
 * `==`: of dates by instant, with an address or CIDR as constant by address, of all else by SEMANTICS 5a. Null as for
 * {@link areSidesOrdered}.
 */
export function areSidesEqual(left: Side, right: Side): boolean | null {
  if (left.value === null || right.value === null) return null;
  const comparison = comparisonBetween(left, right);
  if (comparison.kind === "date") {
    const [leftTime, rightTime] = [instantOf(left, comparison), instantOf(right, comparison)];
    return leftTime === null || rightTime === null ? null : leftTime === rightTime;
  }
  const leftIsAddress = left.isConstant && isAddressConstant(left.value);
  const rightIsAddress = right.isConstant && isAddressConstant(right.value);
  if (!leftIsAddress && !rightIsAddress) return areEqual(left.value, right.value);
  return (
    (leftIsAddress && matchesAddress(right.value, left.value)) ||
    (rightIsAddress && matchesAddress(left.value, right.value))
  );
}
