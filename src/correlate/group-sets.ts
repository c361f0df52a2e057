/** Groups (canonical keys) by filter, as far as memory goes: past the limit the largest sets are given up. */
export class GroupSets {
  readonly #maxBytes: number;
  /** `null`: it grew too large. */
  readonly #sets = new Map<number, Set<string> | null>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  add(filter: number, group: string): void {
    let set = this.#sets.get(filter);
    if (set === null) return;
    if (set === undefined) {
      set = new Set();
      this.#sets.set(filter, set);
    }
    if (set.has(group)) return;
    set.add(group);
    this.#bytes += groupBytes(group);
    while (this.#bytes > this.#maxBytes) this.#giveUpLargest();
  }

  /** The groups of that one of the filters which has the fewest; `null` if no filter's are known. */
  smallest(filters: readonly number[]): ReadonlySet<string> | null {
    let smallest: ReadonlySet<string> | null = null;
    for (const filter of filters) {
      const set = this.#sets.get(filter) ?? null;
      if (set !== null && (smallest === null || set.size < smallest.size)) smallest = set;
    }
    return smallest;
  }

  clear(): void {
    this.#sets.clear();
    this.#bytes = 0;
  }

  #giveUpLargest(): void {
    let largest: { readonly filter: number; readonly set: Set<string> } | null = null;
    for (const [filter, set] of this.#sets)
      if (set !== null && (largest === null || set.size > largest.set.size)) largest = { filter, set };
    if (largest === null) return;
    this.#sets.set(largest.filter, null);
    for (const group of largest.set) this.#bytes -= groupBytes(group);
  }
}

/** A string of its own and its place in a set. */
function groupBytes(group: string): number {
  return 64 + 2 * group.length;
}
