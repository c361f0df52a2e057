import type { Hit } from "../../scan/hit.ts";
import { stateWriteError } from "../hunt-error.ts";
import type { JobStarter, SplitJob, StartedSplit } from "../split-job.ts";
import type { SplitOutcome, SplitRun } from "../split-run.ts";
import type { WorkerPool } from "../worker-pool.ts";
import type { HuntState, KeptSplit, SplitPacking } from "./hunt-state.ts";
import { readSection } from "./part-reading.ts";
import { outcomeOf } from "./split-record.ts";

/** Runs only those jobs whose results were not kept, and keeps them. */
export class KeptJobs implements JobStarter {
  readonly #pool: WorkerPool;
  readonly #state: HuntState;
  readonly #folder: string;
  readonly #onReplay: (job: SplitJob, bytes: number) => void;

  /** `onReplay` is told of which job how many bytes of input need not be read. */
  constructor(pool: WorkerPool, state: HuntState, folder: string, onReplay: (job: SplitJob, bytes: number) => void) {
    this.#pool = pool;
    this.#state = state;
    this.#folder = folder;
    this.#onReplay = onReplay;
  }

  startSplits(jobs: readonly SplitJob[]): readonly StartedSplit[] {
    const started = jobs.map((job): StartedSplit | null => this.#replay(job));
    const missing = jobs.filter((_, position) => started[position] === null);
    const runs = this.#pool.startSplits(missing, (job) => this.#state.keeping(job));
    let next = 0;
    return jobs.flatMap((job, position) => started[position] ?? this.#packed(job, runs[next++]) ?? []);
  }

  endSplit(started: StartedSplit): void {
    this.#state.throwFailure();
    this.#pool.endSplit(started instanceof PackedSplit ? started.run : started);
  }

  /** A job whose results were kept; `null` if they weren't. */
  #replay(job: SplitJob): StartedSplit | null {
    const kept = this.#state.kept(job);
    if (kept === null) return null;
    this.#onReplay(job, kept.record.outcome.end.bytes);
    return new ReplayedSplit(kept, this.#folder);
  }

  #packed(job: SplitJob, run: SplitRun | undefined): StartedSplit | undefined {
    const packing = run === undefined ? null : this.#state.packing(job);
    return run === undefined || packing === null ? run : new PackedSplit(run, packing);
  }
}

/** A job whose results were kept. */
class ReplayedSplit implements StartedSplit {
  readonly isReplayed = true;
  readonly outcome: SplitOutcome;
  readonly #kept: KeptSplit;
  readonly #folder: string;

  constructor(kept: KeptSplit, folder: string) {
    this.#kept = kept;
    this.#folder = folder;
    this.outcome = { kind: "scanned", ...kept.record.outcome, batches: 0, partPath: null, kept: null };
  }

  // oxlint-disable-next-line require-await -- those of a split that is scanned are waited for
  async *batches(): AsyncGenerator<readonly Hit[]> {
    const { record, hits } = this.#kept;
    if (hits === null) return;
    try {
      yield* readSection(hits.path, hits.startBytes, record.hitBytes);
    } catch (error) {
      throw stateWriteError(this.#folder, error);
    }
  }
}

/** A job whose hits go into a part that it shares with others, as they are taken. */
class PackedSplit implements StartedSplit {
  readonly isReplayed = false;
  readonly run: SplitRun;
  readonly #packing: SplitPacking;

  constructor(run: SplitRun, packing: SplitPacking) {
    this.run = run;
    this.#packing = packing;
  }

  get outcome(): SplitOutcome {
    return this.run.outcome;
  }

  async *batches(): AsyncGenerator<readonly Hit[]> {
    let isTaken = false;
    try {
      for await (const batch of this.run.batches()) {
        for (const hit of batch) this.#packing.write(hit);
        yield batch;
      }
      isTaken = true;
    } finally {
      const { outcome } = this;
      this.#packing.end(isTaken && outcome.kind === "scanned" ? outcomeOf(outcome) : null);
    }
  }
}
