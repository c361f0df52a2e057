import type { CompiledRules } from "../plan/compilation.ts";
import type { ScanStrategyName } from "../scan/scan-strategy.ts";
import type { HuntSummary } from "./hunt-account.ts";
import type { MatcherChoice } from "./matcher-choice.ts";

/** What is hunted for, where, and how. Only `rules` and `inputs` are needed; an option that is `undefined` is as if it were not there. */
export interface HuntOptions {
  /** From `compileRules`. Rules that failed are left out; whether that is fine is for the caller to say. */
  readonly rules: CompiledRules;
  /** Files, folders, globs, or `-` for standard input, in output order. */
  readonly inputs: readonly string[];
  /** Worker threads; default: all cores. The answer doesn't depend on it. */
  readonly threads?: number | undefined;
  /** How lines are scanned. Default `auto`. The answer doesn't depend on it. */
  readonly strategy?: ScanStrategyName | "auto" | undefined;
  /** How patterns are matched. Default `auto`. The answer doesn't depend on it. */
  readonly matcher?: MatcherChoice | undefined;
  /** Only events from this instant on, in nanoseconds since 1970. Events without a readable time don't pass. */
  readonly sinceNs?: bigint | undefined;
  /** Only events before this instant. */
  readonly untilNs?: bigint | undefined;
  /** Of each rule the first so many detections in output order. */
  readonly maxDetectionsPerRule?: number | undefined;
  /** Of each rule the last so many detections by time (SEMANTICS 9). They come when the hunt has seen everything. */
  readonly size?: number | undefined;
  /** Count lines, which takes a few percent. */
  readonly countLines?: boolean | undefined;
  /** Measure what the workers' time goes into, which takes a percent or two. */
  readonly timeStages?: boolean | undefined;
  /** Validate every line, so that events and bad lines are counted exactly. */
  readonly count?: boolean | undefined;
  /**
   * Plain files are cut into pieces of about this size. Default 32 MiB, and up to 256 MiB where there is much to read;
   * a hunt that goes on from a state folder keeps to what it began with. The answer doesn't depend on it.
   */
  readonly splitSizeBytes?: number | undefined;
  /** A longer line is skipped and counted. Default 16 MiB. */
  readonly maxLineBytes?: number | undefined;
  /**
   * Of each sample rule and key at most so many combinations of events; default 1 (SEMANTICS 8).
   */
  readonly maxSamplesPerKey?: number | undefined;
  /** Give sequences and samples, with `partial`, even if a part of the input could not be scanned. Without, there are none then. */
  readonly allowPartial?: boolean | undefined;
  /** Candidates of sequences and the like are kept in memory up to about this, then on disk. Default 64 MiB. */
  readonly sortMemoryBytes?: number | undefined;
  /**
   * Give near misses too, of each event rule at most so many: events that fail exactly one of the conditions that all must hold,
   * as detections of kind `near_miss`, which don't count as detections. Every line is parsed then, whatever `strategy` says.
   */
  readonly nearMisses?: number | undefined;
  /** Hold every verdict against the reference evaluator, and report where they differ. Slow. */
  readonly verify?: boolean | undefined;
  /**
   * Keep what is done in a folder, which is made: the same hunt run again goes on from there, and one that was complete gives the
   * same again at once. Streams are not kept. See {@link StateChoice}.
   */
  readonly state?: StateChoice | undefined;
  /** Ends the hunt: no more detections come, and `summary` has `aborted` true. */
  readonly signal?: AbortSignal | undefined;
  /** Told about five times a second how far the hunt is. */
  readonly onProgress?: ((progress: HuntProgress) => void) | undefined;
}

/** Where and how a hunt keeps what is done. */
export interface StateChoice {
  /** For one set of rules and options; inputs may change. Nobody else's files may be in it, and it must not lie among the inputs. */
  readonly folder: string;
  /**
   * Take only what is new since the last hunt with this folder that came to its end: inputs that were not there, and of plain
   * ones that grew what is behind their old end. Sequences that began then are found; no detection is given twice. What a
   * sequence may still be waiting for is looked up as far back as its time span; of those without a span, and of samples, the
   * last 10,000 events are.
   */
  readonly incremental?: boolean | undefined;
  /**
   * Called when all detections have been given, before the hunt counts as complete: for whoever has to put them somewhere first.
   * With `false` it doesn't, so that an incremental one gives them once more. Nothing that takes time comes after it.
   */
  readonly settle?: ((summary: HuntSummary) => Promise<boolean>) | undefined;
}

/** How far a hunt is. */
export interface HuntProgress {
  /** Decompressed bytes scanned so far; those that are read for a second time count twice. */
  readonly bytes: number;
  /** Of how many: twice as many from the moment on when it is known that all have to be read again. `null` where compressed inputs or streams make that unknown. */
  readonly totalBytes: number | null;
  /** Events so far. */
  readonly events: number;
  /** False where `events` is what a sample of the lines lets expect, since not every line is validated. */
  readonly eventsExact: boolean;
  readonly detections: number;
}

/** Default of {@link HuntOptions.maxLineBytes}. */
export const defaultMaxLineBytes = 16 * 1024 * 1024;

/** Default of {@link HuntOptions.sortMemoryBytes}. */
export const defaultSortMemoryBytes = 64 * 1024 * 1024;

const positiveIntegers = [
  "threads",
  "maxDetectionsPerRule",
  "maxSamplesPerKey",
  "nearMisses",
  "splitSizeBytes",
  "maxLineBytes",
  "sortMemoryBytes",
] as const;

/** Throws a `RangeError` for an option that is out of its range, which only a caller's mistake can be. */
export function checkHuntOptions(options: HuntOptions): void {
  const { size } = options;
  if (size !== undefined && !(Number.isSafeInteger(size) && size >= 0)) {
    throw new RangeError(`size must be a whole number from 0 on, and is ${String(size)}`);
  }
  for (const name of positiveIntegers) {
    const value = options[name];
    if (value !== undefined && !(Number.isSafeInteger(value) && value > 0)) {
      throw new RangeError(`${name} must be a whole number from 1 on, and is ${String(value)}`);
    }
  }
  const { strategy } = options;
  if (strategy !== undefined && !scanStrategies.has(strategy)) {
    throw new RangeError(`there is no scan strategy \`${strategy}\``);
  }
}

const scanStrategies: ReadonlySet<unknown> = new Set<HuntOptions["strategy"]>(["auto", "parse", "literal", "extract"]);
