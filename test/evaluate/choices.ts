/**
 * Decisions read off a list of numbers, so that whatever is built from them shrinks as the list does: where it ends,
 * every choice is the first one, which should be the simplest.
 */
export class Choices {
  readonly #numbers: readonly number[];
  #taken = 0;

  /** Whole numbers from 0. */
  constructor(numbers: readonly number[]) {
    this.#numbers = numbers;
  }

  /** A whole number from 0 to `limit` - 1. */
  below(limit: number): number {
    return (this.#numbers[this.#taken++] ?? 0) % limit;
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
