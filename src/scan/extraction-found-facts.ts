/** Collects the facts that hold of one value after the other, each once. */
export class FoundFacts {
  readonly #foundIn: Uint32Array;
  #round = 0;
  #facts: number[] = [];

  constructor(factCount: number) {
    this.#foundIn = new Uint32Array(factCount);
  }

  /** Begins a value. */
  start(): void {
    this.#round++;
    this.#facts = [];
  }

  add(facts: readonly number[]): void {
    for (const fact of facts) {
      if (this.#foundIn[fact] === this.#round) continue;
      this.#foundIn[fact] = this.#round;
      this.#facts.push(fact);
    }
  }

  /** Those since the start. */
  take(): readonly number[] {
    return this.#facts;
  }
}
