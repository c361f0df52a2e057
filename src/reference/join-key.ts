import type { Field } from "../language/syntax.ts";
import { parseAddress } from "./address.ts";
import type { Document } from "./document.ts";
import { comparisonOf, type FieldComparison, type FieldOptions, fieldValuesOf } from "./typed-field.ts";
import { canonicalText, type Value } from "./value.ts";

/** A value by which an event joins others. */
export interface JoinKeyValue {
  /** As the event has it. */
  readonly value: Value;
  /** The same for all values that join: canonical text, of an address or a date what it says however it is written. */
  readonly text: string;
}

/**
 * The distinct values of one key of an event, in document order; none if it has no value, or is a field that the schema
 * doesn't list (SEMANTICS 7). A number beyond the double range equals nothing and is none. Addresses and dates that can't
 * be read join by their text.
 */
export function joinKeyValues(document: Document, key: Field, options: FieldOptions): readonly JoinKeyValue[] {
  if (key.unlisted === true) return [];
  const comparison = joinComparisonOf(key.path, options);
  const values = new Map<string, JoinKeyValue>();
  for (const value of fieldValuesOf(document, key.path, options)) {
    const text = joinText(value, comparison);
    if (text !== null && !values.has(text)) values.set(text, { value, text });
  }
  return [...values.values()];
}

/** The timestamp field joins by its text, unless the schema calls it a date. */
function joinComparisonOf(path: string, options: FieldOptions): FieldComparison {
  return comparisonOf(path, { ...options, timestampField: null });
}

function joinText(value: Value, comparison: FieldComparison): string | null {
  const text = canonicalText(value);
  if (text === null || value === null) return null;
  if (comparison.kind === "ip") return parseAddress(text)?.toString() ?? text;
  if (comparison.kind === "date") return comparison.ofValue(value)?.toString() ?? text;
  return text;
}
