import type { EventDocument } from "../evaluate/document.ts";
import { compareNearness, type FilterNearness } from "./nearness.ts";
import type { EventPlace } from "./report.ts";

/** An event that may be shown. */
export interface KeptEvent {
  readonly document: EventDocument;
  readonly place: EventPlace;
  /** Its number among all that were read, from 0. */
  readonly order: number;
  readonly nearness: FilterNearness;
}

/**
 * Of any number of events the few that came nearest to matching: the nearest first, those that match last, for of them a hunt
 * says it all. As long as there are no more than that, all are in the order in which they came.
 */
export class KeptEvents {
  readonly #limit: number;
  readonly #kept: KeptEvent[] = [];
  #seen = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /**
   * Takes an event if it is one of the nearest so far. `nearness` works out how near it came in full, and is only asked if the
   * rest doesn't decide.
   */
  offer(
    event: Omit<KeptEvent, "nearness">,
    first: Omit<FilterNearness, "nearness">,
    nearness: () => FilterNearness,
  ): void {
    this.#seen++;
    const last = this.#kept.at(-1);
    // Nothing is nearer than 1: if even that doesn't, the rest can't help.
    if (this.#kept.length === this.#limit && last !== undefined) {
      if (compareKept({ ...event, nearness: { ...first, nearness: 1 } }, last) >= 0) return;
    }
    const candidate = { ...event, nearness: nearness() };
    const found = this.#kept.findIndex((other) => compareKept(candidate, other) < 0);
    this.#kept.splice(found < 0 ? this.#kept.length : found, 0, candidate);
    if (this.#kept.length > this.#limit) this.#kept.pop();
  }

  /** Those that were kept, see above for their order. */
  inOrder(): readonly KeptEvent[] {
    if (this.#seen > this.#limit) return this.#kept;
    return this.#kept.toSorted((left, right) => left.order - right.order);
  }
}

function compareKept(left: KeptEvent, right: KeptEvent): number {
  const matches = Number(left.nearness.failing === 0) - Number(right.nearness.failing === 0);
  return matches || compareNearness(left.nearness, right.nearness) || left.order - right.order;
}
