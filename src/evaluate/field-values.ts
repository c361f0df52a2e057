import type { EventDocument, FieldValue, JsonObject } from "./document.ts";
import { isObject } from "./document.ts";
import { isInexact } from "../plan/exact-number.ts";
import type { RawPath } from "../sources/accessor.ts";

const noValues: readonly FieldValue[] = [];

/**
 * Looks a field up in documents: nested, dotted and mixed spellings are united in document order, arrays flattened,
 * nulls dropped (but where one stands for a value); objects give no value of their own (DESIGN, detections). Of two spellings in one object of which one
 * begins with a whole number as name (`1.b` and `1`), `JSON.parse` puts that first wherever it stands.
 */
export class FieldPath {
  readonly #segments: readonly string[];
  /** `joined[from][count - 1]`: `count` segments from `from` on as one key. */
  readonly #joined: readonly (readonly string[])[];

  readonly #nullValue: FieldValue | null;
  readonly #isInEnvelope: boolean;

  /** `nullValue` stands for an explicit null, if the schema says so. */
  constructor(path: string, nullValue: FieldValue | null = null, within: RawPath["within"] = "event") {
    this.#nullValue = nullValue;
    this.#isInEnvelope = within === "envelope";
    this.#segments = path.split(".");
    this.#joined = this.#segments.map((_, from) =>
      this.#segments.slice(from).map((_, last) => this.#segments.slice(from, from + last + 1).join(".")),
    );
  }

  /** Its values in document order. Strings are well-formed. */
  values(document: EventDocument): readonly FieldValue[] {
    const collected = this.valuesIn(this.#isInEnvelope ? document.envelope : document.fields);
    if (!collected.some(isInexactNumber)) return collected;
    return this.valuesIn(this.#isInEnvelope ? document.exactEnvelope : document.exactFields);
  }

  /** The same of an object of which nothing else is known: whole numbers from 2^53 on are as they were parsed. */
  valuesIn(object: JsonObject): readonly FieldValue[] {
    const values: FieldValue[] = [];
    this.#visitObject(object, 0, values);
    return values.length === 0 ? noValues : values;
  }

  /** Whether there is anything but null: a value, or an object, which has none of its own. An empty array is nothing. */
  isIn(object: JsonObject): boolean {
    return this.#isInObject(object, 0);
  }

  #isInObject(object: JsonObject, from: number): boolean {
    const keys = this.#joined[from] ?? [];
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] ?? "";
      if (Object.hasOwn(object, key) && this.#isInValue(object[key], from + i + 1)) return true;
    }
    return false;
  }

  #isInValue(value: unknown, from: number): boolean {
    if (Array.isArray(value)) return value.some((item) => this.#isInValue(item, from));
    if (from < this.#segments.length) return isObject(value) && this.#isInObject(value, from);
    return value !== null && value !== undefined;
  }

  #visitObject(object: JsonObject, from: number, values: FieldValue[]): void {
    const keys = this.#joined[from] ?? [];
    let found = 0;
    let first = "";
    let firstCount = 0;
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] ?? "";
      if (!Object.hasOwn(object, key)) continue;
      if (found++ === 0) {
        first = key;
        firstCount = i + 1;
      }
    }
    if (found === 1) {
      this.#visitValue(object[first], from + firstCount, values);
    } else if (found > 1) {
      // Several spellings in one object: their order in the document counts.
      for (const key of Object.keys(object)) {
        const count = keys.indexOf(key) + 1;
        if (count > 0) this.#visitValue(object[key], from + count, values);
      }
    }
  }

  #visitValue(value: unknown, from: number, values: FieldValue[]): void {
    if (Array.isArray(value)) {
      for (const item of value as readonly unknown[]) this.#visitValue(item, from, values);
    } else if (from < this.#segments.length) {
      if (isObject(value)) this.#visitObject(value, from, values);
    } else if (typeof value === "string") {
      values.push(value.isWellFormed() ? value : value.toWellFormed());
    } else if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean") {
      values.push(value);
    } else if (value === null && this.#nullValue !== null) {
      values.push(this.#nullValue);
    }
  }
}

function isInexactNumber(value: FieldValue): boolean {
  return typeof value === "number" && isInexact(value);
}
