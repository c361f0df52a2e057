/** From 2^53 on a double may have rounded what a text says. */
export function isInexact(value: number): boolean {
  return value >= 2 ** 53 || value <= -(2 ** 53);
}

/** A number in the one form that constants and values have: from 2^53 on whole ones are `bigint` (SEMANTICS 5a). */
export function exactNumberForm(value: number | bigint): number | bigint {
  return typeof value === "number" && Number.isFinite(value) && isInexact(value) ? BigInt(value) : value;
}
