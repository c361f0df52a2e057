import type { FieldValue } from "../evaluate/document.ts";
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

/** Numbers places and facts, each distinct one once. */
export class FactTable {
  readonly paths: string[] = [];
  readonly facts: Fact[] = [];
  readonly #slots = new Map<string, number>();
  readonly #numbers = new Map<string, number>();
  readonly #changeKeys = new WeakMap<ValueStep | FieldAccessor, string>();

  /** There is anything but null. */
  existence(path: string): number {
    const slot = this.#slot(path);
    return this.#number(`e${slot}`, { kind: "existence", slot });
  }

  /** There is a scalar but null. */
  presence(path: string): number {
    const slot = this.#slot(path);
    return this.#number(`p${slot}`, { kind: "presence", slot });
  }

  /** There is a value of which this holds. */
  value(path: string, ask: ValueAsk): number {
    const { test, changes, nullValue } = ask;
    // Whatever scalar it is, it is a value.
    if (test === "any" && changes.length === 0 && nullValue === null) return this.presence(path);
    const slot = this.#slot(path);
    const changed = changes.map((change) => this.#keyOf(change)).join("\n");
    const key = `${slot} ${keyOfTest(test)} ${nullValue === null ? "" : `${typeof nullValue} ${nullValue}`} ${changed}`;
    return this.#number(key, { kind: "value", slot, ask });
  }

  #slot(path: string): number {
    let slot = this.#slots.get(path);
    if (slot === undefined) {
      slot = this.paths.push(path) - 1;
      this.#slots.set(path, slot);
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
