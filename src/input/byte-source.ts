/** The bytes of an input as they lie there, still packed, read one after the other. */
export interface ByteSource {
  /** The next ones, in memory of their own; none at the end, or where reading failed. Never rejects. */
  read(): Promise<Buffer>;
  /** Why reading ended before its time, as a clause for people. */
  readonly failure: string | undefined;
  /** Bytes that have been read before, once more; absent where an input can be read only once. */
  readonly readAgain?: (positionBytes: number, lengthBytes: number) => Buffer;
}

/** How a run of bytes ended. */
export interface ByteEnd {
  readonly status: "ok" | "damaged" | "unreadable";
  /** Why, where the status isn't `ok`. */
  readonly reason?: string;
}

/** Unpacked bytes, in pieces of any size but none. A piece is valid until the next one is asked for. */
export type ByteChunks = AsyncGenerator<Buffer, ByteEnd>;

/**
 * Hands out a source's bytes in order, knows the position, and takes back what was too much: a format is told, and
 * the end of packed data is found, only by reading past it.
 */
export class ByteReader {
  readonly source: ByteSource;
  #positionBytes = 0;
  #returned: Buffer = nothing;
  /** What the source gave and nobody has taken. */
  #fresh: Buffer | undefined;
  #reading: Promise<void> | undefined;

  constructor(source: ByteSource) {
    this.source = source;
  }

  /** Where what is taken next lies in the input. */
  get positionBytes(): number {
    return this.#positionBytes;
  }

  /** Waits until {@link take} has something. Whoever waits need not take it. */
  async fill(): Promise<void> {
    if (this.#returned.length > 0 || this.#fresh !== undefined) return;
    this.#reading ??= this.#readFresh();
    await this.#reading;
  }

  /** The next bytes, none at the end; to be called once {@link fill} has waited. */
  take(): Buffer {
    let piece = this.#returned;
    if (piece.length > 0) {
      this.#returned = nothing;
    } else {
      piece = this.#fresh ?? nothing;
      this.#fresh = undefined;
    }
    this.#positionBytes += piece.length;
    return piece;
  }

  /** The next bytes, none at the end. */
  async read(): Promise<Buffer> {
    await this.fill();
    return this.take();
  }

  /** Takes back the last bytes of what was taken. */
  giveBack(rest: Buffer): void {
    this.#returned = this.#returned.length > 0 ? Buffer.concat([rest, this.#returned]) : rest;
    this.#positionBytes -= rest.length;
  }

  /** The next `count` bytes without reading past them; fewer where the input ends. */
  async peek(count: number): Promise<Buffer> {
    let head: Buffer = nothing;
    while (head.length < count) {
      const piece = await this.read();
      if (piece.length === 0) break;
      head = head.length > 0 ? Buffer.concat([head, piece]) : piece;
    }
    this.giveBack(head);
    return head.subarray(0, count);
  }

  async #readFresh(): Promise<void> {
    this.#fresh = await this.source.read();
    this.#reading = undefined;
  }
}

const nothing: Buffer = Buffer.alloc(0);
