import type { LineBlock } from "./block.ts";
import { DocumentScanner } from "./document-scanner.ts";
import { Window } from "./window.ts";

const newline = 0x0a;

/** What a {@link DocumentCutter} needs to know. */
export interface DocumentCutterOptions {
  /** How much is looked at at a time. The buffer is not larger, but where a document is. */
  readonly chunkBytes: number;
  /** What to use as the buffer, of the chunk's size or more; memory of the cutter's own if absent. */
  readonly memory?: Buffer | undefined;
  /** A longer document is skipped and counted, like a long line. */
  readonly maxLineBytes: number;
}

/**
 * Cuts JSON in an array, or one object after the other, into blocks in which each document stands on a line of its own,
 * so that whoever reads lines need not know. What lies between two documents ends the line of the first, blank; so
 * each line starts where its document does.
 *
 * An array whose end is missing gives its opening bracket at the end, as a line that was cut off.
 */
export class DocumentCutter {
  readonly #maxLineBytes: number;
  readonly #window: Window;
  readonly #scanner = new DocumentScanner();
  /** Within a document, which lies at the start of the window unless it is too long. */
  #isInside = false;
  #isTooLong = false;
  #ownBytes = 0;
  #longLines = 0;

  constructor({ chunkBytes, memory, maxLineBytes }: DocumentCutterOptions) {
    this.#maxLineBytes = maxLineBytes;
    // One byte more than fits shows that something is too long; one is kept free for the newline.
    this.#window = new Window(Math.max(2, chunkBytes), maxLineBytes + 2, 0, memory);
  }

  /** All bytes that came in. */
  get ownBytes(): number {
    return this.#ownBytes;
  }

  /** Documents over the cap. */
  get longLines(): number {
    return this.#longLines;
  }

  /** The documents that end in a chunk. */
  *cut(chunk: Buffer): Generator<LineBlock, void> {
    this.#ownBytes += chunk.length;
    for (let position = 0; position < chunk.length;) {
      const roomBytes = this.#window.makeRoom(1);
      const from = this.#window.filledBytes;
      const count = chunk.copy(this.#window.buffer, from, position, position + roomBytes);
      position += count;
      this.#window.fill(count);
      yield* this.#cutFresh(from);
      this.#scanner.advance(count);
    }
  }

  /** The input ends here: gives the document that is cut off, or the bracket of the array that is. */
  finish(): LineBlock | undefined {
    const { buffer, offsetBytes, takenBytes, filledBytes } = this.#window;
    if (this.#isInside) {
      if (this.#isTooLong) return undefined;
      const bytes = buffer.subarray(takenBytes, filledBytes);
      return { bytes, offsetBytes: offsetBytes + takenBytes, unterminated: true };
    }
    const arrayStart = this.#scanner.openArrayStart;
    if (arrayStart === undefined) return undefined;
    return { bytes: Buffer.from("["), offsetBytes: arrayStart, unterminated: true };
  }

  *#cutFresh(from: number): Generator<LineBlock, void> {
    const { buffer, filledBytes } = this.#window;
    /** The documents that have ended and were not handed out. */
    let blockStart = 0;
    let blockEnd = -1;
    let documentStart = 0;
    for (let position = from; ;) {
      if (!this.#isInside) {
        const start = this.#scanner.findStart(buffer, position, filledBytes, from);
        if (start < 0) break;
        if (blockEnd === start) {
          // There is no byte for a newline between them.
          yield* this.#handOut(blockStart, blockEnd);
          blockEnd = -1;
        }
        if (blockEnd >= 0) buffer[start - 1] = newline;
        this.#isInside = true;
        documentStart = start;
        position = start;
      } else {
        const stop = this.#scanner.findEnd(buffer, position, filledBytes);
        if (stop < 0) break;
        this.#isInside = false;
        position = stop;
        if (this.#isTooLong || stop - documentStart > this.#maxLineBytes) {
          this.#countLong();
          this.#isTooLong = false;
          if (blockEnd >= 0) yield* this.#handOut(blockStart, blockEnd);
          blockEnd = -1;
        } else {
          if (blockEnd < 0) blockStart = documentStart;
          blockEnd = stop;
        }
      }
    }
    if (blockEnd >= 0) yield* this.#handOut(blockStart, blockEnd);
    if (this.#isInside && filledBytes - documentStart > this.#maxLineBytes) {
      this.#countLong();
      this.#isTooLong = true;
    }
    this.#window.take(this.#isInside && !this.#isTooLong ? documentStart : filledBytes);
  }

  /** Counts a document that is too long once. */
  #countLong(): void {
    if (!this.#isTooLong) this.#longLines++;
  }

  /** Documents as a block: what is behind them gives its place to the newline as long as the block is looked at. */
  *#handOut(start: number, end: number): Generator<LineBlock, void> {
    const { buffer, offsetBytes } = this.#window;
    const behind = buffer[end] ?? 0;
    buffer[end] = newline;
    yield { bytes: buffer.subarray(start, end + 1), offsetBytes: offsetBytes + start, unterminated: false };
    buffer[end] = behind;
  }
}
