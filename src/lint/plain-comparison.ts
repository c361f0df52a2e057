import type { Expression } from "../language/syntax.ts";
import type { FieldReading } from "./linted-rule.ts";

/**
 * True for what is compared by SEMANTICS 5a, by text, number and address: not the field of the rule's time, and no field
 * that a schema calls a date, an address or a version, whose values have an order or an equality of their own.
 */
export function comparesPlainly(subject: Expression, reading: FieldReading): boolean {
  if (subject.kind !== "field") return true;
  const type = reading.typeOf(subject.path);
  return subject.path !== reading.timestampField && type !== "date" && type !== "ip" && type !== "version";
}
