import { createGunzip, createZstdDecompress } from "node:zlib";

/** How what is packed is unpacked. */
export type Packing = "gzip" | "zstd";

/** Pieces of less than 256 KiB cost half the speed of inflating (PERFORMANCE, traps). */
const outputBytes = 262_144;

/**
 * A decompressor that is fed piece by piece, and of which is known after each how much it took and gave.
 *
 * Node's streams hand out what they made of a piece before the next one is written. Where a piece is corrupt they
 * throw the last of its output away, which {@link recoverTail} gets back.
 */
export class Decoder {
  readonly #stream: ReturnType<typeof createGunzip> | ReturnType<typeof createZstdDecompress>;
  #failure: string | undefined;
  #producedBytes = 0;
  #leftBytes = 0;
  #wake: () => void = () => {};

  constructor(packing: Packing) {
    this.#stream =
      packing === "gzip" ? createGunzip({ chunkSize: outputBytes }) : createZstdDecompress({ chunkSize: outputBytes });
    this.#stream.on("readable", () => this.#wake());
    this.#stream.on("error", (error) => {
      this.#failure = error.message;
      this.#wake();
    });
  }

  /** Why it can't go on, in the words of the library; its end that didn't come is no failure before `finish`. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** All that was handed out so far. */
  get producedBytes(): number {
    return this.#producedBytes;
  }

  /** Bytes at the end of the last piece that it didn't take, since what is packed ends before them. */
  get leftBytes(): number {
    return this.#leftBytes;
  }

  /** Unpacks a piece, as fast as its output is taken: a bomb needs no more memory than anything else. */
  async *feed(piece: Buffer): AsyncGenerator<Buffer, void> {
    const takenBefore = this.#stream.bytesWritten;
    let written = false;
    this.#stream.write(piece, () => {
      written = true;
      this.#wake();
    });
    yield* this.#takeOutput(() => written || this.#failure !== undefined);
    this.#leftBytes = piece.length - (this.#stream.bytesWritten - takenBefore);
  }

  /** Unpacks a piece without looking at what comes out. */
  async swallow(piece: Buffer): Promise<void> {
    const outputs = this.feed(piece);
    while ((await outputs.next()).done !== true);
  }

  /** No piece follows: gives what is still to come, and is true if what is packed is whole. */
  async *finish(): AsyncGenerator<Buffer, boolean> {
    let closed = false;
    this.#stream.once("close", () => {
      closed = true;
      this.#wake();
    });
    this.#stream.end();
    yield* this.#takeOutput(() => closed);
    return this.#failure === undefined;
  }

  /** Gives the native memory back. */
  close(): void {
    this.#stream.destroy();
  }

  async *#takeOutput(isSettled: () => boolean): AsyncGenerator<Buffer, void> {
    for (;;) {
      const output: Buffer | null = this.#stream.read();
      if (output !== null) {
        this.#producedBytes += output.length;
        yield output;
      } else if (isSettled()) {
        return;
      } else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }
}

/**
 * Feeds a corrupt piece byte by byte, so that all that can be unpacked before the damage comes out.
 *
 * @param decoder has been fed everything before the piece
 * @param deliveredBytes what of the output has been handed out already, counted from the decoder's start
 * @returns how many bytes of the piece were good
 */
export async function* recoverTail(
  decoder: Decoder,
  piece: Buffer,
  deliveredBytes: number,
): AsyncGenerator<Buffer, number> {
  for (let position = 0; position < piece.length; position++) {
    for await (const output of decoder.feed(piece.subarray(position, position + 1))) {
      const freshBytes = Math.min(output.length, decoder.producedBytes - deliveredBytes);
      if (freshBytes > 0) yield output.subarray(output.length - freshBytes);
    }
    if (decoder.failure !== undefined) return position;
  }
  return piece.length;
}
