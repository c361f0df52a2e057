import type { FoundInputs, InputProblem } from "../input/finding.ts";
import type { InputFile, Split } from "../input/split.ts";
import type { QueryPlan } from "../plan/plan.ts";
import { addHandOvers, type HandOverCounts, noHandOvers } from "../scan/hand-overs.ts";
import { addCategoryCounts, type CategoryCounts, extrapolate, noCategories } from "../scan/category-counts.ts";
import { addLineCounts, type LineCounts } from "../scan/line-counts.ts";
import type { ScanChoice } from "../scan/scan-strategy.ts";
import { addStageTimes, type StageTimes } from "../scan/stage-clock.ts";
import { ecsSource } from "../sources/ecs.ts";
import type { Source } from "../sources/source.ts";
import { coverageStatistics } from "./coverage-statistics.ts";
import type { HuntOptions } from "./hunt-options.ts";
import type { SplitOutcome } from "./split-run.ts";
import type { HuntStatistics, InputStatistics, TotalStatistics } from "./statistics.ts";
import type { Disagreement } from "./worker-task.ts";

/** Something that could not be done whole. A hunt with one is no complete answer. */
export type HuntProblem =
  /** An input that is missing (E500), or that can't be read or is damaged (E501). */
  | { readonly kind: "input"; readonly code: "E500" | "E501"; readonly file: string; readonly reason: string }
  /** A split that failed at every attempt: the lines from `startBytes` on were not scanned. */
  | { readonly kind: "split"; readonly file: string; readonly startBytes: number; readonly reason: string }
  /** Events of sequences or samples that could not be read again: what they were part of is not among the detections. */
  | { readonly kind: "lost-events"; readonly file: string; readonly events: number }
  /** A part of the input is missing, so that sequences and samples would be wrong: those of so many rules are not there. */
  | { readonly kind: "correlations-refused"; readonly rules: number }
  /** Events of which a condition was given up after 65,536 combinations of array values. */
  | { readonly kind: "combination-limit"; readonly file: string; readonly events: number }
  /** A verdict that the reference evaluator does not share: a defect of eqlhunt. */
  | ({ readonly kind: "disagreement"; readonly file: string } & Disagreement);

/** What was kept in a state folder before a hunt, and could be used. */
export interface StateSummary {
  readonly folder: string;
  /** Pieces of inputs that there are, and how many of them had been scanned before. */
  readonly splits: number;
  readonly keptSplits: number;
  /** Inputs that are not as they were when the state was begun, or were not there: they are scanned, if that hasn't been done since. */
  readonly changedInputs: readonly string[];
  /** Of an incremental hunt: how many inputs there are, and how many of them hold something new. */
  readonly newInputs: { readonly inputs: number; readonly withNews: number } | null;
}

/** What a hunt did. */
export interface HuntSummary {
  /** Of an aborted hunt: of the splits whose hits had all been taken. */
  readonly statistics: HuntStatistics;
  /** Inputs that can't be opened first, then in output order; empty for a complete hunt. */
  readonly problems: readonly HuntProblem[];
  /** Ended by its signal. */
  readonly aborted: boolean;
  /** What the state folder gave; `null` without one. */
  readonly state: StateSummary | null;
}

interface InputAccount {
  readonly input: InputFile;
  /** Of all that was told of its splits the gravest, and of that the first. */
  status: InputStatistics["status"];
  reason: string | null;
  splitsLeft: number;
  bytes: number;
  counts: LineCounts;
  categories: CategoryCounts;
}

const gravity: Readonly<Record<InputStatistics["status"], number>> = {
  ok: 0,
  unfinished: 1,
  changed: 2,
  damaged: 3,
  unreadable: 4,
};

/** Keeps count of a hunt, so that nothing disappears: every input, every split, every detection. */
export class HuntAccount {
  readonly #options: HuntOptions;
  readonly #startedMs = performance.timeOrigin + performance.now();
  readonly #detectionsByRule: number[];
  readonly #inputs: InputAccount[] = [];
  /** By the inputs' index. */
  readonly #byIndex = new Map<number, InputAccount>();
  readonly #problems: HuntProblem[] = [];
  #noLines: LineCounts;
  readonly #lostEvents = new Map<string, number>();
  #missing: readonly InputProblem[] = [];
  #stages: StageTimes | null = null;
  /** Of all inputs that were read. */
  #categories = noCategories;
  #handOvers: HandOverCounts | null = null;
  readonly #counts = { event: 0, sequence: 0, sample: 0 };

