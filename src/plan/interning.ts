import type { Source } from "../sources/source.ts";
import { canonicalJson } from "./canonical.ts";
import type { PlannedField } from "./plan.ts";
import type { Predicate } from "./predicate.ts";

/** Numbers fields and predicates, each distinct one once, in order of first use. */
export class Interning {
  readonly fields: PlannedField[] = [];
  readonly predicates: Predicate[] = [];
  readonly #sources: readonly Source[];
  readonly #fieldNumbers = new Map<string, number>();
  readonly #predicateNumbers = new Map<string, number>();

  constructor(sources: readonly Source[]) {
    this.#sources = sources;
  }

  field(name: string): number {
    const known = this.#fieldNumbers.get(name);
    if (known !== undefined) return known;
    const number = this.fields.length;
    this.fields.push({ name, accessors: this.#sources.map((source) => source.accessor(name)) });
    this.#fieldNumbers.set(name, number);
    return number;
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
