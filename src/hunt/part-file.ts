import { open, rm } from "node:fs/promises";
import { decodeLine, encodeLine } from "../correlate/data-line.ts";
import { LineWriter } from "../correlate/line-file.ts";
import type { Hit } from "../scan/hit.ts";

/** How much is read at a time. */
const pieceBytes = 65_536;

const newline = 0x0a;

/**
 * Hits of one split on disk, one line of JSON each, in order: what a split finds before its turn and that is too much to
 * hold in memory. Its methods throw the system's error where the disk is full.
 */
export class PartWriter {
  readonly #lines: LineWriter;

  /** Creates the file, which must not be there, and its folder if need be. */
  constructor(path: string) {
    this.#lines = new LineWriter(path);
  }

  write(hit: Hit): void {
    this.#lines.write(encodeLine(hit));
  }

  /** Writes what is left. */
  close(): void {
    this.#lines.close();
  }

  /** Gives the room back: nobody will read it. */
  remove(): void {
    this.#lines.remove();
  }
}

/**
 * The hits of a part in order, in batches, without ever holding all of them; the file is removed when the iteration ends.
 * Throws the system's error where it can't be read.
 */
export async function* readPart(path: string): AsyncGenerator<readonly Hit[]> {
  const file = await open(path);
  try {
    const piece = Buffer.allocUnsafe(pieceBytes);
    // A line may be longer than a piece; the pieces of one are put together once.
    let started: Buffer[] = [];
    for (;;) {
      const { bytesRead } = await file.read(piece, 0, piece.length);
      if (bytesRead === 0) break;
      const batch: Hit[] = [];
      let start = 0;
      for (let end = piece.indexOf(newline); end >= 0 && end < bytesRead; end = piece.indexOf(newline, start)) {
        const line = piece.subarray(start, end);
        batch.push(decodeLine<Hit>((started.length > 0 ? Buffer.concat([...started, line]) : line).toString()));
        started = [];
        start = end + 1;
      }
      if (start < bytesRead) started.push(Buffer.from(piece.subarray(start, bytesRead)));
      if (batch.length > 0) yield batch;
    }
  } finally {
    await file.close();
    await rm(path, { force: true });
  }
}
