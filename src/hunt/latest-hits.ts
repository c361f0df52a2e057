import { compareByCodePoints } from "../evaluate/comparison.ts";
import type { FieldValue } from "../evaluate/document.ts";
import type { PlacedHit } from "./placed-hit.ts";

/**
 * Keeps of each rule the last so many hits by time, tiebreaker, input and offset (`--size`, SEMANTICS 9), and gives them
 * back in the order of output. A hit without a time comes before all others, one without a tiebreaker after.
 */
export class LatestHits {
  readonly #size: number;
  readonly #byRule = new Map<number, PlacedHit[]>();

  constructor(size: number) {
    this.#size = size;
  }

  add(hit: PlacedHit): void {
    const kept = this.#byRule.get(hit.hit.rule) ?? [];
    this.#byRule.set(hit.hit.rule, kept);
    const [first] = kept;
    if (first !== undefined && kept.length === this.#size && isBefore(hit, first)) return;
    let low = 0;
    let high = kept.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = kept[middle];
      if (other !== undefined && isBefore(other, hit)) low = middle + 1;
      else high = middle;
    }
    kept.splice(low, 0, hit);
    if (kept.length > this.#size) kept.shift();
  }

  /** By input, offset, rule. */
  inOutputOrder(): readonly PlacedHit[] {
    return [...this.#byRule.values()].flat().sort(comparePlaces);
  }
}

function comparePlaces(left: PlacedHit, right: PlacedHit): number {
  return (
    left.input.index - right.input.index ||
    left.hit.offsetBytes - right.hit.offsetBytes ||
    left.hit.rule - right.hit.rule
  );
}

function isBefore(left: PlacedHit, right: PlacedHit): boolean {
  const { timeNs: leftTime, tiebreaker: leftTie } = left.hit;
  const { timeNs: rightTime, tiebreaker: rightTie } = right.hit;
  if (leftTime !== rightTime) {
    if (leftTime === null || rightTime === null) return leftTime === null;
    return leftTime < rightTime;
  }
  const order = compareTiebreakers(leftTie, rightTie);
  return order === 0 ? comparePlaces(left, right) < 0 : order < 0;
}

/** Nulls last; else booleans, numbers, strings by their bytes: an order, whatever types come together. */
function compareTiebreakers(left: FieldValue | null, right: FieldValue | null): number {
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  if (typeof left === "string" && typeof right === "string") return compareByCodePoints(left, right);
  const types = typeRank(left) - typeRank(right);
  if (types !== 0) return types;
  if (left < right) return -1;
  return left > right ? 1 : 0;
}

function typeRank(value: FieldValue): number {
  if (typeof value === "boolean") return 0;
  return typeof value === "string" ? 2 : 1;
}
