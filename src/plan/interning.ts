import type { Schema } from "../language/schema.ts";
import type { FieldAccessor } from "../sources/accessor.ts";
import { accessorOf, type Source } from "../sources/source.ts";
import { canonicalJson } from "./canonical.ts";
import type { PlannedField } from "./plan.ts";
import type { Predicate } from "./predicate.ts";

const noPlace: FieldAccessor = { kind: "all", of: [] };

/** Numbers fields and predicates, each distinct one once, in order of first use. */
export class Interning {
  readonly fields: PlannedField[] = [];
  readonly predicates: Predicate[] = [];
  readonly #sources: readonly Source[];
  readonly #schema: Schema | null;
  readonly #fieldNumbers = new Map<string, number>();
  readonly #unlistedNumbers = new Map<string, number>();
  readonly #predicateNumbers = new Map<string, number>();
  #tiebreaker: number | null = null;

  constructor(sources: readonly Source[], schema: Schema | null = null) {
    this.#sources = sources;
    this.#schema = schema;
  }

  field(name: string): number {
    return this.#number(this.#fieldNumbers, name, () => ({
      name,
      accessors: unitePlaces(this.#sources.map((source) => accessorOf(source, name))),
      ...this.#facts(name),
    }));
  }

  /** The field that a source says orders events of the same time; `null` if none says so. */
  tiebreaker(): number | null {
    if (this.#sources.every(({ tiebreakerField }) => tiebreakerField === null)) return null;
    this.#tiebreaker ??= this.#add({
      name: "",
      accessors: this.#sources.map((source) =>
        source.tiebreakerField === null ? noPlace : accessorOf(source, source.tiebreakerField),
      ),
    });
    return this.#tiebreaker;
  }

  /** A field that no event has: a join key that the schema doesn't list. The same name may be a field of another rule. */
  unlistedField(name: string): number {
    return this.#number(this.#unlistedNumbers, name, () => ({ name, accessors: [] }));
  }

  #number(numbers: Map<string, number>, name: string, make: () => PlannedField): number {
    const known = numbers.get(name);
    if (known !== undefined) return known;
    const number = this.#add(make());
    numbers.set(name, number);
    return number;
  }

  #add(field: PlannedField): number {
    return this.fields.push(field) - 1;
  }

  #facts(name: string): Pick<PlannedField, "nullValue" | "dateFormats"> {
    const field = this.#schema?.fields.get(name);
    if (field === undefined) return {};
    const nullValue = field.nullValue === null ? {} : { nullValue: field.nullValue };
    return field.type === "date" ? { ...nullValue, dateFormats: field.formats } : nullValue;
  }

  /** The canonical JSON of all predicates, in their order. */
  get predicateTexts(): Iterable<string> {
    return this.#predicateNumbers.keys();
  }

  predicate(predicate: Predicate): number {
    // In patterns there is no number that JSON lacks, and without looking for any they are written in a fifth of the time.
    const key = predicate.kind === "patterns" ? JSON.stringify(predicate) : canonicalJson(predicate);
    const known = this.#predicateNumbers.get(key);
    if (known !== undefined) return known;
    const number = this.predicates.length;
    this.predicates.push(predicate);
    this.#predicateNumbers.set(key, number);
    return number;
  }
}

/** Forms of a product have most fields at the same place: then that is one object, asked and sent to workers once. */
function unitePlaces(accessors: readonly FieldAccessor[]): readonly FieldAccessor[] {
  const known = new Map<string, FieldAccessor>();
  return accessors.map((accessor) => {
    const key = JSON.stringify(accessor);
    const same = known.get(key) ?? accessor;
    known.set(key, same);
    return same;
  });
}
