/**
 * Chooses one number from each list, all of them different, in the order in which a search from left to right finds such
 * choices. Trying and going back could take exponential time, so an assignment of all lists is kept, and a number is chosen
 * only if the lists after it can still be given numbers of their own: each step is one search for an augmenting path.
 */
export class DistinctChoices {
  readonly #lists: readonly (readonly number[])[];
  /** The number that each list has, and the list that each number is of. */
  readonly #chosen: number[] = [];
  readonly #owners = new Map<number, number>();
  #state: "new" | "going on" | "over" = "new";

  /** A list has no number twice. */
  constructor(lists: readonly (readonly number[])[]) {
    this.#lists = lists;
  }

  /** The next choice, one number per list; `null` if there is none. */
  next(): readonly number[] | null {
    if (this.#state === "over") return null;
    if (this.#state === "new" ? this.#assignAll() : this.#moveOn()) {
      this.#state = "going on";
      return [...this.#chosen];
    }
    this.#state = "over";
    return null;
  }

  #assignAll(): boolean {
    for (const list of this.#lists.keys()) if (!this.#assign(list, -1)) return false;
    this.#chooseFrom(0);
    return true;
  }

  /** Changes the rightmost list that has another number to give. */
  #moveOn(): boolean {
    for (let list = this.#lists.length - 1; list >= 0; list--) {
      const numbers = this.#lists[list] ?? [];
      const current = this.#chosen[list];
      const next = numbers.slice(numbers.findIndex((number) => number === current) + 1);
      if (next.some((number) => this.#choose(list, number))) {
        this.#chooseFrom(list + 1);
        return true;
      }
    }
    return false;
  }

  /** Gives this list and those after it the first numbers that are possible. */
  #chooseFrom(first: number): void {
    for (let list = first; list < this.#lists.length; list++)
      this.#lists[list]?.some((number) => this.#choose(list, number));
  }

  /** Gives the list this number if those before it can keep theirs and those after it can have any; else changes nothing. */
  #choose(list: number, number: number): boolean {
    const owner = this.#owners.get(number);
    if (owner === list) return true;
    if (owner !== undefined && owner < list) return false;
    const old = this.#chosen[list];
    if (old !== undefined) this.#owners.delete(old);
    this.#give(list, number);
    if (owner === undefined || this.#assign(owner, list)) return true;
    this.#give(owner, number);
    if (old !== undefined) this.#give(list, old);
    return false;
  }

  /** Gives a list that has lost its number another one, and so on until one gets a free one. Lists up to `fixed` stay. */
  #assign(list: number, fixed: number): boolean {
    const reached = new Map<number, number>();
    const waiting = [list];
    for (const from of waiting) {
      for (const number of this.#lists[from] ?? []) {
        const owner = this.#owners.get(number);
        if (reached.has(number) || (owner !== undefined && owner <= fixed)) continue;
        reached.set(number, from);
        if (owner === undefined) {
          this.#passOn(number, list, reached);
          return true;
        }
        waiting.push(owner);
      }
    }
    return false;
  }

  #passOn(free: number, last: number, reached: ReadonlyMap<number, number>): void {
    let number: number | undefined = free;
    while (number !== undefined) {
      const list = reached.get(number);
      if (list === undefined) return;
      const old: number | undefined = list === last ? undefined : this.#chosen[list];
      this.#give(list, number);
      number = old;
    }
  }

  #give(list: number, number: number): void {
    this.#chosen[list] = number;
    this.#owners.set(number, list);
  }
}