  constructor(options: HuntOptions) {
    this.#options = options;
    this.#detectionsByRule = options.rules.plan.rules.map(() => 0);
    this.#noLines = {
      lines: options.countLines === true ? 0 : null,
      validated: null,
      sources: [],
      combinationLimit: 0,
    };
  }

  /** `splits` are those of all inputs; `validatesLines`: every line is parsed, so that there are counts of events. */
  open({ inputs, problems }: FoundInputs, splits: readonly Split[], validatesLines: boolean): void {
    this.#missing = problems;
    if (validatesLines) this.#noLines = { ...this.#noLines, validated: { events: 0, bad: {}, noTimestamp: 0 } };
    const counts = this.#noLines;
    for (const input of inputs) {
      const account: InputAccount = {
        input,
        status: "ok",
        reason: null,
        splitsLeft: 0,
        bytes: 0,
        counts,
        categories: noCategories,
      };
      this.#inputs.push(account);
      this.#byIndex.set(input.index, account);
    }
    for (const { input } of splits) {
      const account = this.#byIndex.get(input.index);
      if (account !== undefined) account.splitsLeft++;
    }
    for (const { name, code, reason } of problems) this.#problems.push({ kind: "input", code, file: name, reason });
  }

  /** Counts a detection; false if its rule has had all that it may have. */
  countDetection(rule: number): boolean {
    const count = this.#detectionsByRule[rule] ?? 0;
    if (count >= (this.#options.maxDetectionsPerRule ?? Number.POSITIVE_INFINITY)) return false;
    this.#detectionsByRule[rule] = count + 1;
    this.#counts[this.#kindOf(rule)]++;
    return true;
  }

  /** Takes back the last count of a rule: the detection can't be shown. */
  uncountDetection(rule: number): void {
    this.#detectionsByRule[rule] = (this.#detectionsByRule[rule] ?? 1) - 1;
    this.#counts[this.#kindOf(rule)]--;
  }

  /** An event of a sequence or sample that could not be read again. */
  addLostEvent(file: string): void {
    this.#lostEvents.set(file, (this.#lostEvents.get(file) ?? 0) + 1);
  }

  /** How reading a piece again ended: an input may have changed since it was scanned. */
  addSecondReading({ input }: Split, outcome: SplitOutcome): void {
    const account = this.#byIndex.get(input.index);
    if (account === undefined) return;
    const [status, reason] =
      outcome.kind === "failed"
        ? (["damaged", `events could not be read again: ${outcome.reason}`] as const)
        : ([outcome.end.status, outcome.end.reason ?? outcome.end.status] as const);
    this.#mark(account, status, reason);
  }

  /** What is known of an input by now. */
  statusOf({ index }: InputFile): InputStatistics["status"] {
    return this.#byIndex.get(index)?.status ?? "unfinished";
  }

  /** Sequences and samples of so many rules are left out, since {@link isPartial}. */
  refuseCorrelations(rules: number): void {
    this.#problems.push({ kind: "correlations-refused", rules });
  }

  /** True if some split could not be scanned. */
  get isPartial(): boolean {
    return this.#problems.some(({ kind }) => kind === "split");
  }

  #kindOf(rule: number): QueryPlan["kind"] {
    return this.#options.rules.plan.rules[rule]?.query.kind ?? "event";
  }

  addSplit(split: Split, outcome: SplitOutcome): void {
    const account = this.#byIndex.get(split.input.index);
    if (account === undefined) return;
    account.splitsLeft--;
    if (outcome.kind === "failed") {
      this.#addFailure(account, split, outcome.reason);
      return;
    }
    const { end, counts, categories, handOvers, stages, disagreements } = outcome;
    this.#addStages(stages);
    if (handOvers !== undefined) this.#handOvers = addHandOvers(this.#handOvers ?? noHandOvers, handOvers);
    account.bytes += end.bytes;
    account.counts = addLineCounts(account.counts, counts);
    account.categories = addCategoryCounts(account.categories, categories);
    if (account.splitsLeft === 0) this.#addCategories(account);
    this.#mark(account, end.status, end.reason ?? end.status);
    const file = split.input.name;
    for (const disagreement of disagreements) this.#problems.push({ kind: "disagreement", file, ...disagreement });
  }

  /**
   * How a split ended that was scanned for the second time: what there is to count was counted before, but for events past the
   * combination limit, which only stages of this pass may reach.
   */
  addSecondPass(split: Split, outcome: SplitOutcome): void {
    const account = this.#byIndex.get(split.input.index);
    if (account === undefined) return;
    if (outcome.kind === "failed") {
      this.#addFailure(account, split, outcome.reason);
      return;
    }
    const { end, counts, stages } = outcome;
    this.#addStages(stages);
    const combinationLimit = account.counts.combinationLimit + counts.combinationLimit;
    account.counts = { ...account.counts, combinationLimit };
    this.#mark(account, end.status, end.reason ?? end.status);
  }

  #addFailure(account: InputAccount, split: Split, reason: string): void {
    this.#problems.push({ kind: "split", file: split.input.name, startBytes: split.startBytes, reason });
    mark(account, "damaged", `not scanned from byte ${split.startBytes} on: ${reason}`);
  }

  /** Those of an input of which there is nothing more to come: of many inputs they would be much to keep. */
  #addCategories(account: InputAccount): void {
    if (account.categories === noCategories) return;
    this.#categories = addCategoryCounts(this.#categories, extrapolate(account.categories, account.bytes));
    account.categories = noCategories;
  }

  #addStages(stages: StageTimes | undefined): void {
    if (stages !== undefined) this.#stages = this.#stages === null ? stages : addStageTimes(this.#stages, stages);
  }

  /** Every split of a file says what is wrong with the whole of it. */
  #mark(account: InputAccount, status: InputStatistics["status"], reason: string): void {
    if (!mark(account, status, reason)) return;
    this.#problems.push({ kind: "input", code: "E501", file: account.input.name, reason });
  }

  /** The summary; the account is closed by it. */
  close(end: {
    readonly choice: ScanChoice;
    readonly passes: 1 | 2;
    readonly threads: number;
    readonly firstByteMs: number | null;
    readonly aborted: boolean;
    readonly state: StateSummary | null;
  }): HuntSummary {
    const seconds = (performance.timeOrigin + performance.now() - this.#startedMs) / 1000;
    const startSeconds = end.firstByteMs === null ? seconds : (end.firstByteMs - this.#startedMs) / 1000;
    const { rules, matcher = "auto" } = this.#options;
    for (const account of this.#inputs) {
      if (account.splitsLeft > 0) mark(account, "unfinished", "the hunt was ended");
    }
    const { event, sequence, sample } = this.#counts;
    const { sources } = this.#options.rules.plan;
    const inputs = this.#inputs.map((account) => inputStatistics(account, sources));
    const totals = totalsOf(this.#inputs, this.#noLines);
    for (const { input, counts } of this.#inputs) {
      const events = counts.combinationLimit;
      if (events > 0) this.#problems.push({ kind: "combination-limit", file: input.name, events });
    }
    for (const [file, events] of this.#lostEvents) this.#problems.push({ kind: "lost-events", file, events });
    const missing = this.#missing.map(({ name, reason }): InputStatistics => {
      return { file: name, status: "unreadable", reason, product: ecsSource.product, bytes: 0 };
    });
    for (const account of this.#inputs) this.#addCategories(account);
    const coverage = coverageStatistics(rules, this.#categories, this.#detectionsByRule);
    return {
      statistics: {
        inputs: [...inputs, ...missing],
        totals,
        rules: { loaded: rules.plan.rules.length, failed: rules.failed, skipped: rules.skipped },
        strategy: end.choice.strategy,
        strategyReason: end.choice.reason,
        passes: end.passes,
        matcher: typeof matcher === "string" ? matcher : String(matcher.module),
        detections: event + sequence + sample,
        sequences: sequence,
        samples: sample,
        threads: end.threads,
        seconds,
        startSeconds,
        ...(totals.events === undefined ? {} : { eventsPerSecond: Math.round(totals.events / seconds) }),
        bytesPerSecond: Math.round(totals.bytes / seconds),
        ...(this.#stages === null ? {} : { stages: this.#stages }),
        ...(this.#handOvers === null ? {} : { scan: this.#handOvers }),
        ...(coverage === null ? {} : { coverage }),
      },
      problems: this.#problems,
      aborted: end.aborted,
      state: end.state,
    };
  }
}

/** True if this is news: graver than what was known. */
function mark(account: InputAccount, status: InputStatistics["status"], reason: string): boolean {
  if (gravity[status] <= gravity[account.status]) return false;
  account.status = status;
  account.reason = reason;
  return true;
}

function inputStatistics(
  { input, status, reason, bytes, counts }: InputAccount,
  sources: readonly Source[],
): InputStatistics {
  const { lines, validated, combinationLimit } = counts;
  const products = productCounts(counts.sources, sources);
  return {
    file: input.name,
    status,
    ...(reason === null ? {} : { reason }),
    product: mostFrequent(products) ?? ecsSource.product,
    bytes,
    ...(lines === null ? {} : { lines }),
    ...(validated === null
      ? {}
      : {
          events: validated.events,
          products: Object.fromEntries(products),
          bad: validated.bad,
          ...(validated.noTimestamp > 0 ? { no_timestamp: validated.noTimestamp } : {}),
          ...(combinationLimit > 0 ? { combination_limit: combinationLimit } : {}),
        }),
  };
}

/** How many events are of each product, in the order of the plan's sources; several may be of one product. */
function productCounts(counts: readonly number[], sources: readonly Source[]): ReadonlyMap<string, number> {
  const products = new Map<string, number>();
  for (const [source, { product }] of sources.entries()) {
    const count = counts[source] ?? 0;
    if (count > 0) products.set(product, (products.get(product) ?? 0) + count);
  }
  return products;
}

function mostFrequent(products: ReadonlyMap<string, number>): string | null {
  let most: readonly [string | null, number] = [null, 0];
  for (const entry of products) if (entry[1] > most[1]) most = entry;
  return most[0];
}

function totalsOf(inputs: readonly InputAccount[], noLines: LineCounts): TotalStatistics {
  const bytes = inputs.reduce((sum, account) => sum + account.bytes, 0);
  const { lines, validated } = inputs.map(({ counts }) => counts).reduce(addLineCounts, noLines);
  return {
    bytes,
    ...(lines === null ? {} : { lines }),
    ...(validated === null ? {} : { events: validated.events, bad: sumOf(validated.bad) }),
  };
}

function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
