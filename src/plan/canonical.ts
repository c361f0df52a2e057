import { createHash } from "node:crypto";

/**
 * JSON text that is the same for equal plan data: keys in the order the planner writes them, which is one per kind, and
 * numbers that JSON has no form for (`bigint`, infinities, -0) written as tagged strings.
 */
export function canonicalJson(value: unknown): string {
  // Asked for every part, the writer takes five times as long.
  if (!needsTags(value)) return JSON.stringify(value);
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part === "bigint") return { bigint: part.toString() };
    if (typeof part === "number" && (!Number.isFinite(part) || Object.is(part, -0))) return { number: String(part) };
    return part;
  });
}

/** Whether there is a number in it that JSON has no form for. Plan data is a tree of limited depth. */
function needsTags(value: unknown): boolean {
  switch (typeof value) {
    case "bigint":
      return true;
    case "number":
      return !Number.isFinite(value) || Object.is(value, -0);
    case "object":
      return value !== null && Object.values(value).some(needsTags);
    default:
      return false;
  }
}

/** SHA-256 of the texts one after the other, in hexadecimal. */
export function hashTexts(texts: Iterable<string>): string {
  const hash = createHash("sha256");
  for (const text of texts) hash.update(text).update("\n");
  return hash.digest("hex");
}
