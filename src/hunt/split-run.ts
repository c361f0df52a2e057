import type { Hit } from "../scan/hit.ts";
import { readPart } from "./part-file.ts";
import type { SplitJob, SplitKeeping, StartedSplit } from "./split-job.ts";
import { readSection } from "./state/part-reading.ts";
import { creditSlots, type WorkerResult, type WorkerTask, type WrittenPart } from "./worker-task.ts";

/** A worker that dies takes its split down; the split is tried this often in all. */
const maxAttempts = 3;

/** A split that could not be scanned, with the last reason. */
export interface FailedSplit {
  readonly kind: "failed";
  readonly reason: string;
}

/** What became of a split after all attempts. */
export type SplitOutcome = (WorkerResult & { readonly kind: "scanned" }) | FailedSplit;

/** A task that some worker works on. */
export interface RunningTask {
  /** Rejects if the worker fails or dies. */
  readonly result: Promise<WorkerResult>;
  /** To be called when no more hits are wanted. */
  readonly end: () => void;
}

/** Where tasks are run. */
export interface TaskRunner {
  /** Runs a task on some worker. Batches of hits may still come after the result. */
  runTask(task: Omit<WorkerTask, "attempt">, onHits: (hits: readonly Hit[]) => void): RunningTask;
  /** Why no task will be run any more; `null` as long as there are workers. */
  readonly failure: Error | null;
}

/**
 * The merge's end of one job: starts it at once, gives its hits in order when its turn has come, and starts it again,
 * without giving a hit twice, if its worker dies.
 */
export class SplitRun implements StartedSplit {
  readonly isReplayed = false;
  readonly #job: SplitJob;
  readonly #runner: TaskRunner;
  readonly #partPath: (attempt: number) => string;
  readonly #keeping: SplitKeeping | null;
  #attempt: Attempt;
  #outcome: SplitOutcome | null = null;

  /** `keeping`: where all hits are kept, too. */
  constructor(
    job: SplitJob,
    runner: TaskRunner,
    partPath: (attempt: number) => string,
    keeping: SplitKeeping | null = null,
  ) {
    this.#job = job;
    this.#runner = runner;
    this.#partPath = partPath;
    this.#keeping = keeping;
    this.#attempt = this.#start(1);
  }

  /** What became of it; there once {@link batches} has ended. */
  get outcome(): SplitOutcome {
    return this.#outcome ?? { kind: "failed", reason: "it has not been scanned" };
  }

  /**
   * All hits, by offset and rule. To be called once, when this split's turn has come. Throws the runner's failure, if that is
   * why the split can't be scanned.
   */
  async *batches(): AsyncGenerator<readonly Hit[]> {
    let given = 0;
    for (let number = 1; ; number++) {
      this.#attempt.becomeHead();
      let position = 0;
      for await (const batch of this.#attempt.batches()) {
        // What an earlier attempt has given already: splits are scanned the same way every time.
        const fresh = position < given ? batch.slice(given - position) : batch;
        position += batch.length;
        given = Math.max(given, position);
        if (fresh.length > 0) yield fresh;
      }
      const end = await this.#attempt.end;
      if (!(end instanceof Error)) {
        this.#outcome = { kind: "scanned", ...end };
        return;
      }
      if (this.#runner.failure !== null) throw this.#runner.failure;
      if (number === maxAttempts) {
        this.#outcome = { kind: "failed", reason: end.message };
        return;
      }
      this.#attempt = this.#start(number + 1);
    }
  }

  /** Gives the split up: its worker waits for nobody any more. */
  release(): void {
    this.#attempt.release();
  }

  #start(number: number): Attempt {
    return new Attempt(this.#runner, this.#job, {
      partPath: this.#partPath(number),
      keeping: this.#keeping,
      keptPath: this.#keeping?.temporaryPath(number) ?? null,
    });
  }
}

/** Where an attempt's hits go that are not taken at once. */
interface AttemptFiles {
  readonly partPath: string;
  readonly keeping: SplitKeeping | null;
  /** Where the worker writes what is kept; `null` if it doesn't. */
  readonly keptPath: string | null;
}

/** Memory for the credit of so many attempts is allocated at once. */
const attemptsPerAllocation = 256;

let freeCredit = new Int32Array(new SharedArrayBuffer(0));

