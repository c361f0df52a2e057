import type { ComparisonOperator, Constant } from "../language/syntax.ts";
import { parseAddress } from "../plan/address-constant.ts";
import type { OrderedBy } from "../plan/predicate.ts";
import { canonicalText, holds } from "./comparison.ts";
import { compareVersions } from "./version-order.ts";

/**
 * True if two values stand in this order as addresses or as versions (SEMANTICS 5c); `null` if one of them is no address.
 * A boolean is no version, and neither is a number beyond the range of doubles: they stand in no order.
 */
export function areOrderedBy(
  by: OrderedBy,
  left: NonNullable<Constant>,
  operator: ComparisonOperator,
  right: NonNullable<Constant>,
): boolean | null {
  if (by === "address") {
    const [a, b] = [addressOf(left), addressOf(right)];
    return a === null || b === null ? null : holds(compareBytes(a, b), operator);
  }
  const [a, b] = [versionOf(left), versionOf(right)];
  return a !== null && b !== null && holds(compareVersions(a, b), operator);
}

function addressOf(value: NonNullable<Constant>): readonly number[] | null {
  return typeof value === "string" ? parseAddress(value) : null;
}

function versionOf(value: NonNullable<Constant>): string | null {
  return typeof value === "boolean" ? null : canonicalText(value);
}

/** Of two addresses, which have sixteen bytes each. */
function compareBytes(left: readonly number[], right: readonly number[]): number {
  for (let i = 0; i < left.length; i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
