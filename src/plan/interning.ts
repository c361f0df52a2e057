import type { Schema } from "../language/schema.ts";
import type { Source } from "../sources/source.ts";
import { canonicalJson } from "./canonical.ts";
import type { PlannedField } from "./plan.ts";
import type { Predicate } from "./predicate.ts";

/** Numbers fields and predicates, each distinct one once, in order of first use. */
export class Interning {
  readonly fields: PlannedField[] = [];
  readonly predicates: Predicate[] = [];
  readonly #sources: readonly Source[];
  readonly #schema: Schema | null;
  readonly #fieldNumbers = new Map<string, number>();
  readonly #unlistedNumbers = new Map<string, number>();
  readonly #predicateNumbers = new Map<string, number>();

  constructor(sources: readonly Source[], schema: Schema | null = null) {
    this.#sources = sources;
    this.#schema = schema;
  }

  field(name: string): number {
    return this.#number(this.#fieldNumbers, name, () => ({
      name,
      accessors: this.#sources.map((source) => source.accessor(name)),
      ...this.#facts(name),
    }));
  }

  /** A field that no event has: a join key that the schema doesn't list. The same name may be a field of another rule. */
  unlistedField(name: string): number {
    return this.#number(this.#unlistedNumbers, name, () => ({ name, accessors: [] }));
  }

  #number(numbers: Map<string, number>, name: string, make: () => PlannedField): number {
    const known = numbers.get(name);
    if (known !== undefined) return known;
    const number = this.fields.length;
    this.fields.push(make());
    numbers.set(name, number);
    return number;
  }

  #facts(name: string): Pick<PlannedField, "nullValue" | "dateFormats"> {
    const field = this.#schema?.fields.get(name);
    if (field === undefined) return {};
    const nullValue = field.nullValue === null ? {} : { nullValue: field.nullValue };
    return field.type === "date" ? { ...nullValue, dateFormats: field.formats } : nullValue;
  }

  predicate(predicate: Predicate): number {
    const key = canonicalJson(predicate);
    const known = this.#predicateNumbers.get(key);
    if (known !== undefined) return known;
    const number = this.predicates.length;
    this.predicates.push(predicate);
    this.#predicateNumbers.set(key, number);
    return number;
  }
}
