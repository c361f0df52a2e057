import type { HuntPlan } from "../plan/plan.ts";
import type { Candidate } from "./candidate.ts";
import { estimateBytes } from "./data-size.ts";
import type { SpillOptions } from "./external-sort.ts";
import { GroupSets } from "./group-sets.ts";
import { positiveFilters } from "./positive-filters.ts";
import { isSelective } from "./selectivity.ts";
import { SpillQueue } from "./spill-queue.ts";

/**
 * Holds back the candidates of filters that hit very many events until it is known with which keys the other stages of
 * their rules were hit: without those no sequence and no sample comes about. It saves work and never changes a result.
 */
export class Thinning<Event> {
  /** By rule: its stages that can't be left out, and those of them that are selective. */
  readonly #rules: readonly { readonly positives: readonly number[]; readonly selective: readonly number[] }[];
  /** By filter. */
  readonly #isHeldBack: readonly boolean[];
  readonly #needsGroups: ReadonlySet<number>;
  readonly #hitFilters = new Set<number>();
  readonly #groups: GroupSets;
  readonly #heldBack: SpillQueue<Candidate<Event>>;

  /** Half of the memory is for keys, half for candidates. */
  constructor(plan: HuntPlan, options: SpillOptions) {
    const memoryBytes = options.memoryBytes / 2;
    this.#groups = new GroupSets(memoryBytes);
    this.#heldBack = new SpillQueue({ ...options, memoryBytes });
    this.#rules = plan.rules.map((_, rule) => {
      const positives = positiveFilters(plan, rule);
      return { positives, selective: positives.filter((filter) => isSelective(filter, plan)) };
    });
    this.#isHeldBack = plan.filters.map(
      ({ rule }, filter) => (this.#rules[rule]?.selective.length ?? 0) > 0 && !isSelective(filter, plan),
    );
    const thinnedRules = new Set(plan.filters.filter((_, filter) => this.#isHeldBack[filter]).map(({ rule }) => rule));
    this.#needsGroups = new Set(
      this.#rules.flatMap(({ selective }, rule) => (thinnedRules.has(rule) ? selective : [])),
    );
  }

  /** Notes a candidate; true if it is held back. */
  takes(candidate: Candidate<Event>): boolean {
    const { filter, group } = candidate;
    this.#hitFilters.add(filter);
    if (this.#needsGroups.has(filter)) this.#groups.add(filter, group);
    if (this.#isHeldBack[filter] !== true) return false;
    this.#heldBack.add(candidate, estimateBytes(candidate));
    return true;
  }

  /** False if a stage of the rule that can't be left out was never hit. */
  canSucceed(rule: number): boolean {
    return this.#rules[rule]?.positives.every((filter) => this.#hitFilters.has(filter)) === true;
  }

  /** Gives back those of the candidates held back that may be of use, once, when all candidates have been seen. */
  *released(ruleOf: (candidate: Candidate) => number): Generator<Candidate<Event>> {
    const wanted = this.#rules.map(({ selective }) => this.#groups.smallest(selective));
    for (let candidate = this.#heldBack.shift(); candidate !== undefined; candidate = this.#heldBack.shift()) {
      const rule = ruleOf(candidate);
      if (this.canSucceed(rule) && wanted[rule]?.has(candidate.group) !== false) yield candidate;
    }
  }

  /** Gives memory and disk back. */
  remove(): void {
    this.#groups.clear();
    this.#heldBack.remove();
  }
}
