import type { FieldValue } from "../evaluate/document.ts";
import type { FieldAccessor, RawPath } from "../sources/accessor.ts";
import type { Envelope } from "../sources/source.ts";
import { compileChanges } from "./extraction-changes.ts";
import type { FactSource, ValueAsk, ValueChange } from "./extraction-facts.ts";
import type { Bounds, Formulas } from "./extraction-formulas.ts";

/** A question to the values of a field. */
export interface FieldQuestion {
  /** As of a raw value's. */
  readonly test: ValueAsk["test"];
  /** Its answer for a value. */
  readonly holds: (value: FieldValue) => boolean;
}

/** Says by which facts some value of a field answers a question: the counterpart of `compileAccessor` for one source. */
export class AccessorFacts {
  readonly #facts: FactSource;
  readonly #formulas: Formulas;
  readonly #unwrap: string | null;
  readonly #anyValue: FieldQuestion = { test: "any", holds: () => true };

  constructor(facts: FactSource, formulas: Formulas, { unwrap }: Envelope) {
    this.#facts = facts;
    this.#formulas = formulas;
    this.#unwrap = unwrap;
  }

  /** That some value answers it. */
  bounds(accessor: FieldAccessor, question: FieldQuestion, nullValue: FieldValue | null): Bounds {
    return this.#bounds(accessor, question, nullValue, []);
  }

  /** That there is a value. */
  presence(accessor: FieldAccessor, nullValue: FieldValue | null): Bounds {
    return this.#bounds(accessor, this.#anyValue, nullValue, []);
  }

  #bounds(
    accessor: FieldAccessor,
    question: FieldQuestion,
    nullValue: FieldValue | null,
    changes: readonly ValueChange[],
  ): Bounds {
    const formulas = this.#formulas;
    switch (accessor.kind) {
      case "paths": {
        const ask: ValueAsk = { test: question.test, changes, nullValue };
        return formulas.orBounds(accessor.paths.map((path) => this.#atPath(path, ask)));
      }
      case "all":
        return formulas.orBounds(accessor.of.map((part) => this.#bounds(part, question, nullValue, changes)));
      case "first": {
        // What is asked of an alternative counts only where none before it gives a value, whatever becomes of that value.
        const absent: Bounds[] = [];
        return formulas.orBounds(
          accessor.of.map((part) => {
            const bounds = this.#bounds(part, question, nullValue, changes);
            const taken = formulas.andBounds([...absent, bounds]);
            absent.push(formulas.notBounds(this.presence(part, nullValue)));
            return taken;
          }),
        );
      }
      case "guarded":
        return formulas.andBounds([
          this.presence(accessor.when, null),
          this.#bounds(accessor.of, question, null, changes),
        ]);
      case "constant": {
        if (!compileChanges(changes)(accessor.value).some(question.holds)) return formulas.exact(formulas.never);
        return accessor.when === null ? formulas.exact(formulas.always) : this.presence(accessor.when, null);
      }
      case "table":
        return this.#bounds(accessor.of, question, null, [{ kind: "table", table: accessor }, ...changes]);
      case "step":
        return this.#bounds(accessor.of, question, null, [{ kind: "step", step: accessor.step }, ...changes]);
      case "join": {
        // Which of a part's values is the first is no fact, nor whether it has a text; but some part has one.
        const { upper } = formulas.orBounds(accessor.parts.map((part) => this.presence(part, null)));
        return { upper, lower: formulas.never };
      }
    }
  }

  #atPath({ path, within }: RawPath, ask: ValueAsk): Bounds {
    const isUnwrapped = within === "event" && this.#unwrap !== null;
    const fact = this.#formulas.fact(this.#facts.value(isUnwrapped ? `${this.#unwrap}.${path}` : path, ask));
    // The event is one object; the path also leads to others, if there is an array of them in its place, or a second spelling.
    return isUnwrapped ? { upper: fact, lower: this.#formulas.never } : this.#formulas.exact(fact);
  }
}
