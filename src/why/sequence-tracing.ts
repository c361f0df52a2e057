import { rolesOf, type SequenceRoles } from "../correlate/sequence-roles.ts";
import type { SequencePlan } from "../plan/plan.ts";
import type { GroupEvent } from "./stage-groups.ts";

/** What became of events that the first stages took, one each: pure data over the events of a group. */
export interface SequenceTrace {
  /** One per stage that isn't missing, up to where it came. */
  readonly events: readonly GroupEvent[];
  readonly end: TraceEnd;
}

/** `stage` counts the plan's stages from 0: the one that it could not get past. */
export type TraceEnd =
  | { readonly kind: "complete" }
  | { readonly kind: "max-span" | "until" | "unwanted" | "replaced"; readonly stage: number; readonly by: GroupEvent }
  | { readonly kind: "no-event"; readonly stage: number };

interface Partial {
  readonly events: GroupEvent[];
  readonly firstNs: bigint;
  lastOrdinal: number;
  /** The first event that came although a stage says that none must. */
  unwanted: { readonly stage: number; readonly by: GroupEvent } | null;
}

/** An event that must not come, and when it came. */
interface UnwantedEvent {
  readonly ms: number;
  readonly by: GroupEvent;
}

/**
 * Follows every partial sequence of one group of equal keys to its end, by SEMANTICS 7: of those that wait for a stage the
 * latest goes on, the others are replaced.
 */
export class SequenceTracing {
  readonly #plan: SequencePlan;
  readonly #roles: SequenceRoles;
  /** The plan's stages that aren't missing. */
  readonly #positives: readonly number[];

  constructor(plan: SequencePlan) {
    this.#plan = plan;
    this.#roles = rolesOf(plan);
    this.#positives = plan.stages.flatMap(({ missing }, stage) => (missing ? [] : [stage]));
  }

