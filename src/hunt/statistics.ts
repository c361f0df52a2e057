import type { BadLineKind } from "../scan/line-counts.ts";
import type { StageTimes } from "../scan/stage-clock.ts";
import type { HandOverCounts } from "../scan/hand-overs.ts";
import type { CoverageStatistics } from "./coverage-statistics.ts";

export type { BadLineKind };

/** What became of one input. */
export interface InputStatistics {
  readonly file: string;
  /** `unfinished` only in the summary of a hunt that was aborted. */
  readonly status: "ok" | "damaged" | "unreadable" | "changed" | "unfinished";
  /** Why the status isn't `ok`. */
  readonly reason?: string;
  /**
   * What most events are of, of those that were read: with a fast strategy of those whose line might have matched, or of the
   * first of each piece if none might.
   */
  readonly product: string;
  /** How many events are of each product; a product without one is not there. Absent as `events` is. */
  readonly products?: Readonly<Record<string, number>>;
  /** Decompressed, always exact. */
  readonly bytes: number;
  /** Absent unless statistics are asked for. */
  readonly lines?: number;
  /** Absent unless every line was validated, as are `bad`, `no_timestamp` and `combination_limit`. */
  readonly events?: number;
  /** By kind; a kind that did not occur is not there. */
  readonly bad?: Readonly<Partial<Record<BadLineKind, number>>>;
  readonly no_timestamp?: number;
  readonly combination_limit?: number;
}

/** The sums over all inputs; fields are absent where an input's are. */
export interface TotalStatistics {
  readonly bytes: number;
  readonly lines?: number;
  readonly events?: number;
  readonly bad?: number;
}

/** How many rules there were, and how many were left out by kind. */
export interface RuleStatistics {
  readonly loaded: number;
  readonly failed: number;
  readonly skipped: Readonly<Record<string, number>>;
}

/** What `--stats` writes and `hunt` ends with. */
export interface HuntStatistics {
  readonly inputs: readonly InputStatistics[];
  readonly totals: TotalStatistics;
  readonly rules: RuleStatistics;
  readonly strategy: string;
  /** Why that one, as a clause for people. */
  readonly strategyReason: string;
  /** 2 if all inputs were read once more, for stages of sequences that most events hit: only with the keys of the other stages. */
  readonly passes: 1 | 2;
  readonly matcher: string;
  readonly detections: number;
  /** Of `detections`. */
  readonly sequences: number;
  readonly samples: number;
  readonly threads: number;
  readonly seconds: number;
  /** Of `seconds`, until the first byte was scanned. */
  readonly startSeconds: number;
  /** What the kernel of `extract` found; with another strategy absent. */
  readonly scan?: HandOverCounts;
  /** Absent unless every line was validated. */
  readonly eventsPerSecond?: number;
  readonly bytesPerSecond: number;
  /** What the workers' time went into, of all of them together; waiting for an input counts as reading. Absent unless asked for. */
  readonly stages?: StageTimes;
  /** Which rules could match what was seen. Absent if nothing was. */
  readonly coverage?: CoverageStatistics;
}
