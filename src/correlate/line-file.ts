import { closeSync, mkdirSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { isSystemError } from "../input/system-error.ts";

/** How many characters are gathered before they are written. */
const bufferLength = 262_144;

/** How much is read at a time. */
const pieceBytes = 65_536;

const newline = 0x0a;

/** Writes a temporary file of lines, for nobody else to read. Its methods throw the system's error where the disk is full. */
export class LineWriter {
  readonly #path: string;
  #descriptor: number | null;
  #buffer = "";

  /** Creates the file, which must not be there, and its folder if need be. */
  constructor(path: string) {
    makeFolder(dirname(path));
    this.#path = path;
    this.#descriptor = openSync(path, "wx", 0o600);
  }

  /** A line without line breaks. */
  write(line: string): void {
    this.#buffer += line;
    this.#buffer += "\n";
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

/** Writes a whole file of lines; where that fails the file is gone. Throws the system's error. */
export function writeLines(path: string, lines: Iterable<string>): void {
  const writer = new LineWriter(path);
  try {
    for (const line of lines) writer.write(line);
    writer.close();
  } catch (error) {
    writer.remove();
    throw error;
  }
}

/** The lines of a file one by one, without ever holding all of them. Throws the system's error where it can't be read. */
export function* readLines(path: string): Generator<string> {
  const descriptor = openSync(path, "r");
  try {
    const piece = Buffer.allocUnsafe(pieceBytes);
    // A line may be longer than a piece; the pieces of one are put together once.
    let started: Buffer[] = [];
    for (;;) {
      const byteCount = readSync(descriptor, piece, 0, piece.length, null);
      if (byteCount === 0) return;
      const bytes = piece.subarray(0, byteCount);
      let start = 0;
      for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
        const line = bytes.subarray(start, end);
        yield (started.length > 0 ? Buffer.concat([...started, line]) : line).toString();
        started = [];
        start = end + 1;
      }
      if (start < byteCount) started.push(Buffer.from(bytes.subarray(start)));
    }
  } finally {
    closeSync(descriptor);
  }
}
