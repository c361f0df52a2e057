import type { InputFile } from "../input/split.ts";
import type { HuntOptions, HuntProgress } from "./hunt-options.ts";
import { progressSlots } from "./worker-task.ts";

const intervalMs = 200;

/** Shares counters with all workers, and tells the user's callback of them. */
export class ProgressCounter {
  readonly slots = new BigInt64Array(new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT * progressSlots.count));
  readonly aborted = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  readonly #timer: NodeJS.Timeout | null = null;
  #passes = 1;

  constructor({ onProgress }: HuntOptions, inputs: readonly InputFile[]) {
    if (onProgress === undefined) return;
    const totalBytes = knownTotalBytes(inputs);
    this.#timer = setInterval(() => {
      onProgress({ totalBytes: totalBytes === null ? null : this.#passes * totalBytes, ...this.#state() });
    }, intervalMs);
    this.#timer.unref();
  }

  /** When the first byte was scanned, in milliseconds since 1970; `null` if none was. */
  get firstByteMs(): number | null {
    const microseconds = this.#read(progressSlots.firstByteMicroseconds);
    return microseconds === 0 ? null : microseconds / 1000;
  }

  /** So many bytes of input need not be scanned any more. */
  addReplayed(bytes: number): void {
    Atomics.add(this.slots, progressSlots.bytes, BigInt(bytes));
  }

  /** All inputs are read once more. */
  startSecondPass(): void {
    this.#passes = 2;
  }

  /** Makes all workers stop at their next block. */
  abort(): void {
    Atomics.store(this.aborted, 0, 1);
  }

  end(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
  }

  #state(): Omit<HuntProgress, "totalBytes"> {
    const bytes = this.#read(progressSlots.bytes);
    const sampledBytes = this.#read(progressSlots.sampledBytes);
    const eventsExact = sampledBytes === 0;
    const events = eventsExact
      ? this.#read(progressSlots.events)
      : Math.round((bytes * this.#read(progressSlots.sampledLines)) / sampledBytes);
    return {
      bytes: bytes + this.#read(progressSlots.secondPassBytes),
      events,
      eventsExact,
      detections: this.#read(progressSlots.hits),
    };
  }

  #read(slot: number): number {
    return Number(Atomics.load(this.slots, slot));
  }
}

function knownTotalBytes(inputs: readonly InputFile[]): number | null {
  if (inputs.some(({ kind, format }) => kind === "stream" || format !== "plain")) return null;
  return inputs.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}
