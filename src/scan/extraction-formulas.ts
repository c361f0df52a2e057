/** What is asked of the facts of a document. Two equal ones, made by the same {@link Formulas}, are the same object. */
export type Formula =
  | { readonly id: number; readonly kind: "constant"; readonly value: boolean }
  /** The fact holds. */
  | { readonly id: number; readonly kind: "fact"; readonly fact: number }
  /** It doesn't. */
  | { readonly id: number; readonly kind: "contrary"; readonly fact: number }
  | { readonly id: number; readonly kind: "and" | "or"; readonly operands: readonly Formula[] };

/**
 * What is known of a condition that facts alone may not decide: `upper` holds of every document for which the condition does, and
 * perhaps of others; `lower` of none but those. They are the same where the facts decide.
 */
export interface Bounds {
  readonly upper: Formula;
  readonly lower: Formula;
}

/** Makes formulas, each distinct one once, without what is plainly superfluous in them. */
export class Formulas {
  readonly always: Formula = { id: 1, kind: "constant", value: true };
  readonly never: Formula = { id: 0, kind: "constant", value: false };
  /** Nothing is known. */
  readonly unknown: Bounds = { upper: this.always, lower: this.never };
  #count = 2;
  readonly #facts = new Map<number, Formula>();
  readonly #contraries = new Map<number, Formula>();
  /** By operands. */
  readonly #connectives = { and: new Map<string, Formula>(), or: new Map<string, Formula>() };

  fact(fact: number): Formula {
    let formula = this.#facts.get(fact);
    if (formula === undefined) this.#facts.set(fact, (formula = { id: this.#count++, kind: "fact", fact }));
    return formula;
  }

  and(operands: readonly Formula[]): Formula {
    return this.#connect("and", operands);
  }

  or(operands: readonly Formula[]): Formula {
    return this.#connect("or", operands);
  }

  not(formula: Formula): Formula {
    switch (formula.kind) {
      case "constant":
        return this.#constant(!formula.value);
      case "fact":
        return this.#contrary(formula.fact);
      case "contrary":
        return this.fact(formula.fact);
      case "and":
      case "or":
        return this.#connect(
          formula.kind === "and" ? "or" : "and",
          formula.operands.map((operand) => this.not(operand)),
        );
    }
  }

  exact(formula: Formula): Bounds {
    return { upper: formula, lower: formula };
  }

  /** Of a condition that holds where one of these does. */
  orBounds(bounds: readonly Bounds[]): Bounds {
    const [only] = bounds;
    if (only !== undefined && bounds.length === 1) return only;
    return { upper: this.or(bounds.map(({ upper }) => upper)), lower: this.or(bounds.map(({ lower }) => lower)) };
  }

  /** Of a condition that holds where all of these do. */
  andBounds(bounds: readonly Bounds[]): Bounds {
    return { upper: this.and(bounds.map(({ upper }) => upper)), lower: this.and(bounds.map(({ lower }) => lower)) };
  }

  notBounds({ upper, lower }: Bounds): Bounds {
    return { upper: this.not(lower), lower: this.not(upper) };
  }

  #constant(value: boolean): Formula {
    return value ? this.always : this.never;
  }

  #contrary(fact: number): Formula {
    let formula = this.#contraries.get(fact);
    if (formula === undefined) this.#contraries.set(fact, (formula = { id: this.#count++, kind: "contrary", fact }));
    return formula;
  }

  #connect(kind: "and" | "or", operands: readonly Formula[]): Formula {
    const decisive = this.#constant(kind === "or");
    const distinct = new Set<Formula>();
    for (const operand of operands) {
      if (operand === decisive) return decisive;
      if (operand.kind === "constant") continue;
      // Operands of the same kind have no such operands themselves.
      if (operand.kind === kind) for (const inner of operand.operands) distinct.add(inner);
      else distinct.add(operand);
    }
    const [only] = distinct;
    if (only === undefined) return this.#constant(kind === "and");
    if (distinct.size === 1) return only;
    for (const operand of distinct) {
      if (operand.kind === "contrary" && distinct.has(this.fact(operand.fact))) return decisive;
    }
    const sorted = [...distinct].sort((left, right) => left.id - right.id);
    const key = sorted.map(({ id }) => id).join();
    let formula = this.#connectives[kind].get(key);
    if (formula === undefined) {
      formula = { id: this.#count++, kind, operands: sorted };
      this.#connectives[kind].set(key, formula);
    }
    return formula;
  }
}

/** Adds the numbers of the facts that a formula asks for. */
export function collectFacts(formula: Formula, facts: Set<number>): void {
  if (formula.kind === "fact" || formula.kind === "contrary") facts.add(formula.fact);
  if (formula.kind === "and" || formula.kind === "or") {
    for (const operand of formula.operands) collectFacts(operand, facts);
  }
}
