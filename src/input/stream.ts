import { close, open, read } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import type { LineBlock, ReadOptions, SplitEnd } from "./block.ts";
import { ByteReader } from "./byte-source.ts";
import type { ByteSource } from "./byte-source.ts";
import { describeSystemError } from "./system-error.ts";
import { readText } from "./text.ts";
import { unpack } from "./unpacking.ts";

/** As much as a pipe holds. */
const pieceBytes = 65_536;

/** How long a descriptor that doesn't block is left alone when it has nothing. */
const pauseMs = 10;

/**
 * Reads standard input (`path` is `null`) or a FIFO to its end. Also from a worker thread: `process.stdin` there is
 * fed by the main thread, so the descriptor is read directly.
 *
 * A read that waits for a writer can't be called back. When the run is aborted it is left behind, and the descriptor
 * is closed when it returns.
 */
export async function* readStreamBlocks(
  path: string | null,
  options: Required<ReadOptions>,
  signal?: AbortSignal,
): AsyncGenerator<LineBlock, SplitEnd> {
  const source = new StreamSource(path, signal);
  try {
    return yield* readText(unpack(new ByteReader(source)), options, signal);
  } finally {
    source.close();
  }
}

/** The bytes of a descriptor that can be read only once. */
class StreamSource implements ByteSource {
  readonly #descriptor: Promise<number>;
  readonly #owned: boolean;
  readonly #aborted: Promise<undefined>;
  readonly #stopListening: () => void;
  /** What is under way on the descriptor: it can't be closed before. */
  #pending: Promise<unknown> = Promise.resolve();
  #failure: string | undefined;

  constructor(path: string | null, signal?: AbortSignal) {
    this.#owned = path !== null;
    this.#descriptor = path === null ? Promise.resolve(0) : openDescriptor(path);
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const stop = (): void => resolve(undefined);
    if (signal?.aborted === true) stop();
    else signal?.addEventListener("abort", stop);
    this.#aborted = promise;
    this.#stopListening = () => signal?.removeEventListener("abort", stop);
  }

  get failure(): string | undefined {
    return this.#failure;
  }

  async read(): Promise<Buffer> {
    const piece = Buffer.allocUnsafeSlow(pieceBytes);
    const reading = this.#fill(piece);
    this.#pending = reading;
    const count = await Promise.race([reading, this.#aborted]);
    return piece.subarray(0, count ?? 0);
  }

  close(): void {
    this.#stopListening();
    if (this.#owned) void this.#pending.then(() => this.#descriptor.then(closeDescriptor, () => {}));
  }

  async #fill(piece: Buffer): Promise<number> {
    try {
      const descriptor = await this.#descriptor;
      for (;;) {
        const count = await readDescriptor(descriptor, piece);
        if (count !== undefined) return count;
        await wait(pauseMs);
      }
    } catch (error) {
      this.#failure = describeSystemError(error);
      return 0;
    }
  }
}

function openDescriptor(path: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  open(path, "r", (error, descriptor) => (error === null ? resolve(descriptor) : reject(error)));
  return promise;
}

/** Some bytes, 0 at the end; `undefined` if there are none yet. */
function readDescriptor(descriptor: number, piece: Buffer): Promise<number | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
  read(descriptor, piece, 0, piece.length, null, (error, count) => {
    if (error === null) resolve(count);
    else if (error.code === "EAGAIN") resolve(undefined);
    // The way Windows says that a pipe was closed.
    else if (error.code === "EOF") resolve(0);
    else reject(error);
  });
  return promise;
}

function closeDescriptor(descriptor: number): void {
  // Nothing was written, so that nothing can go wrong that matters.
  close(descriptor, () => {});
}
