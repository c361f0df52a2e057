import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Piscina } from "piscina";
import type { Split } from "../input/split.ts";
import { SplitRun } from "./split-run.ts";
import { workerLocation } from "./worker-location.ts";
import type { WorkerSetup } from "./worker-task.ts";

/**
 * The worker threads of one hunt, and the folder for the parts they write. Each worker is given the plan once and builds
 * its matchers from it; a worker that dies is replaced.
 */
export class WorkerPool {
  readonly #pool: Piscina;
  readonly #folder: string;
  readonly #running = new Set<SplitRun>();
  #startFailure: Error | null = null;

  private constructor(pool: Piscina, folder: string) {
    this.#pool = pool;
    this.#folder = folder;
    // A worker that dies in a task fails that task and is replaced, and so is one that dies between tasks. But workers that
    // can't even start are not, and tasks would wait for them for ever.
    pool.on("error", (error: Error) => {
      if (pool.threads.length > 0) return;
      this.#startFailure = error;
      for (const run of this.#running) run.fail(error);
    });
  }

  static async start(setup: WorkerSetup, threads: number): Promise<WorkerPool> {
    const folder = await mkdtemp(join(tmpdir(), "eqlhunt-"));
    const pool = new Piscina({
      filename: workerLocation.href,
      minThreads: threads,
      maxThreads: threads,
      concurrentTasksPerWorker: 1,
      recordTiming: false,
      workerData: setup,
    });
    return new WorkerPool(pool, folder);
  }

  /** Queues a split. Its hits are to be taken from the run when its turn has come. */
  run(split: Split): SplitRun {
    const run = new SplitRun(split, this.#pool, (attempt) => join(this.#folder, `${split.index}-${attempt}.part`));
    this.#running.add(run);
    if (this.#startFailure !== null) run.fail(this.#startFailure);
    return run;
  }

  /** Ends all workers, whatever they do, and removes the parts. */
  async destroy(): Promise<void> {
    for (const run of this.#running) run.release();
    await this.#pool.destroy();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** A run whose hits have all been taken. */
  done(run: SplitRun): void {
    this.#running.delete(run);
  }
}