/** Memory for the credit of one attempt. It is not used again, and gone when none of those that it was allocated with is needed. */
function allocateCredit(): Int32Array<SharedArrayBuffer> {
  const { count } = creditSlots;
  if (freeCredit.length === 0)
    freeCredit = new Int32Array(new SharedArrayBuffer(attemptsPerAllocation * count * Int32Array.BYTES_PER_ELEMENT));
  const credit = freeCredit.subarray(0, count);
  freeCredit = freeCredit.subarray(count);
  return credit;
}

/** One go at a split: its batches as they come, and how it ended. */
class Attempt {
  readonly #credit = allocateCredit();
  readonly #batches: (readonly Hit[])[] = [];
  readonly #result: Promise<WorkerResult | Error>;
  readonly #keeping: SplitKeeping | null;
  /** Where all hits are kept. */
  #keptPath: Promise<string | null> | null = null;
  #partError: Error | null = null;
  #received = 0;
  #waiting: (() => void)[] = [];
  #isSettled = false;

  constructor(runner: TaskRunner, { split, wanted, pass }: SplitJob, { partPath, keeping, keptPath }: AttemptFiles) {
    this.#keeping = keeping;
    const keep = keeping === null || keptPath === null ? null : { id: keeping.id, path: keptPath };
    const running = runner.runTask({ split, wanted, pass, credit: this.#credit, partPath, keep }, (hits) => {
      this.#batches.push(hits);
      this.#received++;
      this.#wake();
    });
    this.#result = this.#receiveAll(running);
  }

  /** How it ended, for good only after {@link batches}. Never rejects: an error is a value here. */
  get end(): Promise<WorkerResult | Error> {
    return this.#partError === null ? this.#result : Promise.resolve(this.#partError);
  }

  /** From now on its worker waits for the merge where it has no credit, and begins no part. */
  becomeHead(): void {
    Atomics.store(this.#credit, creditSlots.isHead, 1);
  }

  release(): void {
    Atomics.store(this.#credit, creditSlots.isHead, 0);
    this.#giveCredit();
  }

  /** What came as messages, then what is in the part. */
  async *batches(): AsyncGenerator<readonly Hit[]> {
    for (;;) {
      const batch = this.#batches.shift();
      if (batch !== undefined) {
        yield batch;
        this.#giveCredit();
      } else if (this.#isSettled) {
        break;
      } else {
        await this.#nextMessage();
      }
    }
    const result = await this.#result;
    if (result instanceof Error) return;
    const part = await this.#restOf(result);
    if (part === null) return;
    try {
      for (;;) {
        const next = await this.#readNext(part);
        if (next === null) return;
        yield next;
      }
    } finally {
      await part.return(undefined);
    }
  }

  async #restOf({ partPath, kept }: WorkerResult): Promise<AsyncGenerator<readonly Hit[]> | null> {
    if (partPath !== null) return readPart(partPath);
    if (kept === null || kept.sentHits === kept.hits) return null;
    return readRest((await this.#keptPath) ?? kept.path, kept);
  }

  /** A part that can't be read back is like a worker that failed. */
  async #readNext(part: AsyncGenerator<readonly Hit[]>): Promise<readonly Hit[] | null> {
    try {
      const next = await part.next();
      return next.done === true ? null : next.value;
    } catch (error) {
      this.#partError = toError(error);
      return null;
    }
  }

  async #receiveAll(running: RunningTask): Promise<WorkerResult | Error> {
    try {
      const result = await running.result;
      // The result may overtake batches that were sent before it.
      while (this.#received < result.batches) await this.#nextMessage();
      this.#keptPath = this.#keeping?.keep(result) ?? null;
      return result;
    } catch (error) {
      return toError(error);
    } finally {
      running.end();
      this.#isSettled = true;
      this.#wake();
    }
  }

  #giveCredit(): void {
    Atomics.add(this.#credit, creditSlots.taken, 1);
    Atomics.notify(this.#credit, creditSlots.taken);
  }

  #nextMessage(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}

/** The hits of a part that were not sent as messages. */
// oxlint-disable-next-line require-await -- what reads other parts does wait
async function* readRest(path: string, { hitBytes, sentHits }: WrittenPart): AsyncGenerator<readonly Hit[]> {
  let left = sentHits;
  for (const batch of readSection(path, 0, hitBytes)) {
    if (left < batch.length) yield left > 0 ? batch.slice(left) : batch;
    left = Math.max(0, left - batch.length);
  }
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
