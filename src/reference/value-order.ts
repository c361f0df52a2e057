import type { Value } from "./value.ts";

/**
 * The order in which keys come, and tiebreakers: no value first, then booleans, numbers by size, strings by their UTF-8
 * bytes (SEMANTICS 5a). Negative, zero or positive, as for `Array.sort`.
 */
export function compareValues(left: Value, right: Value): number {
  if (typeof left === "string" && typeof right === "string") {
    return Buffer.compare(Buffer.from(left), Buffer.from(right));
  }
  const kinds = kindRank(left) - kindRank(right);
  if (kinds !== 0 || left === null || right === null) return kinds;
  if (left < right) return -1;
  return left > right ? 1 : 0;
}

function kindRank(value: Value): number {
  if (value === null) return 0;
  if (typeof value === "boolean") return 1;
  return typeof value === "string" ? 3 : 2;
}
