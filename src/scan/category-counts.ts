import { canonicalText } from "../evaluate/comparison.ts";
import type { EventDocument, FieldValue } from "../evaluate/document.ts";
import type { Evaluator } from "../evaluate/evaluator.ts";
import type { HuntPlan } from "../plan/plan.ts";

/** How many events of a source have a category. */
export interface CategoryCount {
  /** Number of the source in the plan. */
  readonly source: number;
  /** Number of the field that holds the category for some rule. */
  readonly field: number;
  readonly category: string;
  readonly events: number;
}

/** What kinds of events there are, in a piece or in all of an input. Pure data. */
export interface CategoryCounts {
  /** By number of the source; shorter where the last ones have none. */
  readonly events: readonly number[];
  /** An event of several categories counts for each. In no order. */
  readonly categories: readonly CategoryCount[];
  /** There are more categories than are kept apart: those that are missing may have events. */
  readonly isCut: boolean;
  /** Not every line was looked at, but so many bytes of lines: the first ones of each piece. `null`: every line was. */
  readonly sampledBytes: number | null;
}

/** Categories are a handful, in whatever log; a field that holds something else must not fill the memory. */
const maxCategories = 256;
const maxCategoryUnits = 256;

/**
 * So many lines of a piece, given its number, are looked at where a strategy doesn't parse them all. To parse 32 of each 32 MiB
 * would take a tenth of the literal scan's time; those of the first pieces and a few of each further one tell as much.
 */
export function sampledLines(split: number): number {
  return split < 16 ? 32 : 2;
}

/** Counts the events of a piece by source and category. */
export class CategoryCounter {
  readonly #fields: readonly number[];
  readonly #events: number[] = [];
  /** By source and position of the field, then by value: no key has to be put together for each event. */
  readonly #counts: Map<FieldValue, MutableCount>[] = [];
  #categories = 0;
  #isCut = false;
  #sampledBytes: number | null = null;

  constructor(plan: HuntPlan) {
    this.#fields = categoryFieldsOf(plan);
  }

  /** The document must be the one that the evaluator has loaded. */
  add({ source }: EventDocument, evaluator: Evaluator): void {
    while (this.#events.length <= source) this.#events.push(0);
    this.#events[source] = (this.#events[source] ?? 0) + 1;
    for (let position = 0; position < this.#fields.length; position++) {
      const field = this.#fields[position] ?? 0;
      const counts = (this.#counts[source * this.#fields.length + position] ??= new Map<FieldValue, MutableCount>());
      for (const value of evaluator.values(field)) {
        const known = counts.get(value);
        if (known !== undefined) known.events++;
        else this.#countFirst(counts, { source, field }, value);
      }
    }
  }

  /** Not every line is looked at: so many bytes of those that are. */
  addSample(bytes: number): void {
    this.#sampledBytes = (this.#sampledBytes ?? 0) + bytes;
  }

  counts(): CategoryCounts {
    return {
      events: this.#events,
      categories: this.#counts.flatMap((counts) => [...counts.values()]),
      isCut: this.#isCut,
      sampledBytes: this.#sampledBytes,
    };
  }

  #countFirst(
    counts: Map<FieldValue, MutableCount>,
    place: { readonly source: number; readonly field: number },
    value: FieldValue,
  ): void {
    const category = canonicalText(value);
    if (category === null) return;
    const isKept = this.#categories < maxCategories && category.length <= maxCategoryUnits;
    if (isKept) counts.set(value, { ...place, category, events: 1 });
    else this.#isCut = true;
    if (isKept) this.#categories++;
  }
}

type MutableCount = { -readonly [K in keyof CategoryCount]: CategoryCount[K] };

/** The fields that hold the category for some rule, each once, ascending. */
function categoryFieldsOf({ rules }: HuntPlan): readonly number[] {
  return [...new Set(rules.map(({ categoryField }) => categoryField))].toSorted((a, b) => a - b);
}

/** Counts of nothing. */
export const noCategories: CategoryCounts = { events: [], categories: [], isCut: false, sampledBytes: null };

/** Adds up counts of pieces. */
export function addCategoryCounts(left: CategoryCounts, right: CategoryCounts): CategoryCounts {
  const counts = new Map<string, CategoryCount>();
  for (const count of [...left.categories, ...right.categories]) {
    const key = `${count.source} ${count.field} ${count.category}`;
    counts.set(key, { ...count, events: count.events + (counts.get(key)?.events ?? 0) });
  }
  const [longer, shorter] =
    left.events.length < right.events.length ? [right.events, left.events] : [left.events, right.events];
  return {
    events: longer.map((count, source) => count + (shorter[source] ?? 0)),
    categories: [...counts.values()].slice(0, maxCategories),
    isCut: left.isCut || right.isCut || counts.size > maxCategories,
    sampledBytes:
      left.sampledBytes === null && right.sampledBytes === null
        ? null
        : (left.sampledBytes ?? 0) + (right.sampledBytes ?? 0),
  };
}

/**
 * What a sample lets expect of all `bytes` that it was taken from; if it is all of them, it is none. A category that a
 * sample doesn't have may be there all the same.
 */
export function extrapolate(counts: CategoryCounts, bytes: number): CategoryCounts {
  const { sampledBytes } = counts;
  if (sampledBytes === null) return counts;
  if (bytes <= sampledBytes) return { ...counts, sampledBytes: null };
  if (sampledBytes === 0) return counts;
  const scale = (count: number): number => Math.round((count * bytes) / sampledBytes);
  return {
    ...counts,
    events: counts.events.map(scale),
    categories: counts.categories.map((count) => ({ ...count, events: scale(count.events) })),
  };
}
