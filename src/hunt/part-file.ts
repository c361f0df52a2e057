import { closeSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import { open, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { decodeLine, encodeLine } from "../correlate/data-line.ts";
import { isSystemError } from "../input/system-error.ts";
import type { Hit } from "../scan/hit.ts";

/** How much is gathered before it is written. */
const bufferLength = 262_144;

/** How much is read at a time. */
const pieceBytes = 65_536;

const newline = 0x0a;

/**
 * Hits of one split on disk, one line of JSON each, in order: what a split finds before its turn and that is too much to
 * hold in memory.
 * Its methods throw the system's error where the disk is full.
 */
export class PartWriter {
  readonly #path: string;
  #descriptor: number | null;
  #buffer = "";

  /** Creates the file, which must not be there, and its folder if need be. */
  constructor(path: string) {
    makeFolder(dirname(path));
    this.#path = path;
    this.#descriptor = openSync(path, "wx", 0o600);
  }

  write(hit: Hit): void {
    this.#buffer += `${encodeLine(hit)}\n`;
    if (this.#buffer.length >= bufferLength) this.#flush();
  }

  /** Writes what is left. */
  close(): void {
    this.#flush();
    this.#closeDescriptor();
  }

  /** Gives the room back: nobody will read it. */
  remove(): void {
    this.#closeDescriptor();
    rmSync(this.#path, { force: true });
  }

  #flush(): void {
    if (this.#descriptor === null) return;
    const bytes = Buffer.from(this.#buffer);
    this.#buffer = "";
    for (let written = 0; written < bytes.length;) written += writeSync(this.#descriptor, bytes, written);
  }

  #closeDescriptor(): void {
    if (this.#descriptor !== null) closeSync(this.#descriptor);
    this.#descriptor = null;
  }
}

/** Only the folder itself: where temporary files should be is for the system to have. */
function makeFolder(path: string): void {
  try {
    mkdirSync(path, 0o700);
  } catch (error) {
    if (!isSystemError(error) || error.code !== "EEXIST") throw error;
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
