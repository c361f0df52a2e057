import type { Constant } from "./syntax.ts";

/** The type of a field as an index mapping has it (SEMANTICS 5c). */
export type FieldType = "keyword" | "long" | "double" | "boolean" | "date" | "ip" | "version";

/** What a schema says of one field. */
export interface SchemaField {
  readonly type: FieldType;
  /** Of a date, tried in this order: `iso`, `epoch_millis`, and patterns of `yyyy MM dd HH mm ss SSS`. Of others none. */
  readonly formats: readonly string[];
  /** What an explicit null stands for; `null` if for itself. */
  readonly nullValue: Constant;
}

/** All fields there are, by their dotted names. A field that isn't listed is unknown (SEMANTICS 3, closed schema). Survives `structuredClone`. */
export interface Schema {
  readonly fields: ReadonlyMap<string, SchemaField>;
}

/** All types, in the order in which messages name them. */
export const fieldTypes: readonly FieldType[] = ["keyword", "long", "double", "boolean", "date", "ip", "version"];

/** The formats of a date whose schema names none. They read what the timestamp field may hold (SEMANTICS 5b). */
export const defaultDateFormats: readonly string[] = ["iso", "epoch_millis"];
