/**
 * Decisions read off a sequence of numbers. From a list of fast-check's, whatever is built from them shrinks as the list
 * does: where it ends, every choice is the first one, which should be the simplest.
 */
export class Choices {
  readonly #next: () => number;

  /** `next` gives whole numbers from 0. */
  constructor(next: () => number) {
    this.#next = next;
  }

  /** Choices by a list, and zero from its end on. */
  static listed(numbers: readonly number[]): Choices {
    let taken = 0;
    return new Choices(() => numbers[taken++] ?? 0);
  }

  /** Endless choices by a seed. */
  static seeded(seed: number): Choices {
    let state = seed;
    return new Choices(() => {
      // The low bits of a linear generator repeat soon.
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state >>> 8;
    });
  }

  /** A whole number from 0 to `limit` - 1. */
  below(limit: number): number {
    return this.#next() % limit;
  }

  /** True once in `every` times; never where the list has ended. */
  once(every: number): boolean {
    return this.below(every) === every - 1;
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new RangeError("there is nothing to pick from");
    return item;
  }

  /** From `least` to `most` of what `make` makes. */
  list<Item>(least: number, most: number, make: () => Item): Item[] {
    return Array.from({ length: least + this.below(most - least + 1) }, make);
  }
}
