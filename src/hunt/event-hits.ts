import { ExternalSort } from "../correlate/external-sort.ts";
import type { InputFile } from "../input/split.ts";
import type { HuntPlan } from "../plan/plan.ts";
import { compareHits, type EventHit } from "../scan/hit.ts";
import { HitSelection } from "./hit-selection.ts";
import type { PlacedHit } from "./placed-hit.ts";
import type { SpillStorage } from "./spill-storage.ts";

type PlacedEvent = PlacedHit<EventHit>;

/** A hit with the position of its input, to be written to disk. */
interface HeldHit {
  readonly hit: EventHit;
  readonly input: number;
}

/**
 * Hits of event rules that can't be output as they come: those of rules of which only some are wanted, and then all others
 * too, since the order of output is what it always is (SEMANTICS 9).
 */
export class EventHits {
  readonly #selection: HitSelection;
  readonly #held: ExternalSort<HeldHit>;

  /** `size`: of each rule the last so many by time; `null` for all. */
  constructor(plan: HuntPlan, size: number | null, storage: SpillStorage) {
    this.#selection = new HitSelection(plan, size);
    this.#held = new ExternalSort(compareHeld, { name: "hits", ...storage });
  }

  /** False if the hit can be output at once. */
  hold(placed: PlacedEvent): boolean {
    if (!this.#selection.isNeeded) return false;
    if (!this.#selection.add(placed)) this.#hold(placed);
    return true;
  }

  /** All that are wanted, in the order of output. `inputs` by their position. */
  *held(inputs: readonly InputFile[]): Generator<PlacedEvent> {
    for (const placed of this.#selection.inOutputOrder()) this.#hold(placed);
    for (const { hit, input: position } of this.#held.sorted()) {
      const input = inputs[position];
      if (input !== undefined) yield { hit, input };
    }
  }

  /** To be called at the end. */
  remove(): void {
    this.#held.remove();
  }

  #hold({ hit, input }: PlacedEvent): void {
    this.#held.add({ hit, input: input.index }, 2 * hit.event.text.length + hitBytes);
  }
}

/** What a hit takes in memory beside its text. */
const hitBytes = 200;

function compareHeld(left: HeldHit, right: HeldHit): number {
  return left.input - right.input || compareHits(left.hit, right.hit);
}
