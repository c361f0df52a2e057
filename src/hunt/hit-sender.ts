import type { Hit } from "../scan/hit.ts";
import { PartWriter } from "./part-file.ts";
import { creditSlots, type HitMessage, type WorkerTask } from "./worker-task.ts";

/** A batch is sent once it holds this many characters of event text. */
const batchLength = 65_536;

/** What a hit of a stage counts for, which carries no text. */
const stageHitLength = 64;

/** Hits of a small batch wait this long for company. */
const batchDelayMs = 250;

/** How many batches may be under way before the merge has taken them. */
const maxBatchesUnderWay = 4;

/**
 * The worker's end of a split's hits. Batches are sent as long as there is credit. Without, the split whose turn it is
 * waits for the merge (so a slow reader slows the hunt down), and any other one writes the rest to a part file.
 */
export class HitSender {
  readonly #task: WorkerTask;
  readonly #post: (message: HitMessage) => void;
  #batch: Hit[] = [];
  #batchLength = 0;
  #lastSentMs = Number.NEGATIVE_INFINITY;
  #sent = 0;
  #part: PartWriter | null = null;
  /** Sends the batch of a pipe that has gone silent. */
  #timer: NodeJS.Timeout | null = null;
  #failure: { readonly error: unknown } | null = null;

  /** `post` sends a message to the merge. */
  constructor(task: WorkerTask, post: (message: HitMessage) => void) {
    this.#task = task;
    this.#post = post;
  }

  /** Throws the system's error if a part can't be written. */
  send(hits: readonly Hit[]): void {
    this.#throwFailure();
    for (const hit of hits) {
      this.#batch.push(hit);
      this.#batchLength += hit.event === null ? stageHitLength : hit.event.text.length;
      if (this.#batchLength >= batchLength) this.#flush();
    }
    if (this.#batch.length === 0) return;
    if (performance.now() - this.#lastSentMs > batchDelayMs) this.#flush();
    else this.#timer ??= setTimeout(this.#flushLate, batchDelayMs);
  }

  /** Sends what is left; says how many batches there were, and where the rest is. Throws as {@link send} does. */
  finish(): { readonly batches: number; readonly partPath: string | null } {
    this.#throwFailure();
    this.#flush();
    this.#part?.close();
    return { batches: this.#sent, partPath: this.#part === null ? null : this.#task.partPath };
  }

  /** To be called after a failure instead: sends no more, and leaves nothing behind. */
  abandon(): void {
    this.#clearTimer();
    this.#part?.remove();
  }

  #flush(): void {
    this.#clearTimer();
    if (this.#batch.length === 0) return;
    if (this.#part === null && this.#hasCredit()) {
      this.#post({ attempt: this.#task.attempt, hits: this.#batch });
      this.#sent++;
    } else {
      this.#part ??= new PartWriter(this.#task.partPath);
      for (const hit of this.#batch) this.#part.write(hit);
    }
    this.#lastSentMs = performance.now();
    this.#batch = [];
    this.#batchLength = 0;
  }

  /** Whoever sends next is told of a failure: thrown here it would end the worker. */
  readonly #flushLate = (): void => {
    try {
      this.#flush();
    } catch (error) {
      this.#failure = { error };
    }
  };

  #throwFailure(): void {
    if (this.#failure !== null) throw this.#failure.error;
  }

  #clearTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #hasCredit(): boolean {
    const { credit } = this.#task;
    for (;;) {
      const taken = Atomics.load(credit, creditSlots.taken);
      if (this.#sent - taken < maxBatchesUnderWay) return true;
      if (Atomics.load(credit, creditSlots.isHead) === 0) return false;
      // The merge counts up and notifies whenever it takes a batch, and when it gives the split up.
      Atomics.wait(credit, creditSlots.taken, taken);
    }
  }
}
