import { constants, createReadStream, fstatSync, openSync } from "node:fs";
import type { Readable } from "node:stream";
import { isatty, ReadStream } from "node:tty";
import type { LineBlock, ReadSettings, SplitEnd } from "./block.ts";
import { ByteReader } from "./byte-source.ts";
import type { ByteSource } from "./byte-source.ts";
import { describeSystemError } from "./system-error.ts";
import { systemPath } from "./system-path.ts";
import { readText } from "./text.ts";
import { unpack } from "./unpacking.ts";

/**
 * Reads standard input (`path` is `null`) or a FIFO to its end. Also from a worker thread: `process.stdin` there is
 * fed by the main thread, so the descriptor is read directly.
 *
 * Nothing here waits for a writer in a call to the system, which nobody could call back: a worker, and with it the process,
 * could not be ended before somebody writes.
 */
export async function* readStreamBlocks(
  path: string | null,
  options: ReadSettings,
  signal?: AbortSignal,
): AsyncGenerator<LineBlock, SplitEnd> {
  const source = new StreamSource(path);
  const close = (): void => source.close();
  signal?.addEventListener("abort", close);
  if (signal?.aborted === true) close();
  try {
    return yield* readText(unpack(new ByteReader(source)), options, signal);
  } finally {
    signal?.removeEventListener("abort", close);
    close();
  }
}

/** The bytes of a descriptor that can be read only once. */
class StreamSource implements ByteSource {
  readonly #path: string | null;
  #stream: Readable | null = null;
  #pieces: AsyncIterator<Buffer> | null = null;
  #isClosed = false;
  #failure: string | undefined;

  constructor(path: string | null) {
    this.#path = path;
  }

  get failure(): string | undefined {
    return this.#failure;
  }

  async read(): Promise<Buffer> {
    if (this.#isClosed) return nothing;
    try {
      this.#stream ??= openStream(this.#path);
      this.#pieces ??= this.#stream[Symbol.asyncIterator]();
      const next = await this.#pieces.next();
      return next.done === true ? nothing : next.value;
    } catch (error) {
      // Who closes a stream that is read makes the read fail.
      if (!this.#isClosed) this.#failure = describeSystemError(error);
      return nothing;
    }
  }

  /** A read that is under way ends with nothing. */
  close(): void {
    this.#isClosed = true;
    this.#stream?.destroy();
  }
}

const nothing: Buffer = Buffer.alloc(0);

/** Opens a FIFO without waiting for its writer; only reading does. Elsewhere than on Linux that would look like its end. */
const openFlags = constants.O_RDONLY | (process.platform === "linux" ? constants.O_NONBLOCK : 0);

function openStream(path: string | null): Readable {
  const fd = path === null ? 0 : openSync(systemPath(path), openFlags);
  const stats = fstatSync(fd);
  if (stats.isFIFO() || stats.isSocket()) {
    // Not imported: every worker would wait for all that this module offers.
    const { Socket } = process.getBuiltinModule("node:net");
    return new Socket({ fd, readable: true, writable: false });
  }
  if (isatty(fd)) return new ReadStream(fd);
  return createReadStream("", { fd, autoClose: path !== null });
}
