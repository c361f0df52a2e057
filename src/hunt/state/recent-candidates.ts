import type { Candidate } from "../../correlate/candidate.ts";
import type { HuntPlan } from "../../plan/plan.ts";
import type { ShownEvent } from "../../scan/hit.ts";

type StageCandidate = Candidate<ShownEvent>;

/** Of a rule without a time span, and of samples, so many are kept: the last ones. */
const mostWithoutSpan = 10_000;

/** Of one with a span, too, should so many lie in it. */
const mostInSpan = 200_000;

/**
 * Of all candidates those that later events may still make something of: of each sequence those that are not older than its time
 * span, counted from the newest one that was seen. Memory holds about twice as many as are kept.
 */
export class RecentCandidates {
  readonly #filterRules: readonly number[];
  /** By rule; `null` for one that needs none. */
  readonly #recent: readonly (RecentOfRule | null)[];

  constructor({ rules, filters }: HuntPlan) {
    this.#filterRules = filters.map(({ rule }) => rule);
    this.#recent = rules.map(({ query }) => {
      if (query.kind === "event") return null;
      return new RecentOfRule(query.kind === "sequence" ? query.maxSpanNs : null);
    });
  }

  add(candidate: StageCandidate): void {
    this.#recent[this.#filterRules[candidate.filter] ?? -1]?.add(candidate);
  }

  /** By rule, in the order in which they came. */
  *all(): Generator<StageCandidate> {
    for (const recent of this.#recent) if (recent !== null) yield* recent.all();
  }
}

class RecentOfRule {
  readonly #spanNs: bigint | null;
  #newestNs: bigint | null = null;
  #kept: StageCandidate[] = [];
  #pruneAt = 1024;

  constructor(spanNs: bigint | null) {
    this.#spanNs = spanNs;
  }

  add(candidate: StageCandidate): void {
    const { timeNs } = candidate;
    if (timeNs !== null && (this.#newestNs === null || timeNs > this.#newestNs)) this.#newestNs = timeNs;
    if (!this.#isRecent(candidate)) return;
    this.#kept.push(candidate);
    if (this.#kept.length < this.#pruneAt) return;
    this.#prune();
    this.#pruneAt = Math.max(1024, 2 * this.#kept.length);
  }

  all(): readonly StageCandidate[] {
    this.#prune();
    return this.#kept;
  }

  #isRecent({ timeNs }: StageCandidate): boolean {
    if (this.#spanNs === null || this.#newestNs === null) return true;
    return timeNs !== null && timeNs >= this.#newestNs - this.#spanNs;
  }

  #prune(): void {
    this.#kept = this.#kept.filter((candidate) => this.#isRecent(candidate));
    const most = this.#spanNs === null ? mostWithoutSpan : mostInSpan;
    if (this.#kept.length <= most) return;
    const newest = new Set(this.#kept.toSorted(compareTimes).slice(-most));
    this.#kept = this.#kept.filter((candidate) => newest.has(candidate));
  }
}

function compareTimes({ timeNs: left }: StageCandidate, { timeNs: right }: StageCandidate): number {
  if (left === right) return 0;
  if (left === null || right === null) return left === null ? -1 : 1;
  return left < right ? -1 : 1;
}
