import type { FieldValue } from "../evaluate/document.ts";
import type { ExtractionPlace } from "../kernel/extraction-program.ts";
import type { FieldAccessor, ValueStep } from "../sources/accessor.ts";

/** What is done to a raw value before it is a field's: by an accessor's step or table. */
export type ValueChange =
  | { readonly kind: "step"; readonly step: ValueStep }
  | { readonly kind: "table"; readonly table: FieldAccessor & { readonly kind: "table" } };

/** What is asked of a raw value. */
export interface ValueAsk {
  /** What is asked of one of the values that it becomes; `any`: that it becomes one at all. */
  readonly test: "any" | ValueTestName;
  /** What is done to it, the first one first. */
  readonly changes: readonly ValueChange[];
  /** What `null` stands for; `null`: for nothing. */
  readonly nullValue: FieldValue | null;
}

/** A predicate of the plan, or a text with wildcards by which a source is recognised. */
export type ValueTestName =
  | { readonly kind: "predicate"; readonly predicate: number }
  | { readonly kind: "glob"; readonly text: string };

/** Something that holds of a document or doesn't, by what is at one place in it. */
export type Fact =
  | { readonly kind: "existence" | "presence"; readonly slot: number }
  | { readonly kind: "value"; readonly slot: number; readonly ask: ValueAsk };

/** Facts of what is in a document, or in an object of it. */
export interface FactSource {
  /** There is anything but null. */
  existence(path: string): number;
  /** There is a scalar but null. */
  presence(path: string): number;
  /** There is a value of which this holds. */
  value(path: string, ask: ValueAsk): number;
}

/** Numbers places and facts, each distinct one once. */
export class FactTable implements FactSource {
  readonly places: ExtractionPlace[] = [];
  readonly facts: Fact[] = [];
  readonly #slots = new Map<string, number>();
  readonly #numbers = new Map<string, number>();
  readonly #changeKeys = new WeakMap<ValueStep | FieldAccessor, string>();

  existence(path: string): number {
    return this.#existence({ path, within: null });
  }

  presence(path: string): number {
    return this.#presence({ path, within: null });
  }

  value(path: string, ask: ValueAsk): number {
    return this.#value({ path, within: null }, ask);
  }

  /** Facts of what is in the object that the document has under this name. */
  within(name: string): FactSource {
    return {
      existence: (path) => this.#existence({ path, within: name }),
      presence: (path) => this.#presence({ path, within: name }),
      value: (path, ask) => this.#value({ path, within: name }, ask),
    };
  }

  #existence(place: ExtractionPlace): number {
    const slot = this.#slot(place);
    return this.#number(`e${slot}`, { kind: "existence", slot });
  }

  #presence(place: ExtractionPlace): number {
    const slot = this.#slot(place);
    return this.#number(`p${slot}`, { kind: "presence", slot });
  }

  #value(place: ExtractionPlace, ask: ValueAsk): number {
    const { test, changes, nullValue } = ask;
    // Whatever scalar it is, it is a value.
    if (test === "any" && changes.length === 0 && nullValue === null) return this.#presence(place);
    const slot = this.#slot(place);
    const changed = changes.map((change) => this.#keyOf(change)).join("\n");
    const key = `${slot} ${keyOfTest(test)} ${nullValue === null ? "" : `${typeof nullValue} ${nullValue}`} ${changed}`;
    return this.#number(key, { kind: "value", slot, ask });
  }

  #slot(place: ExtractionPlace): number {
    const key = place.within === null ? place.path : JSON.stringify([place.within, place.path]);
    let slot = this.#slots.get(key);
    if (slot === undefined) {
      slot = this.places.push(place) - 1;
      this.#slots.set(key, slot);
    }
    return slot;
  }

  #number(key: string, fact: Fact): number {
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.facts.push(fact) - 1;
      this.#numbers.set(key, number);
    }
    return number;
  }

  #keyOf(change: ValueChange): string {
    const data = change.kind === "step" ? change.step : change.table;
    let key = this.#changeKeys.get(data);
    if (key === undefined) this.#changeKeys.set(data, (key = keyOfChange(change)));
    return key;
  }
}

/** Equal for equal changes. */
export function keyOfChange(change: ValueChange): string {
  if (change.kind === "step") return JSON.stringify(change.step);
  const { rows, ignoreCase, otherwise } = change.table;
  return JSON.stringify({ rows, ignoreCase, otherwise });
}

function keyOfTest(test: ValueAsk["test"]): string {
  if (test === "any") return "any";
  return test.kind === "predicate" ? String(test.predicate) : JSON.stringify(test.text);
}
