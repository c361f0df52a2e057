import type { HuntPlan } from "../plan/plan.ts";
import { liveMilliseconds, LiveKeys, type LiveRule, type LiveTimes } from "../scan/live-keys.ts";
import type { Candidate } from "./candidate.ts";
import { positiveFilters } from "./positive-filters.ts";

/**
 * Notes by which keys the stages of rules were hit, and when, of those rules of which some stages have not been looked for yet.
 * A sequence or sample needs a hit of each positive stage with one and the same key, and a sequence with a `maxspan` all of them
 * within it; so do the events that `until` and missing stages speak of count only there (SEMANTICS 7). A hit of another
 * stage that has no such company can't change any result.
 */
export class KeyCollecting {
  readonly #plan: HuntPlan;
  readonly #maxBytes: number;
  /** By rule: its positive stages that are looked for now; `undefined` where all stages are. */
  readonly #rules: ReadonlyMap<number, readonly number[]>;
  readonly #hits: ReadonlyMap<number, StageKeys>;
  #bytes = 0;

  /** `left`: the filters that are not looked for now. Keys that don't fit in memory are given up, so that any will do. */
  constructor(plan: HuntPlan, left: readonly number[], maxBytes: number) {
    this.#plan = plan;
    this.#maxBytes = maxBytes;
    const isLeft = new Set(left);
    const rules = [...new Set(left.map((filter) => plan.filters[filter]?.rule ?? -1))].toSorted((a, b) => a - b);
    this.#rules = new Map(
      rules.map((rule) => [rule, positiveFilters(plan, rule).filter((filter) => !isLeft.has(filter))]),
    );
    this.#hits = new Map([...this.#rules.values()].flat().map((filter) => [filter, new StageKeys()]));
  }

  add({ filter, group, timeNs }: Pick<Candidate, "filter" | "group" | "timeNs">): void {
    const keys = this.#hits.get(filter);
    if (keys === undefined) return;
    const spanMs = this.#spanMs(this.#plan.filters[filter]?.rule ?? -1);
    this.#bytes += keys.add(group, spanMs === null || timeNs === null ? null : liveMilliseconds(timeNs), spanMs ?? 0);
    while (this.#bytes > this.#maxBytes) this.#giveUpLargest();
  }

  /** The rules that can still come about, and by which keys. */
  live(): LiveKeys {
    const live: LiveRule[] = [];
    for (const [rule, filters] of this.#rules) {
      const hits = filters.map((filter) => this.#hits.get(filter) ?? new StageKeys());
      if (hits.some(({ isHit }) => !isHit)) continue;
      const groups = this.#common(rule, hits);
      if (groups === null || groups.size > 0) live.push({ rule, groups });
    }
    return new LiveKeys(live);
  }

  /** What all stages have of which it is known; `null`: of none. */
  #common(rule: number, hits: readonly StageKeys[]): ReadonlyMap<string, LiveTimes> | null {
    const known = hits.flatMap(({ groups }) => groups ?? []).toSorted((left, right) => left.size - right.size);
    const [fewest, ...others] = known;
    if (fewest === undefined) return null;
    const spanMs = this.#spanMs(rule);
    const common = new Map<string, LiveTimes>();
    for (const [group, own] of fewest) {
      let times = around(own, spanMs);
      for (const other of others) {
        const there = other.get(group);
        times = there === undefined ? [] : overlap(times, around(there, spanMs));
      }
      if (times === null || times.length > 0) common.set(group, times);
    }
    return common;
  }

  /** `null` where time is no limit. */
  #spanMs(rule: number): number | null {
    const query = this.#plan.rules[rule]?.query;
    if (query?.kind !== "sequence" || query.maxSpanNs === null) return null;
    return Number(query.maxSpanNs / nsPerMs) + roundingMs;
  }

  #giveUpLargest(): void {
    let largest: StageKeys | null = null;
    for (const keys of this.#hits.values()) if (keys.bytes > (largest?.bytes ?? 0)) largest = keys;
    // Nothing is left to give up.
    if (largest === null) this.#bytes = 0;
    else this.#bytes -= largest.giveUp();
  }
}

const nsPerMs = 1_000_000n;

/** Times are rounded, and spans are, in the windows of missing events to whole milliseconds; more is allowed than there can be. */
const roundingMs = 3;

/** The keys with which a stage was hit, each with the times: start and end of spans in turn; `null`: at some time. */
class StageKeys {
  isHit = false;
  /** `null`: they were given up. */
  groups: Map<string, number[] | null> | null = new Map();
  bytes = 0;

  /** `ms` is `null` where times don't count or aren't known. Gives how much memory that takes. */
  add(group: string, ms: number | null, spanMs: number): number {
    this.isHit = true;
    if (this.groups === null) return 0;
    const spans = this.groups.get(group);
    if (spans === undefined) {
      this.groups.set(group, ms === null ? null : [ms, ms]);
      return this.#grow(groupBytes + 2 * group.length);
    }
    if (spans === null) return 0;
    if (ms === null) {
      this.groups.set(group, null);
      return 0;
    }
    // Hits come mostly in the order of time: what lies close to the last ones makes one span with them.
    const start = spans.at(-2) ?? 0;
    const end = spans.at(-1) ?? 0;
    if (ms >= start - spanMs && ms <= end + spanMs) {
      if (ms < start) spans[spans.length - 2] = ms;
      if (ms > end) spans[spans.length - 1] = ms;
      return 0;
    }
    spans.push(ms, ms);
    return this.#grow(spanBytes);
  }

  /** Gives how much memory that frees. */
  giveUp(): number {
    const { bytes } = this;
    this.groups = null;
    this.bytes = 0;
    return bytes;
  }

  #grow(bytes: number): number {
    this.bytes += bytes;
    return bytes;
  }
}

/** A text of its own, its place in a map, and a list with one span. */
const groupBytes = 160;
const spanBytes = 32;

/** The spans with as much before and after each; `null`: any time. */
function around(spans: readonly number[] | null, spanMs: number | null): LiveTimes {
  if (spans === null || spanMs === null) return null;
  const pairs: { readonly start: number; readonly end: number }[] = [];
  for (let at = 0; at < spans.length; at += 2) {
    pairs.push({ start: (spans[at] ?? 0) - spanMs, end: (spans[at + 1] ?? 0) + spanMs });
  }
  pairs.sort((left, right) => left.start - right.start);
  const times: number[] = [];
  for (const { start, end } of pairs) {
    const last = times.at(-1);
    if (last === undefined || start > last) times.push(start, end);
    else if (end > last) times[times.length - 1] = end;
  }
  return times;
}

function overlap(left: LiveTimes, right: LiveTimes): LiveTimes {
  if (left === null || right === null) return left ?? right;
  const times: number[] = [];
  for (let l = 0, r = 0; l < left.length && r < right.length;) {
    const leftEnd = left[l + 1] ?? 0;
    const rightEnd = right[r + 1] ?? 0;
    const start = Math.max(left[l] ?? 0, right[r] ?? 0);
    const end = Math.min(leftEnd, rightEnd);
    if (start <= end) times.push(start, end);
    if (leftEnd < rightEnd) l += 2;
    else r += 2;
  }
  return times;
}
