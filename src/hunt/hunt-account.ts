import type { InputProblem } from "../input/finding.ts";
import type { InputFile, Split } from "../input/split.ts";
import { addLineCounts, type LineCounts } from "../scan/line-counts.ts";
import type { ScanStrategyName } from "../scan/scan-strategy.ts";
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
  /** Events of which a condition was given up after 65,536 combinations of array values. */
  | { readonly kind: "combination-limit"; readonly file: string; readonly events: number }
  /** A verdict that the reference evaluator does not share: a defect of eqlhunt. */
  | ({ readonly kind: "disagreement"; readonly file: string } & Disagreement);

/** What a hunt did. */
export interface HuntSummary {
  readonly statistics: HuntStatistics;
  /** In output order; empty for a complete hunt. */
  readonly problems: readonly HuntProblem[];
  /** Ended by its signal. */
  readonly aborted: boolean;
}

interface InputAccount {
  readonly input: InputFile;
  status: InputStatistics["status"];
  reason: string | null;
  bytes: number;
  counts: LineCounts | null;
}

/** Keeps count of a hunt, so that nothing disappears: every input, every split, every detection. */
export class HuntAccount {
  readonly #options: HuntOptions;
  readonly #startedMs = performance.timeOrigin + performance.now();
  readonly #detectionsByRule: number[];
  readonly #inputs: InputAccount[] = [];
  readonly #problems: HuntProblem[] = [];
  #missing: readonly InputProblem[] = [];
  #detections = 0;

  constructor(options: HuntOptions) {
    this.#options = options;
    this.#detectionsByRule = options.rules.plan.rules.map(() => 0);
  }

  open(inputs: readonly InputFile[], problems: readonly InputProblem[]): void {
    this.#missing = problems;
    for (const input of inputs) this.#inputs.push({ input, status: "ok", reason: null, bytes: 0, counts: null });
    for (const { name, code, reason } of problems) this.#problems.push({ kind: "input", code, file: name, reason });
  }

  /** Counts a detection; false if its rule has had all that it may have. */
  countDetection(rule: number): boolean {
    const count = this.#detectionsByRule[rule] ?? 0;
    if (count >= (this.#options.maxDetectionsPerRule ?? Number.POSITIVE_INFINITY)) return false;
    this.#detectionsByRule[rule] = count + 1;
    this.#detections++;
    return true;
  }

  addSplit(split: Split, outcome: SplitOutcome): void {
    const account = this.#inputs[split.input.index];
    if (account === undefined) return;
    const file = split.input.name;
    if (outcome.kind === "failed") {
      this.#problems.push({ kind: "split", file, startBytes: split.startBytes, reason: outcome.reason });
      mark(account, "damaged", `not scanned from byte ${split.startBytes} on: ${outcome.reason}`);
      return;
    }
    const { end, counts, disagreements } = outcome;
    account.bytes += end.bytes;
    account.counts = account.counts === null ? counts : addLineCounts(account.counts, counts);
    if (end.status !== "ok") {
      if (account.reason === null) {
        this.#problems.push({ kind: "input", code: "E501", file, reason: end.reason ?? end.status });
      }
      mark(account, end.status, end.reason ?? end.status);
    }
    for (const disagreement of disagreements) this.#problems.push({ kind: "disagreement", file, ...disagreement });
  }

  /** The summary; the account is closed by it. */
  close(end: {
    readonly strategy: ScanStrategyName;
    readonly threads: number;
    readonly firstByteMs: number | null;
    readonly aborted: boolean;
  }): HuntSummary {
    const seconds = (performance.timeOrigin + performance.now() - this.#startedMs) / 1000;
    const startSeconds = end.firstByteMs === null ? seconds : (end.firstByteMs - this.#startedMs) / 1000;
    const { rules, matcher = "auto" } = this.#options;
    const inputs = this.#inputs.map(inputStatistics);
    const totals = totalsOf(this.#inputs);
    for (const { input, counts } of this.#inputs) {
      const events = counts?.combinationLimit ?? 0;
      if (events > 0) this.#problems.push({ kind: "combination-limit", file: input.name, events });
    }
    const missing = this.#missing.map(({ name, reason }): InputStatistics => {
      return { file: name, status: "unreadable", reason, product: "ecs", bytes: 0 };
    });
    return {
      statistics: {
        inputs: [...inputs, ...missing],
        totals,
        rules: { loaded: rules.rules.length, failed: rules.failed, skipped: rules.skipped },
        strategy: end.strategy,
        matcher: typeof matcher === "string" ? matcher : String(matcher.module),
        detections: this.#detections,
        threads: end.threads,
        seconds,
        startSeconds,
        ...(totals.events === undefined ? {} : { eventsPerSecond: Math.round(totals.events / seconds) }),
        bytesPerSecond: Math.round(totals.bytes / seconds),
      },
      problems: this.#problems,
      aborted: end.aborted,
    };
  }
}

/** The first reason stays: later splits mostly repeat it. */
function mark(account: InputAccount, status: InputStatistics["status"], reason: string): void {
  if (account.reason !== null) return;
  account.status = status;
  account.reason = reason;
}

function inputStatistics({ input, status, reason, bytes, counts }: InputAccount): InputStatistics {
  const lines = counts?.lines ?? null;
  const validated = counts?.validated ?? null;
  return {
    file: input.name,
    status,
    ...(reason === null ? {} : { reason }),
    product: "ecs",
    bytes,
    ...(lines === null ? {} : { lines }),
    ...(validated === null
      ? {}
      : {
          events: validated.events,
          bad: validated.bad,
          ...(validated.noTimestamp > 0 ? { no_timestamp: validated.noTimestamp } : {}),
          ...((counts?.combinationLimit ?? 0) > 0 ? { combination_limit: counts?.combinationLimit ?? 0 } : {}),
        }),
  };
}

/** Sums that some input lacks are left out: never a wrong number. */
function totalsOf(inputs: readonly InputAccount[]): TotalStatistics {
  const bytes = inputs.reduce((sum, account) => sum + account.bytes, 0);
  const counts = inputs.map((account) => account.counts).filter((count) => count !== null);
  if (counts.length === 0 || counts.length < inputs.length) return { bytes };
  const total = counts.reduce(addLineCounts);
  return {
    bytes,
    ...(total.lines === null ? {} : { lines: total.lines }),
    ...(total.validated === null ? {} : { events: total.validated.events, bad: sumOf(total.validated.bad) }),
  };
}

function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
