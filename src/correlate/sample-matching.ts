import type { SamplePlan } from "../plan/plan.ts";
import type { Candidate, JoinKey } from "./candidate.ts";
import { DistinctChoices } from "./distinct-choices.ts";

/** Takes a sample: one candidate per stage of the plan, the key by which it is ordered. */
export type OnSample<Event> = (stages: readonly Candidate<Event>[], orderKeys: readonly JoinKey[]) => void;

/**
 * Finds the samples of one rule, one group of equal keys after the other (SEMANTICS 8): different events, one per stage, the
 * first combination of them in the order of their positions, and if more are wanted those after it.
 *
 * Of `s` stages and `n` samples only the first `s - 1 + n` events of each stage can count: with a later one there would be
 * `n` combinations before it, as the other stages take at most `s - 1` of those that come before it.
 */
export class SampleMatcher<Event = unknown> {
  readonly #stages: readonly number[];
  readonly #samplesPerKey: number;
  readonly #onSample: OnSample<Event>;
  readonly #events: Candidate<Event>[][];

  constructor(plan: SamplePlan, samplesPerKey: number, onSample: OnSample<Event>) {
    this.#stages = plan.stages.map(({ filter }) => filter);
    this.#samplesPerKey = samplesPerKey;
    this.#onSample = onSample;
    this.#events = this.#stages.map(() => []);
  }

  /** Takes the next candidate of the group, in the order of their positions. */
  add(candidate: Candidate<Event>): void {
    for (const [stage, events] of this.#events.entries()) {
      if (this.#stages[stage] !== candidate.filter) continue;
      const last = events.at(-1);
      if (last !== undefined && positionOf(last) === positionOf(candidate)) continue;
      if (events.length < this.#stages.length - 1 + this.#samplesPerKey) events.push(candidate);
    }
  }

  /** Ends the group. The next candidate begins another one. */
  end(): void {
    if (this.#events.every((events) => events.length > 0)) this.#choose();
    for (const events of this.#events) events.length = 0;
  }

  #choose(): void {
    const numbers = new Map<string, number>();
    const lists = this.#events.map((events) =>
      events.map((event) => {
        const position = positionOf(event);
        const number = numbers.get(position) ?? numbers.size;
        numbers.set(position, number);
        return number;
      }),
    );
    const choices = new DistinctChoices(lists);
    for (let found = 0; found < this.#samplesPerKey; found++) {
      const choice = choices.next();
      if (choice === null) return;
      const stages = choice.map((number, stage) => this.#events[stage]?.[lists[stage]?.indexOf(number) ?? -1]);
      this.#onSample(
        stages.filter((event) => event !== undefined),
        this.#events[0]?.[0]?.keys ?? [],
      );
    }
  }
}

function positionOf({ input, offsetBytes, index = 0 }: Candidate): string {
  return `${input}:${offsetBytes}:${index}`;
}
