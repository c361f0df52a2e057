import type { ComparisonOperator, Constant } from "../language/syntax.ts";
import { parseTime } from "../language/time.ts";
import { holds } from "./comparison.ts";

/** A constant or a value as an instant, in nanoseconds since 1970; booleans are none. */
export function timeOf(value: NonNullable<Constant>): bigint | null {
  return typeof value === "boolean" ? null : parseTime(value);
}

/** True if two instants stand in this relation. */
export function areInstantsOrdered(left: bigint, operator: ComparisonOperator, right: bigint): boolean {
  return holds(left < right ? -1 : Number(left > right), operator);
}
