import type { HuntPlan } from "../plan/plan.ts";
import type { NearMissHit } from "../scan/hit.ts";
import { compareNearMisses } from "../why/near-misses.ts";
import type { PlacedHit } from "./placed-hit.ts";

type PlacedNearMiss = PlacedHit<NearMissHit>;

/** Of the near misses of all splits those of each rule that came nearest; equally near ones in the order of input. */
export class NearMissSelection {
  readonly #limit: number;
  /** By filter, the nearest first. */
  readonly #kept: readonly PlacedNearMiss[][];

  /** `limit`: how many are given of each rule. */
  constructor({ filters }: HuntPlan, limit: number) {
    this.#limit = limit;
    this.#kept = filters.map(() => []);
  }

  add(placed: PlacedNearMiss): void {
    const kept = this.#kept[placed.hit.filter];
    if (kept === undefined) return;
    const last = kept.at(-1);
    if (kept.length === this.#limit && last !== undefined && compare(last, placed) <= 0) return;
    const place = kept.findIndex((other) => compare(placed, other) < 0);
    kept.splice(place < 0 ? kept.length : place, 0, placed);
    if (kept.length > this.#limit) kept.pop();
  }

  /** By rule, of each the nearest first. */
  inOutputOrder(): readonly PlacedNearMiss[] {
    return this.#kept.flat();
  }
}

function compare(left: PlacedNearMiss, right: PlacedNearMiss): number {
  if (left.input.index === right.input.index) return compareNearMisses(left.hit, right.hit);
  return right.hit.nearness - left.hit.nearness || left.input.index - right.input.index;
}
