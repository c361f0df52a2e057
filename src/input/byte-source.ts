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
  #returned: Buffer = Buffer.alloc(0);

  constructor(source: ByteSource) {
    this.source = source;
  }

  /** Where what is read next lies in the input. */
  get positionBytes(): number {
    return this.#positionBytes;
  }

  /** The next bytes, none at the end. */
  async read(): Promise<Buffer> {
    let piece = this.#returned;
    if (piece.length > 0) this.#returned = Buffer.alloc(0);
    else piece = await this.source.read();
    this.#positionBytes += piece.length;
    return piece;
  }

  /** Takes back the last bytes of what was read. */
  giveBack(rest: Buffer): void {
    this.#returned = this.#returned.length > 0 ? Buffer.concat([rest, this.#returned]) : rest;
    this.#positionBytes -= rest.length;
  }

  /** The next `count` bytes without reading past them; fewer where the input ends. */
  async peek(count: number): Promise<Buffer> {
    let head: Buffer = Buffer.alloc(0);
    while (head.length < count) {
      const piece = await this.read();
      if (piece.length === 0) break;
      head = head.length > 0 ? Buffer.concat([head, piece]) : piece;
    }
    this.giveBack(head);
    return head.subarray(0, count);
  }
}