  /** `group` in the order of events; those without a time are in no sequence. */
  trace(group: readonly GroupEvent[]): readonly SequenceTrace[] {
    const events = group.filter(({ event }) => event.timeNs !== null);
    const unwanted = this.#unwantedBefore(events);
    const traces: SequenceTrace[] = [];
    const waiting: (Partial | null)[] = this.#positives.map(() => null);
    const end = (partial: Partial, how: TraceEnd): void => {
      traces.push({ events: partial.events, end: how });
    };
    let until: { readonly ordinal: number; readonly by: GroupEvent } | null = null;
    for (const [ordinal, event] of events.entries()) {
      const timeNs = event.event.timeNs ?? 0n;
      for (const stage of this.#stagesOf(event)) {
        const partial = stage === 0 ? this.#begin(event, timeNs, ordinal) : (waiting[stage - 1] ?? null);
        if (partial === null) continue;
        if (stage > 0) {
          waiting[stage - 1] = null;
          const broken = this.#breakOf(partial, stage, event, timeNs, until);
          if (broken !== null) {
            end(partial, broken);
            continue;
          }
          partial.unwanted ??= this.#between(partial, stage, event, unwanted);
          partial.events.push(event);
          partial.lastOrdinal = ordinal;
        }
        if (stage === this.#positives.length - 1) {
          const found = partial.unwanted ?? this.#around(partial, unwanted);
          end(partial, found === null ? { kind: "complete" } : { kind: "unwanted", ...found });
          continue;
        }
        const older = waiting[stage] ?? null;
        if (older !== null) end(older, { kind: "replaced", stage: this.#positives[stage] ?? 0, by: event });
        waiting[stage] = partial;
      }
      if (this.#roles.until !== null && event.keys.has(this.#roles.until)) until = { ordinal, by: event };
    }
    for (const [stage, partial] of waiting.entries()) {
      if (partial !== null) end(partial, { kind: "no-event", stage: this.#positives[stage + 1] ?? 0 });
    }
    return traces;
  }

  /** The stages that an event may serve, the last one first, so that it serves no two of one sequence. */
  #stagesOf({ keys }: GroupEvent): readonly number[] {
    const stages = [...keys.keys()].flatMap((filter) => this.#roles.positives.get(filter) ?? []);
    return [...new Set(stages)].sort((left, right) => right - left);
  }

  #begin(event: GroupEvent, firstNs: bigint, lastOrdinal: number): Partial {
    return { events: [event], firstNs, lastOrdinal, unwanted: null };
  }

  #breakOf(
    partial: Partial,
    stage: number,
    event: GroupEvent,
    timeNs: bigint,
    until: { readonly ordinal: number; readonly by: GroupEvent } | null,
  ): TraceEnd | null {
    const { maxSpanNs } = this.#plan;
    const position = this.#positives[stage] ?? 0;
    if (maxSpanNs !== null && timeNs - partial.firstNs > maxSpanNs)
      return { kind: "max-span", stage: position, by: event };
    if (until !== null && until.ordinal >= partial.lastOrdinal) return { kind: "until", stage: position, by: until.by };
    return null;
  }

  /** By the place before a positive stage (or after the last one): the events that must not come there, by time. */
  #unwantedBefore(events: readonly GroupEvent[]): readonly (readonly UnwantedEvent[])[] {
    const unwanted: UnwantedEvent[][] = Array.from({ length: this.#positives.length + 1 }, () => []);
    if (this.#roles.gaps.size === 0) return unwanted;
    for (const by of events) {
      const places = [...by.keys.keys()].flatMap((filter) => this.#roles.gaps.get(filter) ?? []);
      for (const place of new Set(places)) unwanted[place]?.push({ ms: millisecondsOf(by), by });
    }
    return unwanted;
  }

  /** An unwanted event strictly between the last event of a partial and the one that takes the stage. */
  #between(
    { events }: Partial,
    stage: number,
    event: GroupEvent,
    unwanted: readonly (readonly UnwantedEvent[])[],
  ): Partial["unwanted"] {
    const last = events.at(-1);
    const found = last === undefined ? null : firstAfter(unwanted[stage] ?? [], millisecondsOf(last));
    if (found === null || found.ms >= millisecondsOf(event)) return null;
    return { stage: this.#missingStage(stage, found.by), by: found.by };
  }

  /** An unwanted event before the first or after the last event of a whole sequence, if it is near enough to count. */
  #around({ events }: Partial, unwanted: readonly (readonly UnwantedEvent[])[]): Partial["unwanted"] {
    const { hasLeading, hasTrailing } = this.#roles;
    if (!hasLeading && !hasTrailing) return null;
    const [first] = events;
    const last = events.at(-1);
    if (first === undefined || last === undefined) return null;
    const trailing = this.#positives.length;
    const leading = hasLeading ? lastBefore(unwanted[0] ?? [], millisecondsOf(first)) : null;
    const following = hasTrailing ? firstAfter(unwanted[trailing] ?? [], millisecondsOf(last)) : null;
    if ((hasLeading && leading === null) || (hasTrailing && following === null)) return null;
    const spanMs = (following?.ms ?? millisecondsOf(last)) - (leading?.ms ?? millisecondsOf(first));
    const { maxSpanNs } = this.#plan;
    if (maxSpanNs !== null && spanMs > Number(maxSpanNs / nsPerMs)) return null;
    if (leading !== null) return { stage: this.#missingStage(0, leading.by), by: leading.by };
    return following === null ? null : { stage: this.#missingStage(trailing, following.by), by: following.by };
  }

  /** Which stage says that an event must not come at a place. */
  #missingStage(place: number, { keys }: GroupEvent): number {
    const from = place === 0 ? 0 : (this.#positives[place - 1] ?? 0) + 1;
    const found = this.#plan.stages.findIndex(
      ({ missing, filter }, stage) => missing && stage >= from && keys.has(filter),
    );
    return found < 0 ? from : found;
  }
}

const nsPerMs = 1_000_000n;

/** Rounded down, also before 1970. */
function millisecondsOf({ event: { timeNs } }: GroupEvent): number {
  const ns = timeNs ?? 0n;
  const ms = ns / nsPerMs;
  return Number(ns < 0n && ms * nsPerMs !== ns ? ms - 1n : ms);
}

function firstAfter(events: readonly UnwantedEvent[], ms: number): UnwantedEvent | null {
  return events[countUpTo(events, ms)] ?? null;
}

function lastBefore(events: readonly UnwantedEvent[], ms: number): UnwantedEvent | null {
  return events[countUpTo(events, ms - 1) - 1] ?? null;
}

/** How many of ascending events came at `ms` or before. */
function countUpTo(events: readonly UnwantedEvent[], ms: number): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((events[middle]?.ms ?? 0) <= ms) low = middle + 1;
    else high = middle;
  }
  return low;
}
