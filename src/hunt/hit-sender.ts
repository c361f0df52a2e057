import type { Hit } from "../scan/hit.ts";
import { PartWriter } from "./part-file.ts";
import { creditSlots, type WorkerTask } from "./worker-task.ts";

/** A batch is sent once it holds this many characters of event text. */
const batchLength = 262_144;

/** Hits of a small batch wait this long for company. */
const batchDelayMs = 250;

/** How many batches may be under way before the merge has taken them. */
const maxBatchesUnderWay = 4;

/**
 * The worker's end of a split's hits. Batches go through the port as long as there is credit. Without, the split whose turn
 * it is waits for the merge (so a slow reader slows the hunt down), and any other one writes the rest to a part file.
 */
export class HitSender {
  readonly #task: WorkerTask;
  #batch: Hit[] = [];
  #batchLength = 0;
  #lastSentMs = 0;
  #sent = 0;
  #part: PartWriter | null = null;

  constructor(task: WorkerTask) {
    this.#task = task;
  }

  send(hits: readonly Hit[]): void {
    for (const hit of hits) {
      this.#batch.push(hit);
      this.#batchLength += hit.text.length;
      if (this.#batchLength >= batchLength) this.#flush();
    }
    if (this.#batch.length > 0 && performance.now() - this.#lastSentMs > batchDelayMs) this.#flush();
  }

  /** Sends what is left; says how many batches there were, and where the rest is. */
  finish(): { readonly batches: number; readonly partPath: string | null } {
    this.#flush();
    this.#part?.close();
    return { batches: this.#sent, partPath: this.#part === null ? null : this.#task.partPath };
  }

  #flush(): void {
    if (this.#batch.length === 0) return;
    if (this.#part === null && this.#hasCredit()) {
      this.#task.port.postMessage(this.#batch);
      this.#sent++;
    } else {
      this.#part ??= new PartWriter(this.#task.partPath);
      for (const hit of this.#batch) this.#part.write(hit);
    }
    this.#lastSentMs = performance.now();
    this.#batch = [];
    this.#batchLength = 0;
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
