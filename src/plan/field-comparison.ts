import { type InstantReader, constantInstantReader } from "../language/date-format.ts";
import { defaultDateFormats, type Schema } from "../language/schema.ts";
import type { OrderedBy } from "./predicate.ts";

/** How the values of a field compare with constants: as SEMANTICS 5a says, as instants, or in an order of their type. */
export type FieldComparison =
  | { readonly kind: "plain" }
  | {
      readonly kind: "instant";
      /** Reads a constant beside it. */
      readonly ofConstant: InstantReader;
    }
  | { readonly kind: "order"; readonly by: OrderedBy };

/** What a rule knows of its fields: which one holds the time, and what the schema says of them. */
export class FieldTypes {
  readonly #timestampField: string;
  readonly #schema: Schema | null;

  constructor(timestampField: string, schema: Schema | null) {
    this.#timestampField = timestampField;
    this.#schema = schema;
  }

  /** True for a field that the schema calls double: a whole number in it is no integer. */
  isDouble(path: string): boolean {
    return this.#schema?.fields.get(path)?.type === "double";
  }

  comparisonOf(path: string): FieldComparison {
    const field = this.#schema?.fields.get(path);
    if (field?.type === "date") return { kind: "instant", ofConstant: constantInstantReader(field.formats) };
    if (path === this.#timestampField)
      return { kind: "instant", ofConstant: constantInstantReader(defaultDateFormats) };
    if (field?.type === "ip") return { kind: "order", by: "address" };
    return field?.type === "version" ? { kind: "order", by: "version" } : { kind: "plain" };
  }
}
