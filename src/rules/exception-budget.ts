import type { ExceptionItem } from "./exception-item.ts";

/**
 * How much the exceptions of all rules of an export may come to. The conditions and values of a list count for each stage of
 * each rule that names it, so that some megabytes of text could fill any memory: this takes about 400 MB.
 */
const maxWeight = 1_000_000;
/** Of one condition, against that of a value. */
const conditionWeight = 4;

/** Keeps the exceptions of an export's rules within bounds. */
export class ExceptionBudget {
  readonly #weights = new WeakMap<readonly ExceptionItem[], number>();
  #spent = 0;

  /** True if the items of these lists may be added to `stages` more filters; then they count. */
  spend(lists: readonly (readonly ExceptionItem[])[], stages: number): boolean {
    const weight = stages * lists.reduce((sum, items) => sum + this.#weightOf(items), 0);
    if (this.#spent + weight > maxWeight) return false;
    this.#spent += weight;
    return true;
  }

  #weightOf(items: readonly ExceptionItem[]): number {
    const known = this.#weights.get(items);
    if (known !== undefined) return known;
    const weight = items.reduce((sum, item) => sum + weightOf(item), 0);
    this.#weights.set(items, weight);
    return weight;
  }
}

function weightOf({ entries, os_types: systems }: ExceptionItem): number {
  const conditions = entries.flatMap((entry) => (entry.type === "nested" ? entry.entries : [entry]));
  const values = conditions.reduce((sum, entry) => sum + (entry.type === "match_any" ? entry.value.length : 0), 0);
  return conditions.length * conditionWeight + values + systems.length;
}
