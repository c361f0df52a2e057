import { dirname } from "node:path";
import type { Piscina } from "piscina";
import type { Hit } from "../scan/hit.ts";
import type { PartFolder } from "./part-folder.ts";
import { spillNotWritten, stateNotWritten } from "./hunt-error.ts";
import type { JobStarter, SplitJob, SplitKeeping, StartedSplit } from "./split-job.ts";
import { type RunningTask, SplitRun, type TaskRunner } from "./split-run.ts";
import { type PackedSetup, packSetup } from "./packed-setup.ts";
import { type EarlyThreads, startThreads } from "./worker-threads.ts";
import type { HitMessage, UnwrittenResult, WorkerResult, WorkerOrder, WorkerSetup, WorkerTask } from "./worker-task.ts";

/** Days: the interval is there to be there. */
const longMs = 1e9;

/**
 * The worker threads of one hunt. Each worker is given the plan once and builds
 * its matchers from it; a worker that dies is replaced.
 */
export class WorkerPool implements TaskRunner, JobStarter {
  readonly #setup: PackedSetup;
  readonly #threads: number;
  readonly #early: EarlyThreads | null;
  #pool: Piscina | null = null;
  readonly #parts: PartFolder;
  readonly #running = new Set<SplitRun>();
  /** What takes the hits of an attempt, by its number. */
  readonly #listeners = new Map<number, (hits: readonly Hit[]) => void>();
  /** What rejects the tasks that have been given to the pool. */
  readonly #tasks = new Set<(error: Error) => void>();
  #attempts = 0;
  /** There as long as there are listeners. */
  #keepAlive: NodeJS.Timeout | null = null;
  #failure: Error | null = null;
  /** Why a worker died last. */
  #lastDeath: unknown = null;

  /** Threads are started when there is a task, unless there are `early` ones, which learn with their first task what it is about. */
  constructor(setup: WorkerSetup, threads: number, parts: PartFolder, early: EarlyThreads | null) {
    this.#parts = parts;
    this.#setup = packSetup(setup);
    this.#threads = threads;
    // A matcher of the user's own that can't be loaded is to end the hunt, and not its first tasks.
    this.#early = typeof setup.matcher === "string" ? early : null;
  }

  get failure(): Error | null {
    return this.#failure;
  }

  /** Starts a split as soon as a worker is free. Its hits are to be taken from the run when its turn has come. */
  startSplit(job: SplitJob, keeping: SplitKeeping | null = null): SplitRun {
    const run = new SplitRun(job, this, (attempt) => this.#parts.partPath(job.split.index, attempt), keeping);
    this.#running.add(run);
    return run;
  }

  /** A run whose hits have all been taken. */
  endSplit(run: StartedSplit): void {
    if (run instanceof SplitRun) this.#running.delete(run);
  }

  runTask(task: Omit<WorkerTask, "attempt">, onHits: (hits: readonly Hit[]) => void): RunningTask {
    const attempt = this.#attempts++;
    this.#listeners.set(attempt, onHits);
    // Piscina's workers keep the process alive until they have a result, and hits may come after it.
    this.#keepAlive ??= setInterval(() => {}, longMs);
    return { result: this.#resultOf({ ...task, attempt }), end: () => this.#endAttempt(attempt) };
  }

  #endAttempt(attempt: number): void {
    this.#listeners.delete(attempt);
    if (this.#listeners.size > 0 || this.#keepAlive === null) return;
    clearInterval(this.#keepAlive);
    this.#keepAlive = null;
  }

  async #resultOf(task: WorkerTask): Promise<WorkerResult> {
    if (this.#failure !== null) throw this.#failure;
    const { promise, resolve, reject } = Promise.withResolvers<WorkerResult | UnwrittenResult>();
    this.#tasks.add(reject);
    this.#pool ??= this.#startThreads();
    this.#pool.run({ task, setup: this.#setup } satisfies WorkerOrder).then(resolve, (error: unknown) => {
      this.#lastDeath = error;
      reject(error instanceof Error ? error : new Error(String(error)));
    });
    try {
      const result = await promise;
      if (!("unwritten" in result)) return result;
      // The split is tried again when its turn has come: then all it finds is sent, and nothing written.
      if (task.keep === null) throw spillNotWritten(result.unwritten);
      const failure = stateNotWritten(dirname(dirname(task.keep.path)), result.unwritten);
      this.#fail(failure);
      throw failure;
    } finally {
      this.#tasks.delete(reject);
    }
  }

  /** Ends all workers, whatever they do. Nothing is run any more. */
  async destroy(): Promise<void> {
    this.#fail(new DOMException("the hunt has ended", "AbortError"));
    for (const run of this.#running) run.release();
    if (this.#keepAlive !== null) clearInterval(this.#keepAlive);
    await this.#pool?.destroy();
  }

  #startThreads(): Piscina {
    const threads = { minThreads: this.#threads, maxThreads: this.#threads, setup: this.#setup };
    const pool = this.#early?.take() ?? startThreads(threads);
    pool.on("message", ({ attempt, hits }: HitMessage) => this.#listeners.get(attempt)?.(hits));
    pool.on("error", (error: unknown) => (this.#lastDeath = error));
    // The pool replaces a worker that dies, but not one that dies before it is ready; and without workers it keeps its
    // tasks for ever. Whether there are any is known once it has had its chance.
    pool.on("workerDestroy", () => setImmediate(this.#noteDeath));
    return pool;
  }

  readonly #noteDeath = (): void => {
    if (this.#pool === null || this.#pool.threads.length > 0) return;
    const reason = this.#lastDeath instanceof Error ? this.#lastDeath.message : String(this.#lastDeath);
    this.#fail(new Error(`worker threads can't be started: ${reason}`, { cause: this.#lastDeath }));
  };

  #fail(failure: Error): void {
    this.#failure ??= failure;
    for (const reject of this.#tasks) reject(this.#failure);
  }
}
