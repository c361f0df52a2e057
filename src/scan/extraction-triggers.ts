import type { Formula } from "./extraction-formulas.ts";

/** Facts of which one holds in every document for which a formula does, and in what share of documents one is expected to. */
export interface Trigger {
  readonly facts: readonly number[];
  readonly share: number;
}

/** Chooses the facts that make a condition worth a look: the rarest of those that it can't do without. */
export class TriggerChoice {
  readonly #share: (fact: number) => number;
  readonly #mayTrigger: (fact: number) => boolean;
  readonly #known = new Map<Formula, Trigger | null>();

  constructor(share: (fact: number) => number, mayTrigger: (fact: number) => boolean) {
    this.#share = share;
    this.#mayTrigger = mayTrigger;
  }

  /** `null`: the formula may hold where no fact does that may be a trigger. */
  of(formula: Formula): Trigger | null {
    let known = this.#known.get(formula);
    if (known === undefined) this.#known.set(formula, (known = this.#choose(formula)));
    return known;
  }

  #choose(formula: Formula): Trigger | null {
    switch (formula.kind) {
      case "constant":
        return formula.value ? null : { facts: [], share: 0 };
      case "fact":
        return this.#mayTrigger(formula.fact) ? { facts: [formula.fact], share: this.#share(formula.fact) } : null;
      case "contrary":
        return null;
      case "and": {
        let best: Trigger | null = null;
        for (const operand of formula.operands) {
          const trigger = this.of(operand);
          if (trigger !== null && (best === null || trigger.share < best.share)) best = trigger;
        }
        return best;
      }
      case "or": {
        const facts = new Set<number>();
        let share = 0;
        for (const operand of formula.operands) {
          const trigger = this.of(operand);
          if (trigger === null) return null;
          for (const fact of trigger.facts) facts.add(fact);
          share += trigger.share;
        }
        return { facts: [...facts], share };
      }
    }
  }
}
