import type { SequencePlan } from "../plan/plan.ts";
import type { Candidate } from "./candidate.ts";
import { estimateBytes } from "./data-size.ts";
import { comparePositions } from "./ordering.ts";
import { rolesOf, type SequenceRoles } from "./sequence-roles.ts";
import type { SpillQueue } from "./spill-queue.ts";

/** Takes a sequence: one candidate per stage of the plan, `null` where a stage is missing. */
export type OnSequence<Event> = (stages: readonly (Candidate<Event> | null)[]) => void;

/** A sequence that is whole but for the events that must not follow it. */
export interface PendingSequence<Event = unknown> {
  readonly events: readonly Candidate<Event>[];
  /** Where the window begins in which nothing may come after its last event, and when that event was, in ms since 1970. */
  readonly windowStartMs: number;
  readonly lastMs: number;
}

/** Events of the first stages, one each, missing ones left out. */
interface PartialSequence<Event> {
  readonly events: Candidate<Event>[];
  readonly firstNs: bigint;
  readonly firstMs: number;
  /** Time of the latest event that must not come before the first one, and did. */
  readonly leadingMs: number | null;
  lastMs: number;
  /** Which of the group's events the last one was. */
  lastOrdinal: number;
  /** An event came that must not: it goes on taking other partials' place, but is no result. */
  broken: boolean;
}

/**
 * Finds the sequences of one rule, one group of equal keys after the other (SEMANTICS 7).
 *
 * Its events come in order, each with all filters that it hits. Of the partial sequences that wait for a stage only the
 * latest counts: an event takes the latest one before it and removes all that are older, and every later event would find
 * that one or a still later one. So a stage holds one partial, and a new one replaces it. The last stage is tried first, so
 * that no event serves two stages of one sequence.
 */
export class SequenceMatcher<Event = unknown> {
  readonly #roles: SequenceRoles;
  readonly #maxSpanNs: bigint | null;
  readonly #maxSpanMs: number;
  readonly #onSequence: OnSequence<Event>;
  readonly #pending: SpillQueue<PendingSequence<Event>>;
  /** By stage, missing ones left out: the partial whose last event is of it. */
  readonly #waiting: (PartialSequence<Event> | null)[];
  /** Events that must not come, by the stage before which. */
  readonly #unwanted: readonly LatestMilliseconds[];
  /** All candidates of one event. */
  #current: Candidate<Event>[] = [];
  #ordinal = 0;
  #untilOrdinal = -1;

  /** `pending` must be empty; it holds what only later events decide. */
  constructor(plan: SequencePlan, onSequence: OnSequence<Event>, pending: SpillQueue<PendingSequence<Event>>) {
    this.#roles = rolesOf(plan);
    this.#maxSpanNs = plan.maxSpanNs;
    this.#maxSpanMs = plan.maxSpanNs === null ? Infinity : Number(plan.maxSpanNs / nsPerMs);
    this.#onSequence = onSequence;
    this.#pending = pending;
    this.#waiting = Array.from({ length: this.#roles.positiveCount }, () => null);
    this.#unwanted = Array.from({ length: this.#roles.positiveCount + 1 }, () => new LatestMilliseconds());
  }

  /** Takes the next candidate of the group, in the order of events; those without a time belong to none. */
  add(candidate: Candidate<Event>): void {
    const [other] = this.#current;
    if (other !== undefined && !isSameEvent(other, candidate)) this.#takeEvent();
    this.#current.push(candidate);
  }

  /** Ends the group: nothing more came. The next candidate begins another one. */
  end(): void {
    this.#takeEvent();
    for (let sequence = this.#pending.shift(); sequence !== undefined; sequence = this.#pending.shift())
      this.#give(sequence.events);
    this.#waiting.fill(null);
    for (const unwanted of this.#unwanted) unwanted.clear();
    this.#ordinal = 0;
    this.#untilOrdinal = -1;
  }

  #takeEvent(): void {
    const timeNs = this.#current[0]?.timeNs ?? null;
    if (timeNs !== null) {
      const ms = this.#roles.gaps.size > 0 ? millisecondOf(timeNs) : 0;
      if (this.#roles.hasTrailing) this.#decidePending(ms);
      this.#serveStages(timeNs, ms);
      this.#noteUnwanted(ms);
      if (this.#current.some(({ filter }) => filter === this.#roles.until)) this.#untilOrdinal = this.#ordinal;
      this.#ordinal++;
    }
    this.#current = [];
  }

  #serveStages(timeNs: bigint, ms: number): void {
    const lastStage = this.#roles.positiveCount - 1;
    let served = -1;
    for (const { stage, candidate } of this.#servableStages()) {
      // Two values that join, such as 4 and "4", are one event all the same.
      if (stage === served) continue;
      served = stage;
      const partial = stage === 0 ? this.#begin(candidate, timeNs, ms) : this.#advance(stage, candidate, timeNs, ms);
      if (partial === null) continue;
      if (stage === lastStage) this.#complete(partial);
      else this.#waiting[stage] = partial;
    }
  }

  /** The stages that the event may serve, the last one first. */
  #servableStages(): readonly { readonly stage: number; readonly candidate: Candidate<Event> }[] {
    const servable = this.#current.flatMap((candidate) =>
      (this.#roles.positives.get(candidate.filter) ?? []).map((stage) => ({ stage, candidate })),
    );
    return servable.sort((left, right) => right.stage - left.stage);
  }

  #begin(candidate: Candidate<Event>, timeNs: bigint, ms: number): PartialSequence<Event> {
    return {
      events: [candidate],
      firstNs: timeNs,
      firstMs: ms,
      leadingMs: this.#unwanted[0]?.before(ms) ?? null,
      lastMs: ms,
      lastOrdinal: this.#ordinal,
      broken: false,
    };
  }

