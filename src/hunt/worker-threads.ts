import { availableParallelism } from "node:os";
import { getHeapStatistics } from "node:v8";
import { Piscina } from "piscina";
import type { PackedSetup } from "./packed-setup.ts";
import { workerLocation } from "./worker-location.ts";

/** How threads are started. */
export interface ThreadOptions {
  /** As many at once, and always. */
  readonly minThreads: number;
  /** As many as there is work for. */
  readonly maxThreads: number;
  /** What they prepare for before there is a task; `null` if only a task will say. */
  readonly setup: PackedSetup | null;
}

/** Starts worker threads. */
export function startThreads({ minThreads, maxThreads, setup }: ThreadOptions): Piscina {
  return new Piscina({
    filename: workerLocation.href,
    minThreads,
    maxThreads,
    // Who has nothing to do now will have later.
    idleTimeout: Number.POSITIVE_INFINITY,
    concurrentTasksPerWorker: 1,
    recordTiming: false,
    // Splits start in output order, also when one had to wait.
    stricterFIFO: true,
    // Of what a worker allocates hardly anything lives. V8 would let it pile up: with all prebuilt rules a worker takes 5 MB
    // more than with 6 MB, and a twentieth less time; with 48 MB 40 MB more.
    resourceLimits: { maxYoungGenerationSizeMb: 10, maxOldGenerationSizeMb: maxHeapMegabytes() },
    workerData: setup,
  });
}

/**
 * The first worker thread of a hunt whose rules are still to be compiled: it takes as long to start as a rule to compile, and
 * both can be done at once. Further ones are started when there are tasks for them.
 */
export class EarlyThreads {
  #pool: Piscina | null;

  /** `threads`: how many there may be in the end, by default as many as there are cores. */
  constructor(threads = availableParallelism()) {
    this.#pool = startThreads({ minThreads: 1, maxThreads: threads, setup: null });
    // Without an ear it would be thrown. Whoever takes the threads is told when they can't do a task.
    this.#pool.on("error", () => {});
  }

  /** From now on they are the caller's, to be ended by it. Once; then `null`. */
  take(): Piscina | null {
    const pool = this.#pool;
    this.#pool = null;
    return pool;
  }

  /** Ends them, if nobody has taken them. */
  async end(): Promise<void> {
    await this.take()?.destroy();
  }
}

/**
 * What a worker may hold; it needs a hundredth. Where the limit is high V8 waits until a heap has quadrupled before it
 * collects what has grown old; below 2 GB it takes care earlier. A smaller limit of the process itself stays.
 */
function maxHeapMegabytes(): number {
  return Math.min(1024, Math.floor(getHeapStatistics().heap_size_limit / 2 ** 20));
}
