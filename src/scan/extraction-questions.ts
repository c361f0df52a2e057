import { accepted, rejected } from "../kernel/extraction-program.ts";
import type { Formula } from "./extraction-formulas.ts";

/** What is expected of facts: a guess, on which no answer depends. */
export interface Expectations {
  /** Of all documents, the share in which the fact holds. */
  readonly share: (fact: number) => number;
  /** What asking costs, in questions to facts that are known already. */
  readonly cost: (fact: number) => number;
}

interface Expected {
  readonly share: number;
  readonly cost: number;
}

/** Least share that is told apart from nothing. */
const leastShare = 1e-6;

/** Compiles formulas to questions, the cheapest and most telling first. */
export class QuestionMaking {
  readonly #expectations: Expectations;
  readonly #known = new Map<Formula, Expected>();
  readonly #sorted = new Map<Formula, readonly Formula[]>();
  /** The last one first. */
  readonly #questions: (readonly [fact: number, ifTrue: number, ifFalse: number])[] = [];

  constructor(expectations: Expectations) {
    this.#expectations = expectations;
  }

  /** The questions of a formula, as a condition has them; `never` gives `null`. */
  compile(formula: Formula): Int32Array | null {
    if (formula.kind === "constant") return formula.value ? new Int32Array() : null;
    this.#questions.length = 0;
    this.#ask(formula, accepted, rejected);
    const last = this.#questions.length - 1;
    const turned = (next: number): number => (next < 0 ? next : last - next);
    return Int32Array.from(this.#questions.toReversed().flatMap(([fact, yes, no]) => [fact, turned(yes), turned(no)]));
  }

  /** Adds the questions before those that are there already; where they begin, counted from the end. */
  #ask(formula: Formula, yes: number, no: number): number {
    switch (formula.kind) {
      case "constant":
        return formula.value ? yes : no;
      case "fact":
        return this.#questions.push([formula.fact, yes, no]) - 1;
      case "contrary":
        return this.#questions.push([formula.fact, no, yes]) - 1;
      case "and":
      case "or": {
        let next = formula.kind === "and" ? yes : no;
        for (const operand of this.#sortedOperands(formula).toReversed()) {
          next = formula.kind === "and" ? this.#ask(operand, next, no) : this.#ask(operand, yes, next);
        }
        return next;
      }
    }
  }

  /** Those first that for their cost decide most often. */
  #sortedOperands(formula: Formula & { readonly kind: "and" | "or" }): readonly Formula[] {
    let sorted = this.#sorted.get(formula);
    if (sorted === undefined) {
      const rank = new Map<Formula, number>();
      for (const operand of formula.operands) {
        const { share, cost } = this.#expected(operand);
        rank.set(operand, cost / Math.max(leastShare, formula.kind === "and" ? 1 - share : share));
      }
      sorted = formula.operands.toSorted((left, right) => (rank.get(left) ?? 0) - (rank.get(right) ?? 0));
      this.#sorted.set(formula, sorted);
    }
    return sorted;
  }

  #expected(formula: Formula): Expected {
    let expected = this.#known.get(formula);
    if (expected === undefined) this.#known.set(formula, (expected = this.#expect(formula)));
    return expected;
  }

  #expect(formula: Formula): Expected {
    const { share, cost } = this.#expectations;
    switch (formula.kind) {
      case "constant":
        return { share: Number(formula.value), cost: 0 };
      case "fact":
        return { share: share(formula.fact), cost: cost(formula.fact) };
      case "contrary":
        return { share: 1 - share(formula.fact), cost: cost(formula.fact) };
      case "and":
      case "or": {
        let isUndecided = 1;
        let sum = 0;
        for (const operand of this.#sortedOperands(formula)) {
          const expected = this.#expected(operand);
          sum += isUndecided * expected.cost;
          isUndecided *= formula.kind === "and" ? expected.share : 1 - expected.share;
        }
        return { share: formula.kind === "and" ? isUndecided : 1 - isUndecided, cost: sum };
      }
    }
  }
}
