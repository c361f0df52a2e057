import { createGunzip, createZstdDecompress } from "node:zlib";
import { releaseMemory } from "./released-memory.ts";

/** How what is packed is unpacked. */
export type Packing = "gzip" | "zstd";

/**
 * Smaller pieces cost speed (PERFORMANCE, traps). A little under the chunk that lines are cut from, so that a piece and
 * the rest of the one before fit into it together.
 */
const outputBytes = 253_952;

/** So much is unpacked ahead of what is taken: on a thread of its own, while others look at the lines. */
const aheadBytes = 4 * outputBytes;

interface Feed {
  readonly piece: Buffer;
  readonly onTaken: (leftBytes: number) => void;
}

/**
 * A decompressor that is fed piece by piece, and of which is known after each how much it took and gave. It unpacks
 * ahead of what is taken from it, and no farther: a bomb needs no more memory than anything else.
 *
 * Where a piece is corrupt Node's streams throw the last of its output away, which {@link feedParts} gets back.
 */
export class Decoder {
  readonly #stream: ReturnType<typeof createGunzip> | ReturnType<typeof createZstdDecompress>;
  readonly #outputs: Buffer[] = [];
  #taken: Buffer | undefined;
  #outputBytes = 0;
  readonly #feeds: Feed[] = [];
  #fedBytes = 0;
  #producedBytes = 0;
  #failure: string | undefined;
  /** What is packed has ended, or can't go on: nothing that still happens counts. */
  #isOver = false;
  #change = Promise.withResolvers<void>();

  constructor(packing: Packing) {
    const options = { chunkSize: outputBytes };
    this.#stream = packing === "gzip" ? createGunzip(options) : createZstdDecompress(options);
    this.#stream.on("data", this.#keep);
    this.#stream.on("error", (error) => this.#fail(error.message));
    // After the end of what is packed the stream may never say that it took the piece.
    this.#stream.on("end", () => this.#settleFeed());
    this.#stream.on("close", () => this.#tell());
  }

  /** Why it can't go on, in the words of the library; its end that didn't come is no failure before {@link end}. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** Nothing more comes out, but what has not been taken yet. */
  get isClosed(): boolean {
    return this.#stream.closed;
  }

  /** All that was taken so far. */
  get producedBytes(): number {
    return this.#producedBytes;
  }

  /**
   * Feeds a piece; others may be under way. `onTaken` is told how many of its last bytes were not taken, since what is
   * packed ends before them: then all is out that comes of it, and nothing becomes of pieces that were fed later.
   * It isn't called where the decoder fails: the first piece of which nothing was heard is the corrupt one.
   */
  write(piece: Buffer, onTaken: (leftBytes: number) => void): void {
    this.#feeds.push({ piece, onTaken });
    this.#stream.write(piece, (error) => {
      if (error === null || error === undefined) this.#settleFeed();
    });
  }

  /** No piece follows: once it {@link isClosed}, there is no failure if what is packed is whole. */
  end(): void {
    this.#stream.end();
  }

  /** The next of what came out, if there is any. The last one is no longer valid. */
  take(): Buffer | undefined {
    // Outputs fill a buffer of the stream's one after the other, and what ends it is the last.
    if (this.#taken?.buffer.byteLength === outputBytes) releaseMemory(this.#taken, true);
    const output = this.#outputs.shift();
    this.#taken = output;
    if (output === undefined) return undefined;
    this.#outputBytes -= output.length;
    this.#producedBytes += output.length;
    if (this.#outputBytes < aheadBytes && this.#stream.isPaused()) this.#stream.resume();
    return output;
  }

  /** Waits for the next thing to happen: there is output, a piece was taken, it failed or was closed. */
  changed(): Promise<void> {
    return this.#change.promise;
  }

  /** Feeds a single piece and gives what comes of it. */
  async *feed(piece: Buffer): AsyncGenerator<Buffer, void> {
    let isTaken = false;
    this.write(piece, () => (isTaken = true));
    for (;;) {
      const output = this.take();
      if (output !== undefined) yield output;
      else if (isTaken || this.#failure !== undefined) return;
      else await this.changed();
    }
  }

  /** Feeds a single piece without looking at what comes of it. */
  async swallow(piece: Buffer): Promise<void> {
    const outputs = this.feed(piece);
    while ((await outputs.next()).done !== true);
  }

  /** Gives the native memory back. What came out can still be taken. */
  close(): void {
    if (!this.#isOver) this.#endOutput();
    this.#stream.destroy();
    this.#tell();
  }

  readonly #keep = (output: Buffer): void => {
    if (this.#isOver) return;
    this.#outputs.push(output);
    this.#outputBytes += output.length;
    if (this.#outputBytes >= aheadBytes) this.#stream.pause();
    this.#tell();
  };

  #settleFeed(): void {
    const feed = this.#isOver ? undefined : this.#feeds.shift();
    if (feed === undefined) return;
    this.#fedBytes += feed.piece.length;
    const leftBytes = this.#fedBytes - this.#stream.bytesWritten;
    if (leftBytes > 0) this.#endOutput();
    feed.onTaken(leftBytes);
    this.#tell();
  }

  #fail(message: string): void {
    if (this.#isOver) return;
    this.#endOutput();
    this.#failure = message;
    this.#tell();
  }

  /** Keeps what the stream still holds. */
  #endOutput(): void {
    this.#stream.off("data", this.#keep);
    for (let output: Buffer | null = this.#stream.read(); output !== null; output = this.#stream.read()) {
      this.#keep(output);
    }
    this.#isOver = true;
  }

  #tell(): void {
    const { resolve } = this.#change;
    this.#change = Promise.withResolvers();
    resolve();
  }
}

/** How feeding a piece in parts ended. */
export interface PartialFeed {
  /** How many bytes of the piece were taken, in whole parts. */
  readonly goodBytes: number;
  /** How much of the output has been handed out then, counted from the decoder's start. */
  readonly deliveredBytes: number;
}

/**
 * Feeds a corrupt piece in small parts, so that more can be unpacked before the damage; in parts of one byte all that
 * there is.
 *
 * @param decoder has been fed everything before the piece
 * @param deliveredBytes what of the output has been handed out already, counted from the decoder's start
 */
export async function* feedParts(
  decoder: Decoder,
  piece: Buffer,
  partBytes: number,
  deliveredBytes: number,
): AsyncGenerator<Buffer, PartialFeed> {
  for (let position = 0; position < piece.length; position += partBytes) {
    for await (const output of decoder.feed(piece.subarray(position, position + partBytes))) {
      const freshBytes = Math.min(output.length, decoder.producedBytes - deliveredBytes);
      if (freshBytes > 0) yield output.subarray(output.length - freshBytes);
    }
    const nowDelivered = Math.max(deliveredBytes, decoder.producedBytes);
    if (decoder.failure !== undefined) return { goodBytes: position, deliveredBytes: nowDelivered };
  }
  return { goodBytes: piece.length, deliveredBytes: Math.max(deliveredBytes, decoder.producedBytes) };
}
