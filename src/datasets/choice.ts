import type { Random } from "./random.ts";

const slotCount = 4096;

/** Items that are drawn with unequal odds, in constant time: a table in which an item stands as often as it weighs. */
export class Choice<Item extends object | string> {
  readonly #slots: readonly Item[];

  private constructor(slots: readonly Item[]) {
    this.#slots = slots;
  }

  /** Whole numbers as weights. An item that weighs less than a 4096th of the sum may never be drawn. */
  static weighted<Item extends object | string>(
    weighted: readonly (readonly [item: Item, weight: number])[],
  ): Choice<Item> {
    const total = weighted.reduce((sum, [, weight]) => sum + weight, 0);
    const slots: Item[] = [];
    let below = 0;
    for (const [item, weight] of weighted) {
      below += weight;
      while (slots.length * total < below * slotCount) slots.push(item);
    }
    return new Choice(slots);
  }

  /** The first item is twice as likely as the second, three times as likely as the third (Zipf's law): as most names are in logs. */
  static skewed<Item extends object | string>(items: readonly Item[]): Choice<Item> {
    return Choice.weighted(items.map((item, rank) => [item, Math.floor(1_000_000 / (rank + 1))] as const));
  }

  draw(random: Random): Item {
    return random.pick(this.#slots);
  }
}
