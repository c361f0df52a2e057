/**
 * What a rule's lints may still spend on comparisons: about one step for each character that is looked at. Rules come from
 * strangers; where the budget ends, nothing is said, so a hostile rule costs findings and not time. It counts steps and
 * not seconds, so the findings don't depend on the machine.
 */
export class WorkBudget {
  #left: number;

  constructor(steps: number) {
    this.#left = steps;
  }

  /** True from the first time on that there were not enough. */
  get isSpent(): boolean {
    return this.#left < 0;
  }

  /** Takes steps from the budget; false if there are not enough left, and from then on. */
  spend(steps: number): boolean {
    this.#left -= steps;
    return this.#left >= 0;
  }
}
