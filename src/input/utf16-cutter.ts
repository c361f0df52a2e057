import type { LineBlock } from "./block.ts";

/** What a {@link Utf16Cutter} needs to know. */
export interface Utf16CutterOptions {
  readonly encoding: "utf-16le" | "utf-16be";
  /** A longer line (as UTF-8, its newline not counted) is skipped and counted. */
  readonly maxLineBytes: number;
}

/**
 * Cuts UTF-16 into lines and writes them as UTF-8. Each line is a block of its own, since only so the offsets of all
 * lines are those of the input: within a block the lines lie closer together. Unpaired surrogates become U+FFFD.
 */
export class Utf16Cutter {
  readonly #options: Utf16CutterOptions;
  /** Half a character that the last chunk ended with. */
  #half: Buffer = Buffer.alloc(0);
  /** The unfinished line, and where it starts. */
  #line = "";
  #lineBytes = 0;
  /** Of the unfinished line what was dropped, since it is over the cap. */
  #skippedUnits = 0;
  #ownBytes = 0;
  #longLines = 0;

  constructor(options: Utf16CutterOptions) {
    this.#options = options;
  }

  /** All bytes that came in. */
  get ownBytes(): number {
    return this.#ownBytes;
  }

  get longLines(): number {
    return this.#longLines;
  }

  /** The lines that end in a chunk. */
  *cut(chunk: Buffer): Generator<LineBlock, void> {
    this.#ownBytes += chunk.length;
    const text = this.#decode(chunk);
    let start = 0;
    for (let stop = text.indexOf("\n") + 1; stop > 0; stop = text.indexOf("\n", start) + 1) {
      this.#line += text.slice(start, stop);
      start = stop;
      const block = this.#finishLine(false);
      if (block !== undefined) yield block;
    }
    this.#line += text.slice(start);
    // No UTF-16 unit is less than a byte of UTF-8, so that a line with more units is over the cap.
    if (this.#line.length > this.#options.maxLineBytes) {
      this.#skippedUnits += this.#line.length;
      this.#line = "";
    }
  }

  /** The input ends here: gives the last line if it has no newline. Half a character at the end is U+FFFD. */
  finish(): LineBlock | undefined {
    if (this.#half.length > 0) this.#line += "\ufffd";
    return this.#line === "" && this.#skippedUnits === 0 ? undefined : this.#finishLine(true);
  }

  #decode(chunk: Buffer): string {
    const bytes = this.#half.length > 0 ? Buffer.concat([this.#half, chunk]) : Buffer.from(chunk);
    const evenBytes = bytes.length - (bytes.length % 2);
    this.#half = bytes.subarray(evenBytes);
    const even = bytes.subarray(0, evenBytes);
    return (this.#options.encoding === "utf-16be" ? even.swap16() : even).toString("utf16le");
  }

  #finishLine(unterminated: boolean): LineBlock | undefined {
    const line = this.#line;
    const offsetBytes = this.#lineBytes;
    const skipped = this.#skippedUnits > 0;
    this.#lineBytes += 2 * (this.#skippedUnits + line.length);
    this.#line = "";
    this.#skippedUnits = 0;
    const marked = offsetBytes === 0 && line.startsWith("\ufeff");
    const bytes = Buffer.from(marked ? line.slice(1) : line);
    if (skipped || bytes.length - (unterminated ? 0 : 1) > this.#options.maxLineBytes) {
      this.#longLines++;
      return undefined;
    }
    return bytes.length === 0 ? undefined : { bytes, offsetBytes: offsetBytes + (marked ? 2 : 0), unterminated };
  }
}
