import type { ByteChunks, ByteEnd, ByteReader } from "./byte-source.ts";
import type { Packing } from "./decoder.ts";
import { formatOf, formatBytes } from "./signature.ts";
import { unpackRun } from "./unpacking-run.ts";

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
