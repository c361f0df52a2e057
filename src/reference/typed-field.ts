import { defaultDateFormats, type Schema } from "../language/schema.ts";
import { type InstantReader, constantInstantReader, instantReader } from "../language/date-format.ts";
import { fieldValues, type Document } from "./document.ts";
import type { Value } from "./value.ts";

/** What is known of the fields of events. */
export interface FieldOptions {
  /** The field that holds the time, whose comparisons are those of instants. Default `@timestamp`; `null` for none. */
  readonly timestampField?: string | null;
  /** All fields there are, with their types. Default: none is known, SEMANTICS 5a holds (the open schema). */
  readonly schema?: Schema | null;
}

/** How the values of a field compare with constants (SEMANTICS 5c). */
export type FieldComparison =
  /** By SEMANTICS 5a. */
  | { readonly kind: "plain" }
  /** As instants, read from a value of an event, or from a constant. */
  | { readonly kind: "date"; readonly ofValue: InstantReader; readonly ofConstant: InstantReader }
  /** In the order of addresses. Their equality is the same as without a schema. */
  | { readonly kind: "ip" }
  /** In the order of versions. Their equality is that of text. */
  | { readonly kind: "version" };

const plain: FieldComparison = { kind: "plain" };

/** How a field compares: as its type says, and as a date if it holds the time and the schema says nothing else. */
export function comparisonOf(path: string, options: FieldOptions): FieldComparison {
  const { timestampField = "@timestamp", schema = null } = options;
  const field = schema?.fields.get(path);
  if (field?.type === "date" || path === timestampField) {
    const formats = field?.type === "date" ? field.formats : defaultDateFormats;
    return { kind: "date", ofValue: instantReader(formats), ofConstant: constantInstantReader(formats) };
  }
  if (field?.type === "ip" || field?.type === "version") return { kind: field.type };
  return plain;
}

/** The values of a field, as {@link fieldValues} gives them; an explicit null is what the schema says that it stands for. */
export function fieldValuesOf(document: Document, path: string, options: FieldOptions): readonly Value[] {
  return fieldValues(document, path, options.schema?.fields.get(path)?.nullValue ?? null);
}

/** The time of an event, in nanoseconds since 1970: the first value of its timestamp field. `null` if there is none (SEMANTICS 5b). */
export function eventTime(document: Document, options: FieldOptions): bigint | null {
  const { timestampField = "@timestamp" } = options;
  if (timestampField === null) return null;
  const [value = null] = fieldValuesOf(document, timestampField, options);
  const comparison = comparisonOf(timestampField, options);
  return value === null || comparison.kind !== "date" ? null : comparison.ofValue(value);
}
