import type { ByteReader } from "./byte-source.ts";
import { Decoder, feedParts } from "./decoder.ts";
import type { Packing, PartialFeed } from "./decoder.ts";
import { releaseMemory } from "./released-memory.ts";

/** So many pieces are fed before the first is taken: the decompressor need not wait for the next. */
const feedsAhead = 3;

/** A corrupt piece is gone through in parts of so many bytes, and the corrupt one of those byte by byte. */
const recoveredPartBytes = 4096;

/**
 * Unpacks as far as one decoder goes: over all members of a gzip input up to padding, over a zstd frame or more.
 * Gives what is wrong, if anything is. What was read too much is given back.
 */
export async function* unpackRun(reader: ByteReader, packing: Packing): AsyncGenerator<Buffer, string | undefined> {
  const run = new UnpackingRun(reader, packing);
  try {
    void run.feed();
    for (let output = await run.next(); output !== undefined; output = await run.next()) yield output;
    return yield* run.finish();
  } finally {
    run.close();
  }
}

/** A piece that was fed and of which nothing was heard yet. */
interface FedPiece {
  readonly positionBytes: number;
  readonly piece: Buffer;
}

/** A decoder that is fed ahead: who takes what comes out doesn't wait for what goes in. */
class UnpackingRun {
  readonly #reader: ByteReader;
  readonly #packing: Packing;
  readonly #startBytes: number;
  readonly #decoder: Decoder;
  /** What can be read only once has a second decoder run behind: it is where damage is got round. */
  readonly #follower: Decoder | undefined;
  #following: Promise<void> | undefined;
  readonly #fed: FedPiece[] = [];
  #isStopped = false;
  #isUnreadable = false;

  constructor(reader: ByteReader, packing: Packing) {
    this.#reader = reader;
    this.#packing = packing;
    this.#startBytes = reader.positionBytes;
    this.#decoder = new Decoder(packing);
    this.#follower = reader.source.readAgain === undefined ? new Decoder(packing) : undefined;
  }

  /** Reads and feeds all there is, unless what is packed ends before. */
  async feed(): Promise<void> {
    for (;;) {
      while (this.#fed.length >= feedsAhead && !this.#hasEnded) await this.#decoder.changed();
      await this.#following;
      // Nobody may be waiting for this any more when it comes; so nothing is taken before it is known.
      await this.#reader.fill();
      if (this.#hasEnded) return;
      const { positionBytes } = this.#reader;
      const piece = this.#reader.take();
      if (piece.length === 0) break;
      this.#fed.push({ positionBytes, piece });
      this.#decoder.write(piece, (leftBytes) => this.#noteTaken(piece, leftBytes));
    }
    while (this.#fed.length > 0 && !this.#hasEnded) await this.#decoder.changed();
    if (this.#hasEnded) return;
    this.#isUnreadable = this.#reader.source.failure !== undefined;
    // Where reading failed, an end that doesn't come says nothing.
    if (this.#isUnreadable) this.#decoder.close();
    else this.#decoder.end();
  }

  /** What comes out next; nothing at the end, whatever it is. */
  async next(): Promise<Buffer | undefined> {
    for (;;) {
      const output = this.#decoder.take();
      if (output !== undefined || this.#hasEnded || this.#decoder.isClosed) return output;
      await this.#decoder.changed();
    }
  }

  /** After the last of {@link next}: gets what there is before the damage, and gives what is wrong. */
  async *finish(): AsyncGenerator<Buffer, string | undefined> {
    const { failure } = this.#decoder;
    this.#isStopped = true;
    if (failure === undefined) return this.#isUnreadable ? this.#reader.source.failure : undefined;
    const [damaged] = this.#fed;
    if (damaged === undefined) return `its ${this.#packing} data is cut off at byte ${this.#reader.positionBytes}`;
    const goodBytes = yield* this.#recover(damaged);
    return `its ${this.#packing} data is corrupt at byte ${damaged.positionBytes + goodBytes}: ${failure}`;
  }

  close(): void {
    this.#isStopped = true;
    this.#decoder.close();
    this.#follower?.close();
  }

  get #hasEnded(): boolean {
    return this.#isStopped || this.#decoder.failure !== undefined;
  }

  #noteTaken(piece: Buffer, leftBytes: number): void {
    this.#fed.shift();
    if (leftBytes > 0) {
      this.#isStopped = true;
      const unused = [piece.subarray(piece.length - leftBytes), ...this.#fed.map((fed) => fed.piece)];
      this.#reader.giveBack(Buffer.concat(unused));
    } else if (this.#follower !== undefined) {
      this.#following = this.#follow(this.#follower, piece);
    } else {
      releaseMemory(piece);
    }
  }

  async #follow(follower: Decoder, piece: Buffer): Promise<void> {
    await this.#following;
    await follower.swallow(piece);
  }

  /** Gets what the failed decoder threw away of a corrupt piece, by decoders that know all up to it. */
  async *#recover({ positionBytes, piece }: FedPiece): AsyncGenerator<Buffer, number> {
    const { producedBytes } = this.#decoder;
    if (this.#follower === undefined) return yield* this.#recoverAgain({ positionBytes, piece }, producedBytes);
    await this.#following;
    return (yield* feedParts(this.#follower, piece, 1, producedBytes)).goodBytes;
  }

  /** The same where all can be read again. Only the last of the large piece is worth going through byte by byte. */
  async *#recoverAgain({ positionBytes, piece }: FedPiece, producedBytes: number): AsyncGenerator<Buffer, number> {
    const { readAgain } = this.#reader.source;
    let known: PartialFeed = { goodBytes: 0, deliveredBytes: producedBytes };
    for (const partBytes of [recoveredPartBytes, 1]) {
      const second = new Decoder(this.#packing);
      try {
        const endBytes = positionBytes + known.goodBytes;
        for (let position = this.#startBytes; position < endBytes;) {
          const good = readAgain?.(position, endBytes - position);
          if (good === undefined || good.length === 0) return known.goodBytes;
          await second.swallow(good);
          position += good.length;
        }
        const rest = piece.subarray(
          known.goodBytes,
          known.goodBytes + (partBytes === 1 ? recoveredPartBytes : piece.length),
        );
        const { goodBytes, deliveredBytes } = yield* feedParts(second, rest, partBytes, known.deliveredBytes);
        known = { goodBytes: known.goodBytes + goodBytes, deliveredBytes };
      } finally {
        second.close();
      }
    }
    return known.goodBytes;
  }
}
