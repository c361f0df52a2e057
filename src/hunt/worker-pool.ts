import { dirname } from "node:path";
import type { Piscina } from "piscina";
import type { Hit } from "../scan/hit.ts";
import type { PartFolder } from "./part-folder.ts";
import { spillNotWritten, stateNotWritten } from "./hunt-error.ts";
import type { JobStarter, SplitJob, SplitKeeping, StartedSplit } from "./split-job.ts";
import { type RunningTask, SplitRun, type TaskRunner } from "./split-run.ts";
import { type PackedSetup, packSetup } from "./packed-setup.ts";
import { type EarlyThreads, startThreads } from "./worker-threads.ts";
import type { HitMessage, WorkerAnswer, WorkerOrder, WorkerResult, WorkerSetup, WorkerTask } from "./worker-task.ts";

/** A task that its run waits for. */
interface StartedTask {
  readonly task: WorkerTask;
  readonly resolve: (result: WorkerResult) => void;
  readonly reject: (error: Error) => void;
}

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
  /** Tasks that have been given to the pool. */
  readonly #tasks = new Set<StartedTask>();
  /** Takes the tasks that are started, as long as they are to be given to one worker. */
  #together: StartedTask[] | null = null;
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

  /**
   * Starts splits as soon as a worker is free, which does one after the other. The hits of each are to be taken from its run when its
   * turn has come. If the worker dies, each of those that it had not come back with is started again by itself.
   */
  startSplits(
    jobs: readonly SplitJob[],
    keepingOf: (job: SplitJob) => SplitKeeping | null = () => null,
  ): readonly SplitRun[] {
    const together: StartedTask[] = [];
    this.#together = together;
    const runs = jobs.map((job) => {
      const partPath = (attempt: number): string => this.#parts.partPath(job.split.index, attempt);
      return new SplitRun(job, this, partPath, keepingOf(job));
    });
    this.#together = null;
    void this.#run(together);
    for (const run of runs) this.#running.add(run);
    return runs;
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
    const { promise, resolve, reject } = Promise.withResolvers<WorkerResult>();
    const started: StartedTask = { task: { ...task, attempt }, resolve, reject };
    if (this.#together === null) void this.#run([started]);
    else this.#together.push(started);
    return { result: promise, end: () => this.#endAttempt(attempt) };
  }

  #endAttempt(attempt: number): void {
    this.#listeners.delete(attempt);
    if (this.#listeners.size > 0 || this.#keepAlive === null) return;
    clearInterval(this.#keepAlive);
    this.#keepAlive = null;
  }

  /** Has one worker do tasks, and tells of each how it ended. */
  async #run(tasks: readonly StartedTask[]): Promise<void> {
    if (tasks.length === 0) return;
    for (const started of tasks) this.#tasks.add(started);
    try {
      if (this.#failure !== null) throw this.#failure;
      this.#pool ??= this.#startThreads();
      const answers: readonly WorkerAnswer[] = await this.#pool.run({
        tasks: tasks.map(({ task }) => task),
        setup: this.#setup,
      } satisfies WorkerOrder);
      for (const [position, started] of tasks.entries()) {
        const answer = answers[position] ?? { thrown: new Error("its worker has not answered") };
        this.#end(started, answer);
      }
    } catch (error) {
      this.#lastDeath = error;
      for (const { reject } of tasks) reject(error instanceof Error ? error : new Error(String(error)));
    } finally {
      for (const started of tasks) this.#tasks.delete(started);
    }
  }

  #end({ task, resolve, reject }: StartedTask, answer: WorkerAnswer): void {
    if ("thrown" in answer) {
      reject(answer.thrown);
    } else if (!("unwritten" in answer)) {
      resolve(answer);
    } else if (task.keep === null) {
      // The split is tried again when its turn has come: then all it finds is sent, and nothing written.
      reject(spillNotWritten(answer.unwritten));
    } else {
      this.#fail(stateNotWritten(dirname(dirname(task.keep.path)), answer.unwritten));
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
    for (const { reject } of this.#tasks) reject(this.#failure);
  }
}
