/** Negative if the left one comes first, 0 if either may. */
export type Comparison<Item> = (left: Item, right: Item) => number;

interface Cursor<Item> {
  readonly iterator: Iterator<Item>;
  /** Position of the source: of equal items that of the earlier source comes first. */
  readonly rank: number;
  item: Item;
}

/** Items of sorted sources in one order. Of each source only one item is held; all are closed when the iteration ends. */
export function* mergeSorted<Item>(sources: readonly Iterable<Item>[], compare: Comparison<Item>): Generator<Item> {
  const opened: Iterator<Item>[] = [];
  try {
    const heap = new CursorHeap<Item>(compare);
    for (const [rank, source] of sources.entries()) {
      const iterator = source[Symbol.iterator]();
      opened.push(iterator);
      const first = iterator.next();
      if (first.done !== true) heap.push({ iterator, rank, item: first.value });
    }
    for (let cursor = heap.first(); cursor !== undefined; cursor = heap.first()) {
      yield cursor.item;
      const next = cursor.iterator.next();
      if (next.done === true) {
        heap.removeFirst();
      } else {
        cursor.item = next.value;
        heap.sinkFirst();
      }
    }
  } finally {
    for (const iterator of opened) iterator.return?.();
  }
}

/** A binary heap with the cursor at the least item on top. */
class CursorHeap<Item> {
  readonly #cursors: Cursor<Item>[] = [];
  readonly #compare: Comparison<Item>;

  constructor(compare: Comparison<Item>) {
    this.#compare = compare;
  }

  first(): Cursor<Item> | undefined {
    return this.#cursors[0];
  }

  push(cursor: Cursor<Item>): void {
    let place = this.#cursors.push(cursor) - 1;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const other = this.#cursors[above];
      if (other === undefined || !this.#isBefore(cursor, other)) break;
      this.#cursors[place] = other;
      place = above;
    }
    this.#cursors[place] = cursor;
  }

  removeFirst(): void {
    const last = this.#cursors.pop();
    if (last === undefined || this.#cursors.length === 0) return;
    this.#cursors[0] = last;
    this.sinkFirst();
  }

  /** Restores the order after the first cursor has moved on. */
  sinkFirst(): void {
    const moved = this.#cursors[0];
    if (moved === undefined) return;
    let place = 0;
    for (;;) {
      let below = 2 * place + 1;
      let least = this.#cursors[below];
      if (least === undefined) break;
      const right = this.#cursors[below + 1];
      if (right !== undefined && this.#isBefore(right, least)) {
        least = right;
        below++;
      }
      if (!this.#isBefore(least, moved)) break;
      this.#cursors[place] = least;
      place = below;
    }
    this.#cursors[place] = moved;
  }

  #isBefore(left: Cursor<Item>, right: Cursor<Item>): boolean {
    const order = this.#compare(left.item, right.item);
    return order === 0 ? left.rank < right.rank : order < 0;
  }
}
