import { describeSystemError } from "../input/system-error.ts";
import type { Hit } from "../scan/hit.ts";
import { PartWriter } from "./part-file.ts";
import { KeptPartWriter } from "./state/part-writer.ts";
import type { KeptOutcome } from "./state/split-record.ts";
import { creditSlots, type HitMessage, type WorkerResult, type WorkerTask, type WrittenPart } from "./worker-task.ts";

/** A batch is sent once it holds this many characters of event text. */
const batchLength = 65_536;

/** What a hit of a stage counts for, which carries no text. */
const stageHitLength = 64;

/** Hits of a small batch wait this long for company. */
const batchDelayMs = 250;

/** How many batches may be under way before the merge has taken them. */
const maxBatchesUnderWay = 4;

/** What a worker finds could not be written. */
export class UnwrittenHits extends Error {
  override readonly name = "UnwrittenHits";
}

/**
 * The worker's end of a split's hits. Batches are sent as long as there is credit. Without, the split whose turn it is
 * waits for the merge (so a slow reader slows the hunt down), and any other one writes the rest to a part file. Where all hits
 * are to be kept, they are written anyway.
 */
export class HitSender {
  readonly #task: WorkerTask;
  readonly #post: (message: HitMessage) => void;
  #batch: Hit[] = [];
  #batchLength = 0;
  #lastSentMs = Number.NEGATIVE_INFINITY;
  #sent = 0;
  #sentHits = 0;
  #part: PartWriter | null = null;
  #kept: KeptPartWriter | null = null;
  /** There was no credit: all else is left to the part. */
  #isWaiting = false;
  /** Sends the batch of a pipe that has gone silent. */
  #timer: NodeJS.Timeout | null = null;
  #failure: { readonly error: unknown } | null = null;

  /** `post` sends a message to the merge. */
  constructor(task: WorkerTask, post: (message: HitMessage) => void) {
    this.#task = task;
    this.#post = post;
  }

  /** Throws {@link UnwrittenHits} if a part can't be written. */
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
  finish(outcome: KeptOutcome): Pick<WorkerResult, "batches" | "partPath" | "kept"> {
    this.#throwFailure();
    this.#flush();
    const kept = writing(() => {
      this.#part?.close();
      return this.#endKept(outcome);
    });
    return { batches: this.#sent, partPath: this.#part === null ? null : this.#task.partPath, kept };
  }

  /** To be called after a failure instead: sends no more, and leaves nothing behind. */
  abandon(): void {
    this.#clearTimer();
    this.#part?.remove();
    this.#kept?.remove();
  }

  #flush(): void {
    this.#clearTimer();
    if (this.#batch.length === 0) return;
    const batch = this.#batch;
    const { keep } = this.#task;
    if (keep !== null) writing(() => this.#writeKept(keep.path, batch));
    if (!this.#isWaiting && this.#hasCredit()) {
      this.#post({ attempt: this.#task.attempt, hits: batch });
      this.#sent++;
      this.#sentHits += batch.length;
    } else {
      this.#isWaiting = true;
      if (keep === null) writing(() => this.#writeRest(batch));
    }
    this.#lastSentMs = performance.now();
    this.#batch = [];
    this.#batchLength = 0;
  }

  #writeKept(path: string, hits: readonly Hit[]): void {
    this.#kept ??= new KeptPartWriter(path);
    for (const hit of hits) this.#kept.write(hit);
  }

  #writeRest(hits: readonly Hit[]): void {
    this.#part ??= new PartWriter(this.#task.partPath);
    for (const hit of hits) this.#part.write(hit);
  }

  #endKept(outcome: KeptOutcome): WrittenPart | null {
    const { keep } = this.#task;
    if (keep === null || this.#kept === null) return null;
    const { hits, hitBytes, endBytes } = this.#kept.endSection({ id: keep.id, outcome });
    this.#kept.close();
    return { path: keep.path, hits, hitBytes, sizeBytes: endBytes, sentHits: this.#sentHits };
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

function writing<T>(write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw new UnwrittenHits(describeSystemError(error), { cause: error });
  }
}
