import type { HuntPlan, RulePlan } from "../plan/plan.ts";
import type { Candidate, Finding, JoinKey } from "./candidate.ts";
import { estimateBytes } from "./data-size.ts";
import { ExternalSort } from "./external-sort.ts";
import {
  compareKeys,
  compareMoments,
  comparePlacedFindings,
  comparePositions,
  type PlacedFinding,
} from "./ordering.ts";
import { SampleMatcher } from "./sample-matching.ts";
import { type SelectedRange, selectRange } from "./selection.ts";
import { type PendingSequence, SequenceMatcher } from "./sequence-matching.ts";
import { SpillQueue } from "./spill-queue.ts";
import { Thinning } from "./thinning.ts";

export interface CorrelationOptions {
  /** About how much memory candidates and findings may take together. What is more goes to files. */
  readonly memoryBytes: number;
  /** The path for a temporary file of this name. It must not be there; its folder is made when it is first needed. */
  readonly filePath: (name: string) => string;
  /** How many samples of one key are given; default 1. */
  readonly maxSamplesPerKey?: number;
  /** How many results of a rule are given, before its pipes: the last ones, of a sample the first; default all. */
  readonly size?: number | null;
}

/** Takes the candidates of one group after the other. */
interface GroupMatcher<Event> {
  add(candidate: Candidate<Event>): void;
  end(): void;
}

/**
 * From hits to sequences and samples: takes candidates in any order, and gives what they make up in the order of output,
 * which depends on the candidates alone. Candidates and findings are sorted on disk where they don't fit in memory.
 * All its methods throw the system's error where the disk is full or can't be used; {@link remove} is to be called in any case.
 *
 * @example
 * const correlation = new Correlation(plan, { memoryBytes: 64e6, filePath: (name) => join(folder, name) });
 * try {
 *   for (const candidate of candidates) correlation.add(candidate);
 *   for (const finding of correlation.findings()) show(finding);
 * } finally {
 *   correlation.remove();
 * }
 */
export class Correlation<Event = unknown> {
  readonly #plan: HuntPlan;
  readonly #samplesPerKey: number;
  readonly #size: number | null;
  readonly #thinning: Thinning<Event>;
  readonly #candidates: ExternalSort<Candidate<Event>>;
  readonly #pending: SpillQueue<PendingSequence<Event>>;
  readonly #findings: ExternalSort<PlacedFinding<Event>>;
  /** By rule. */
  readonly #counts: number[];

  constructor(plan: HuntPlan, { memoryBytes, filePath, maxSamplesPerKey = 1, size = null }: CorrelationOptions) {
    this.#plan = plan;
    this.#samplesPerKey = maxSamplesPerKey;
    this.#size = size;
    this.#counts = plan.rules.map(() => 0);
    // While candidates are read in order, what didn't have to be written is still in memory, and findings come in.
    this.#thinning = new Thinning(plan, { name: "thinning", memoryBytes: memoryBytes / 4, filePath });
    this.#pending = new SpillQueue({ name: "pending", memoryBytes: memoryBytes / 8, filePath });
    this.#candidates = new ExternalSort((left, right) => this.#compareCandidates(left, right), {
      name: "candidates",
      memoryBytes: memoryBytes / 2,
      filePath,
    });
    const kindOf = (rule: number): RulePlan["query"]["kind"] => plan.rules[rule]?.query.kind ?? "event";
    this.#findings = new ExternalSort((left, right) => comparePlacedFindings(left, right, kindOf), {
      name: "findings",
      memoryBytes: memoryBytes / 4,
      filePath,
    });
  }

  /** Takes a candidate. One without a time is of no use to a sequence. */
  add(candidate: Candidate<Event>): void {
    if (candidate.timeNs === null && this.#plan.rules[this.#ruleOf(candidate)]?.query.kind === "sequence") return;
    if (!this.#thinning.takes(candidate)) this.#candidates.add(candidate, estimateBytes(candidate));
  }

  /** Ends the input and gives what was found, in the order of output. To be called once. */
  *findings(): Generator<Finding<Event>> {
    for (const candidate of this.#thinning.released((candidate) => this.#ruleOf(candidate)))
      this.#candidates.add(candidate, estimateBytes(candidate));
    this.#matchGroups();
    this.#thinning.remove();
    this.#candidates.remove();
    const ranges = this.#plan.rules.map(({ query }, rule): SelectedRange => {
      return selectRange(this.#counts[rule] ?? 0, this.#size, query.pipes, query.kind);
    });
    const places = this.#plan.rules.map(() => 0);
    for (const { finding } of this.#findings.sorted()) {
      const place = places[finding.rule] ?? 0;
      places[finding.rule] = place + 1;
      const range = ranges[finding.rule];
      if (range !== undefined && place >= range.start && place < range.end) yield finding;
    }
  }

  /** Gives memory and disk back. To be called in the end, also after an error or when findings were left unread. */
  remove(): void {
    this.#thinning.remove();
    this.#pending.remove();
    this.#candidates.remove();
    this.#findings.remove();
  }

  #matchGroups(): void {
    let rule = -1;
    let group = "";
    let matcher: GroupMatcher<Event> | null = null;
    for (const candidate of this.#candidates.sorted()) {
      const ruleOfThis = this.#ruleOf(candidate);
      if (ruleOfThis !== rule || candidate.group !== group) {
        matcher?.end();
        if (ruleOfThis !== rule) matcher = this.#thinning.canSucceed(ruleOfThis) ? this.#matcherFor(ruleOfThis) : null;
        rule = ruleOfThis;
        ({ group } = candidate);
      }
      matcher?.add(candidate);
    }
    matcher?.end();
  }

  #matcherFor(rule: number): GroupMatcher<Event> | null {
    const query = this.#plan.rules[rule]?.query;
    switch (query?.kind) {
      case "sequence":
        return new SequenceMatcher<Event>(query, (stages) => this.#note(rule, stages), this.#pending);
      case "sample":
        return new SampleMatcher<Event>(query, this.#samplesPerKey, (stages, orderKeys) =>
          this.#note(rule, stages, orderKeys),
        );
      default:
        return null;
    }
  }

  #note(rule: number, stages: Finding<Event>["stages"], orderKeys?: readonly JoinKey[]): void {
    const keys = stages.find((stage) => stage !== null)?.keys ?? [];
    const placed: PlacedFinding<Event> = { finding: { rule, keys, stages }, orderKeys: orderKeys ?? keys };
    this.#counts[rule] = (this.#counts[rule] ?? 0) + 1;
    this.#findings.add(placed, estimateBytes(placed));
  }

  /**
   * By rule and group, so that what joins lies together; in a group events as their rule takes them, by the keys if an event
   * has two that join. What is equal then serves different stages, and its order makes no difference.
   */
  #compareCandidates(left: Candidate, right: Candidate): number {
    const rule = this.#ruleOf(left);
    const order = rule - this.#ruleOf(right) || compareGroups(left.group, right.group);
    if (order !== 0) return order;
    const isSample = this.#plan.rules[rule]?.query.kind === "sample";
    return (
      (isSample ? comparePositions(left, right) : compareMoments(left, right)) || compareKeys(left.keys, right.keys)
    );
  }

  #ruleOf({ filter }: Candidate): number {
    return this.#plan.filters[filter]?.rule ?? -1;
  }
}

/** Any order will do that puts equal ones together. */
function compareGroups(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
