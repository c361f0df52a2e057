import { MessageChannel } from "node:worker_threads";
import type { Piscina } from "piscina";
import type { Split } from "../input/split.ts";
import type { Hit } from "../scan/hit.ts";
import { readPart } from "./part-file.ts";
import { creditSlots, type WorkerResult, type WorkerTask } from "./worker-task.ts";

/** A worker that dies takes its split down; the split is tried this often in all. */
const maxAttempts = 3;

/** A split that could not be scanned, with the last reason. */
export interface FailedSplit {
  readonly kind: "failed";
  readonly reason: string;
}

/** What became of a split after all attempts. */
export type SplitOutcome = (WorkerResult & { readonly kind: "scanned" }) | FailedSplit;

/**
 * The merge's end of one split: starts it in the pool, gives its hits in order when its turn has come, and starts it again,
 * without giving a hit twice, if its worker dies.
 */
export class SplitRun {
  readonly split: Split;
  readonly #pool: Piscina;
  readonly #partPath: (attempt: number) => string;
  readonly #failure = Promise.withResolvers<Error>();
  readonly #credit = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT * creditSlots.count));
  #attempt: Attempt;
  #outcome: SplitOutcome | null = null;

  constructor(split: Split, pool: Piscina, partPath: (attempt: number) => string) {
    this.split = split;
    this.#pool = pool;
    this.#partPath = partPath;
    this.#attempt = this.#start(1);
  }

  /** What became of it; there once {@link hits} has ended. */
  get outcome(): SplitOutcome {
    return this.#outcome ?? { kind: "failed", reason: "it has not been scanned" };
  }

  /** All hits, by offset and rule. To be called when this split's turn has come. */
  async *hits(): AsyncGenerator<Hit> {
    Atomics.store(this.#credit, creditSlots.isHead, 1);
    let given = 0;
    for (let number = 1; ; number++) {
      let position = 0;
      for await (const hit of this.#attempt.hits()) {
        if (position++ < given) continue;
        given++;
        yield hit;
      }
      const result = await this.#attempt.result;
      if (!(result instanceof Error)) {
        this.#outcome = { kind: "scanned", ...result };
        return;
      }
      if (number === maxAttempts) {
        this.#outcome = { kind: "failed", reason: result.message };
        return;
      }
      this.#attempt = this.#start(number + 1);
    }
  }

  /** Lets a worker that waits for the merge go on, so that it sees that the hunt was given up. */
  release(): void {
    Atomics.store(this.#credit, creditSlots.isHead, 0);
    Atomics.add(this.#credit, creditSlots.taken, 1);
    Atomics.notify(this.#credit, creditSlots.taken);
  }

  /** Ends the attempt under way: nobody will ever work on it. */
  fail(error: Error): void {
    this.#failure.resolve(error);
  }

  #start(number: number): Attempt {
    Atomics.store(this.#credit, creditSlots.taken, 0);
    return new Attempt(this.#pool, this.split, this.#credit, this.#partPath(number), this.#failure.promise);
  }
}

/** One go at a split: its batches as they come, and how it ended. */
class Attempt {
  /** Never rejects: an error is a value here. */
  readonly result: Promise<WorkerResult | Error>;
  readonly #credit: Int32Array<SharedArrayBuffer>;
  readonly #batches: (readonly Hit[])[] = [];
  #received = 0;
  #waiting: (() => void)[] = [];
  #ended = false;

  constructor(
    pool: Piscina,
    split: Split,
    credit: Int32Array<SharedArrayBuffer>,
    partPath: string,
    failure: Promise<Error>,
  ) {
    this.#credit = credit;
    const { port1, port2 } = new MessageChannel();
    port1.on("message", (batch: readonly Hit[]) => {
      this.#batches.push(batch);
      this.#received++;
      this.#wake();
    });
    const task: WorkerTask = { split, port: port2, credit, partPath };
    const done = pool.run(task, { transferList: [port2] }) as Promise<WorkerResult>;
    this.result = Promise.race([done, failure])
      .catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))))
      .then(async (result) => {
        // The result may overtake batches that went through the port before it.
        if (!(result instanceof Error)) await this.#receive(result.batches);
        port1.close();
        this.#ended = true;
        this.#wake();
        return result;
      });
  }

  async *hits(): AsyncGenerator<Hit> {
    for (;;) {
      const batch = this.#batches.shift();
      if (batch !== undefined) {
        yield* batch;
        Atomics.add(this.#credit, creditSlots.taken, 1);
        Atomics.notify(this.#credit, creditSlots.taken);
      } else if (this.#ended) {
        break;
      } else {
        await this.#nextMessage();
      }
    }
    const result = await this.result;
    if (!(result instanceof Error) && result.partPath !== null) yield* readPart(result.partPath);
  }

  async #receive(batches: number): Promise<void> {
    while (this.#received < batches) await this.#nextMessage();
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
