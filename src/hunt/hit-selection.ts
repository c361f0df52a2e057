import { compareTiebreakers } from "../correlate/ordering.ts";
import type { HuntPlan, PipePlan } from "../plan/plan.ts";
import type { EventHit } from "../scan/hit.ts";
import { comparePlaces, type PlacedHit } from "./placed-hit.ts";

type PlacedEvent = PlacedHit<EventHit>;

/**
 * Of some event rules only the first or the last so many hits by time, tiebreaker, input and offset: those with a pipe, and
 * with `--size` all (SEMANTICS 9). A hit without a time comes before all others, one without a tiebreaker after.
 */
export class HitSelection {
  /** By filter; `null` for a rule whose hits are all wanted. */
  readonly #selected: readonly (SelectedHits | null)[];

  /** `size` goes before a rule's own pipes, as `tail` would. */
  constructor({ filters, rules }: HuntPlan, size: number | null) {
    const before: readonly PipePlan[] = size === null ? [] : [{ kind: "tail", count: size }];
    this.#selected = filters.map(({ rule }) => {
      const query = rules[rule]?.query;
      if (query?.kind !== "event") return null;
      const [first, ...others] = [...before, ...query.pipes];
      return first === undefined ? null : new SelectedHits(first, others);
    });
    this.isNeeded = this.#selected.some((hits) => hits !== null);
  }

  /** True if some rule's hits are selected: the order of output is then known only at the end. */
  readonly isNeeded: boolean;

  /** Takes the hit if its rule's hits are selected; false if it is wanted anyway. */
  add(placed: PlacedEvent): boolean {
    const selected = this.#selected[placed.hit.filter] ?? null;
    selected?.add(placed);
    return selected !== null;
  }

  /** Those that were selected, in the order of output. */
  inOutputOrder(): readonly PlacedEvent[] {
    return this.#selected.flatMap((hits) => hits?.finish() ?? []).sort(comparePlaces);
  }
}

class SelectedHits {
  readonly #first: PipePlan;
  readonly #others: readonly PipePlan[];
  /** Ascending, at most as many as the first pipe lets through. */
  readonly #kept: PlacedEvent[] = [];

  constructor(first: PipePlan, others: readonly PipePlan[]) {
    this.#first = first;
    this.#others = others;
  }

  add(hit: PlacedEvent): void {
    const { kind, count } = this.#first;
    const kept = this.#kept;
    if (kept.length === count) {
      const edge = kept[kind === "tail" ? 0 : count - 1];
      if (edge === undefined || (kind === "tail" ? isBefore(hit, edge) : isBefore(edge, hit))) return;
    }
    let low = 0;
    let high = kept.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = kept[middle];
      if (other !== undefined && isBefore(other, hit)) low = middle + 1;
      else high = middle;
    }
    kept.splice(low, 0, hit);
    if (kept.length > count) kept.splice(kind === "tail" ? 0 : count, 1);
  }

  finish(): readonly PlacedEvent[] {
    return this.#others.reduce<readonly PlacedEvent[]>(
      (hits, { kind, count }) =>
        kind === "head" ? hits.slice(0, count) : hits.slice(Math.max(0, hits.length - count)),
      this.#kept,
    );
  }
}

function isBefore(left: PlacedEvent, right: PlacedEvent): boolean {
  const { timeNs: leftTime, tiebreaker: leftTie } = left.hit;
  const { timeNs: rightTime, tiebreaker: rightTie } = right.hit;
  if (leftTime !== rightTime) {
    if (leftTime === null || rightTime === null) return leftTime === null;
    return leftTime < rightTime;
  }
  const order = compareTiebreakers(leftTie, rightTie);
  return order === 0 ? comparePlaces(left, right) < 0 : order < 0;
}
