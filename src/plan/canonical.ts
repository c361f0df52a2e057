import { createHash } from "node:crypto";

/**
 * JSON text that is the same for equal plan data: keys in the order the planner writes them, which is one per kind, and
 * numbers that JSON has no form for (`bigint`, infinities, -0) written as tagged strings.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part === "bigint") return { bigint: part.toString() };
    if (typeof part === "number" && (!Number.isFinite(part) || Object.is(part, -0))) return { number: String(part) };
    return part;
  });
}

/** SHA-256 of the canonical JSON, in hexadecimal. */
export function canonicalHash(value: unknown): string {
  return createHash("sha256").update(canonicalJson(value)).digest("hex");
}
