import type { Split } from "../input/split.ts";
import type { HuntPlan } from "../plan/plan.ts";
import type { Hit } from "../scan/hit.ts";
import type { ScanOptions, ScannedSplit, WantedEvent } from "../scan/split-scanner.ts";
import type { Schema } from "../language/schema.ts";
import type { EventFilter } from "../language/syntax.ts";
import type { FilterSample } from "./filter-sample.ts";
import type { PackedSetup } from "./packed-setup.ts";
import type { ScanPass } from "./scan-pass.ts";
import type { MatcherChoice } from "./matcher-choice.ts";

/** What every worker is given once, packed (`packed-setup.ts`). */
export interface WorkerSetup {
  readonly plan: HuntPlan;
  readonly options: Omit<ScanOptions, "matcher" | "strategy" | "filters" | "live">;
  /** What to prepare for, before there is a task. */
  readonly pass: ScanPass;
  readonly matcher: MatcherChoice;
  /** How many near misses of each rule are wanted; `null` for none. */
  readonly nearMisses: number | null;
  /** The rules' own trees, where every verdict is to be held against the reference evaluator (`--verify`). */
  readonly verify: readonly VerifiedFilter[] | null;
  /** Progress over all workers, see {@link progressSlots}. */
  readonly progress: BigInt64Array<SharedArrayBuffer>;
  /** Set to 1 to make workers stop at the next block. */
  readonly aborted: Int32Array<SharedArrayBuffer>;
}

/** What the reference evaluator needs of a filter. */
export interface VerifiedFilter {
  readonly ruleId: string;
  readonly filter: EventFilter;
  readonly options: {
    readonly categoryField: string;
    readonly timestampField: string;
    readonly schema: Schema | null;
  };
}

/** What `WorkerSetup.progress` counts. */
export const progressSlots = {
  bytes: 0,
  events: 1,
  hits: 2,
  firstByteMicroseconds: 3,
  sampledBytes: 4,
  sampledLines: 5,
  /** Those of the second pass: the others are of the first. */
  secondPassBytes: 6,
  count: 7,
} as const;

/** One split to scan, or to read events of again. Log bytes never travel: the worker opens the input itself. */
export interface WorkerTask {
  readonly split: Split;
  /** Events to read again, by offset, then filter; `null` to scan the split. */
  readonly wanted: readonly WantedEvent[] | null;
  /** What is looked for; `null` for events that are read again. */
  readonly pass: ScanPass | null;
  /** No other attempt has this number: the worker's messages name it. */
  readonly attempt: number;
  /** See `creditSlots`. */
  readonly credit: Int32Array<SharedArrayBuffer>;
  /** Where hits go that nobody takes yet. */
  readonly partPath: string;
  /** Where all hits are to be kept, and of which split they are (`--state`); then nothing goes to `partPath`. `null`: nowhere. */
  readonly keep: { readonly path: string; readonly id: string } | null;
}

/** What goes to a worker. */
export interface WorkerOrder {
  readonly tasks: readonly WorkerTask[];
  /** With every order the same, for whoever was started before there was one. */
  readonly setup: PackedSetup;
}

/** A batch of hits, on its way from a worker. An attempt's batches come in order. */
export interface HitMessage {
  readonly attempt: number;
  readonly hits: readonly Hit[];
}

/** How a split's worker and the merge agree on how much may be under way. */
export const creditSlots = {
  /** Batches that the merge has taken. */
  taken: 0,
  /** 1 once the split is the one whose hits are output now: the worker then waits for the merge and writes no part. */
  isHead: 1,
  count: 2,
} as const;

/** What a worker answers with. */
export interface WorkerResult extends ScannedSplit {
  /** How many batches were sent as messages. */
  readonly batches: number;
  /** Where the hits after them are, if any and if not in `kept`. */
  readonly partPath: string | null;
  /** Where all hits are, if they were to be kept; `null` also if there are none. */
  readonly kept: WrittenPart | null;
  /** Of a sample what was counted. */
  readonly sample?: FilterSample;
  /** Verdicts that the reference evaluator does not share. */
  readonly disagreements: readonly Disagreement[];
}

/** A part with all hits of a split, whose record ends it. Nobody has verified yet that it is on the disk. */
export interface WrittenPart {
  readonly path: string;
  /** What the hits take; the record follows. */
  readonly hitBytes: number;
  readonly sizeBytes: number;
  /** So many of the hits were sent as messages. */
  readonly sentHits: number;
  readonly hits: number;
}

/** What a worker answers with if it could not write what it found: no other worker could, so the hunt ends. */
export interface UnwrittenResult {
  /** Why, as a clause for people. */
  readonly unwritten: string;
}

/** What a worker answers with if a task threw: others may go well. */
export interface ThrownResult {
  readonly thrown: Error;
}

/** What a worker has to say of a task. */
export type WorkerAnswer = WorkerResult | UnwrittenResult | ThrownResult;

/** A verdict of the engine that the reference evaluator does not share: a defect of eqlhunt. */
export interface Disagreement {
  readonly ruleId: string;
  readonly text: string;
  /** What the engine said. */
  readonly matches: boolean;
}
