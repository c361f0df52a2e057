import type { ByteChunks, ByteEnd, ByteReader } from "./byte-source.ts";
import { Decoder, recoverTail } from "./decoder.ts";
import type { Packing } from "./decoder.ts";
import { formatOf, formatBytes } from "./signature.ts";

/**
 * The unpacked bytes of an input, whose format its first bytes tell. All members of a gzip input and all frames of a
 * zstd one are read, padding between them is skipped, and what can be got out before any damage comes out first.
 */
export async function* unpack(reader: ByteReader): ByteChunks {
  const format = formatOf(await reader.peek(formatBytes));
  return yield* format === "plain" ? readUnpacked(reader) : unpackMembers(reader, format);
}

async function* readUnpacked(reader: ByteReader): ByteChunks {
  for (;;) {
    const piece = await reader.read();
    if (piece.length === 0) return endOf(reader);
    yield piece;
  }
}

async function* unpackMembers(reader: ByteReader, packing: Packing): ByteChunks {
  for (;;) {
    const damage = yield* unpackRun(reader, packing);
    if (damage !== undefined) return { status: "damaged", reason: damage };
    if (packing === "gzip") await skipZeros(reader);
    const endBytes = reader.positionBytes;
    const head = await reader.peek(formatBytes);
    if (head.length === 0) return endOf(reader);
    if (formatOf(head) !== packing) {
      return { status: "damaged", reason: `what follows byte ${endBytes} is no ${packing} data` };
    }
  }
}

/**
 * Unpacks as far as one decoder goes: over all members of a gzip input up to padding, over a zstd frame or more.
 * Gives what is wrong, if anything is. What was read too much is given back.
 */
async function* unpackRun(reader: ByteReader, packing: Packing): AsyncGenerator<Buffer, string | undefined> {
  const startBytes = reader.positionBytes;
  const decoder = new Decoder(packing);
  // What can be read only once has a second decoder run one piece behind: it is where damage is got round.
  const follower = reader.source.readAgain === undefined ? new Decoder(packing) : undefined;
  let last: Buffer = Buffer.alloc(0);
  try {
    for (;;) {
      const pieceStartBytes = reader.positionBytes;
      const piece = await reader.read();
      if (piece.length === 0) {
        if (reader.source.failure !== undefined) return reader.source.failure;
        return (yield* decoder.finish()) ? undefined : `its ${packing} data is cut off at byte ${pieceStartBytes}`;
      }
      const following = last.length > 0 ? follower?.swallow(last) : undefined;
      yield* decoder.feed(piece);
      await following;
      if (decoder.failure !== undefined) {
        const goodBytes = yield* recover(reader, packing, follower, { startBytes, pieceStartBytes, piece, decoder });
        return `its ${packing} data is corrupt at byte ${pieceStartBytes + goodBytes}: ${decoder.failure}`;
      }
      if (decoder.leftBytes > 0) {
        reader.giveBack(piece.subarray(piece.length - decoder.leftBytes));
        return undefined;
      }
      last = piece;
    }
  } finally {
    decoder.close();
    follower?.close();
  }
}

interface Damage {
  /** Where the failed decoder started. */
  readonly startBytes: number;
  readonly pieceStartBytes: number;
  readonly piece: Buffer;
  readonly decoder: Decoder;
}

/** Gets what the failed decoder threw away of a corrupt piece, by a decoder that knows all up to the piece. */
async function* recover(
  reader: ByteReader,
  packing: Packing,
  follower: Decoder | undefined,
  { startBytes, pieceStartBytes, piece, decoder }: Damage,
): AsyncGenerator<Buffer, number> {
  const { readAgain } = reader.source;
  if (follower !== undefined) return yield* recoverTail(follower, piece, decoder.producedBytes);
  if (readAgain === undefined) return 0;
  const second = new Decoder(packing);
  try {
    let position = startBytes;
    while (position < pieceStartBytes) {
      const good = readAgain(position, pieceStartBytes - position);
      if (good.length === 0) return 0;
      await second.swallow(good);
      position += good.length;
    }
    return yield* recoverTail(second, piece, decoder.producedBytes);
  } finally {
    second.close();
  }
}

async function skipZeros(reader: ByteReader): Promise<void> {
  for (;;) {
    const piece = await reader.read();
    const rest = piece.findIndex((byte) => byte !== 0);
    if (rest >= 0) reader.giveBack(piece.subarray(rest));
    if (rest >= 0 || piece.length === 0) return;
  }
}

function endOf(reader: ByteReader): ByteEnd {
  const { failure } = reader.source;
  if (failure === undefined) return { status: "ok" };
  return { status: reader.positionBytes === 0 ? "unreadable" : "damaged", reason: failure };
}