  /** The partial that waits for this stage, with this event; `null` if there is none or it can't go on: then it is gone. */
  #advance(stage: number, candidate: Candidate<Event>, timeNs: bigint, ms: number): PartialSequence<Event> | null {
    const partial = this.#waiting[stage - 1] ?? null;
    if (partial === null) return null;
    this.#waiting[stage - 1] = null;
    if (this.#maxSpanNs !== null && timeNs - partial.firstNs > this.#maxSpanNs) return null;
    if (this.#untilOrdinal >= partial.lastOrdinal) return null;
    const unwantedMs = this.#unwanted[stage]?.before(ms) ?? null;
    if (unwantedMs !== null && unwantedMs > partial.lastMs) partial.broken = true;
    partial.events.push(candidate);
    partial.lastMs = ms;
    partial.lastOrdinal = this.#ordinal;
    return partial;
  }

  /** The windows before and after the sequence: what came, or may come, there. */
  #complete({ events, firstMs, leadingMs, lastMs, broken }: PartialSequence<Event>): void {
    if (broken) return;
    const { hasLeading, hasTrailing } = this.#roles;
    if (hasLeading ? leadingMs === null : !hasTrailing) {
      this.#give(events);
      return;
    }
    const windowStartMs = leadingMs ?? firstMs;
    if (hasTrailing) {
      const pending = { events, windowStartMs, lastMs };
      this.#pending.add(pending, estimateBytes(pending));
    } else if (lastMs - windowStartMs > this.#maxSpanMs) {
      this.#give(events);
    }
  }

  /**
   * Whole sequences begin and end in the same order, so those whose window is over are in front. In a window that is still
   * open an event that must not come is too early for all that ended before it.
   */
  #decidePending(ms: number): void {
    const trailing = this.#roles.positiveCount;
    const isUnwanted = this.#current.some(({ filter }) => this.#roles.gaps.get(filter)?.includes(trailing) === true);
    for (let sequence = this.#pending.first(); sequence !== undefined; sequence = this.#pending.first()) {
      if (ms - sequence.windowStartMs > this.#maxSpanMs) this.#give(sequence.events);
      else if (!isUnwanted || ms === sequence.lastMs) return;
      this.#pending.shift();
    }
  }

  #noteUnwanted(ms: number): void {
    if (this.#roles.gaps.size === 0) return;
    for (const { filter } of this.#current)
      for (const stage of this.#roles.gaps.get(filter) ?? []) this.#unwanted[stage]?.note(ms);
  }

  #give(events: readonly Candidate<Event>[]): void {
    this.#onSequence(this.#roles.places.map((place) => (place === null ? null : (events[place] ?? null))));
  }
}

/**
 * The latest of ascending times that is before another one. Two are enough: the other one is at or after the latest, and
 * only the same millisecond doesn't count.
 */
class LatestMilliseconds {
  #latest: number | null = null;
  #previous: number | null = null;

  note(ms: number): void {
    if (ms === this.#latest) return;
    this.#previous = this.#latest;
    this.#latest = ms;
  }

  before(ms: number): number | null {
    return this.#latest === ms ? this.#previous : this.#latest;
  }

  clear(): void {
    this.#latest = null;
    this.#previous = null;
  }
}

const nsPerMs = 1_000_000n;

/** Rounded down, also before 1970. */
function millisecondOf(ns: bigint): number {
  const ms = ns / nsPerMs;
  return Number(ns < 0n && ms * nsPerMs !== ns ? ms - 1n : ms);
}

function isSameEvent(left: Candidate, right: Candidate): boolean {
  return comparePositions(left, right) === 0;
}
