import type { LineBlock } from "./block.ts";
import { Window } from "./window.ts";

const newline = 0x0a;

/** What a {@link LineCutter} needs to know. */
export interface LineCutterOptions {
  /** How much is put at a time. The buffer is not larger, but where a line is. */
  readonly chunkBytes: number;
  /** What to put it into, of the chunk's size or more; memory of the cutter's own if absent. */
  readonly memory?: Buffer | undefined;
  /** A longer line (its newline not counted) is skipped and counted. */
  readonly maxLineBytes: number;
  /** Where the first byte that will be put lies in the decompressed input. */
  readonly offsetBytes: number;
  /** Lines that start here or later belong to the next split. `Infinity`: there is none. */
  readonly endBytes: number;
  /** The first byte lies within, or ends, a line of the split before: begin past the first newline. */
  readonly startsInside: boolean;
}

/**
 * Cuts bytes that come in pieces of any size into blocks of whole lines, over one buffer: room is made, bytes are
 * put there, and the block that comes back is a view of them. Only the unfinished line is ever copied, to the front.
 *
 * A line that is longer than a chunk gets a larger buffer, which is given up when lines are shorter again.
 * A line over the cap takes no memory: no buffer ever holds more than the cap and a newline, so that a line that
 * fits in is short enough, and one that doesn't is dropped up to its newline.
 *
 * ```ts
 * while (!cutter.done) {
 *   const room = cutter.makeRoom();
 *   const count = readSync(descriptor, cutter.buffer, cutter.filledBytes, room);
 *   const block = count > 0 ? cutter.put(count) : cutter.finish();
 * }
 * ```
 */
export class LineCutter {
  readonly #capBytes: number;
  readonly #endBytes: number;
  readonly #window: Window;
  /** Within a line that is not wanted: another split's, or one over the cap. */
  #skipping: "nothing" | "foreign" | "long";
  #done = false;
  #ownBytes = 0;
  #longLines = 0;

  constructor(options: LineCutterOptions) {
    this.#capBytes = options.maxLineBytes + 1;
    this.#endBytes = options.endBytes;
    this.#skipping = options.startsInside ? "foreign" : "nothing";
    this.#window = new Window(options.chunkBytes, this.#capBytes, options.offsetBytes, options.memory);
  }

  /** Put bytes here, from `filledBytes` on. It is another buffer once a line needed more room. */
  get buffer(): Buffer {
    return this.#window.buffer;
  }

  get filledBytes(): number {
    return this.#window.filledBytes;
  }

  /** The last line of the split has been cut: nothing more is wanted. */
  get done(): boolean {
    return this.#done;
  }

  /** Bytes of the lines that start in this split, as far as they were put: long ones and byte-order mark included. */
  get ownBytes(): number {
    return this.#ownBytes;
  }

  get longLines(): number {
    return this.#longLines;
  }

  /**
   * Moves the unfinished line to the front, so that the last block is no longer valid, and says how many bytes may
   * be put: at least one, and none that lies past the split's end before it is clear that a line goes on there.
   */
  makeRoom(): number {
    const roomBytes = this.#window.makeRoom();
    const untilEndBytes = this.#endBytes - this.#window.offsetBytes - this.#window.filledBytes;
    return untilEndBytes > 0 ? Math.min(roomBytes, untilEndBytes) : roomBytes;
  }

  /** Takes over `count` bytes that were put: at least one, at most what {@link makeRoom} said. */
  put(count: number): LineBlock | undefined {
    const from = this.#window.filledBytes;
    this.#window.fill(count);
    const start = this.#skipping === "nothing" ? 0 : this.#skip();
    if (start === undefined) return undefined;
    const stop = this.#endOfLines(Math.max(from, start), this.#window.offsetBytes + from >= this.#endBytes);
    this.#window.take(stop === 0 ? start : stop);
    const block = stop === 0 ? undefined : this.#cut(start, stop, false);
    this.#settleRest();
    return block;
  }

  /** Takes over a chunk that lies elsewhere, by copying it. */
  *cut(chunk: Buffer): Generator<LineBlock, void> {
    for (let position = 0; position < chunk.length;) {
      const roomBytes = this.makeRoom();
      const count = chunk.copy(this.#window.buffer, this.#window.filledBytes, position, position + roomBytes);
      position += count;
      const block = this.put(count);
      if (block !== undefined) yield block;
    }
  }

  /** The input ends here: gives the last line if it has no newline. */
  finish(): LineBlock | undefined {
    this.#done = true;
    const { takenBytes, filledBytes } = this.#window;
    this.#window.take(filledBytes);
    return takenBytes < filledBytes ? this.#cut(takenBytes, filledBytes, true) : undefined;
  }

  /** Drops the rest of an unwanted line. Gives where the next line starts, `undefined` if that isn't here. */
  #skip(): number | undefined {
    const position = this.#window.buffer.subarray(0, this.#window.filledBytes).indexOf(newline);
    const stop = position < 0 ? this.#window.filledBytes : position + 1;
    if (this.#skipping === "long") this.#ownBytes += stop;
    const reachedEnd = this.#window.offsetBytes + stop >= this.#endBytes;
    this.#window.take(stop);
    if (position < 0) {
      // A line of another split that reaches the end of this one leaves nothing; a long one's length is still counted.
      this.#done = reachedEnd && this.#skipping === "foreign";
      return undefined;
    }
    this.#skipping = "nothing";
    this.#done = reachedEnd;
    return reachedEnd ? undefined : stop;
  }

  /** Past the last newline from `from` on, or, beyond the split's end, past the first. 0: there is none. */
  #endOfLines(from: number, beyondEnd: boolean): number {
    const fresh = this.#window.buffer.subarray(from, this.#window.filledBytes);
    const position = beyondEnd ? fresh.indexOf(newline) : fresh.lastIndexOf(newline);
    return position < 0 ? 0 : from + position + 1;
  }

  /** What is left once lines were cut: nothing at the split's end, the start of a line, or one that is too long. */
  #settleRest(): void {
    const { filledBytes, takenBytes, offsetBytes } = this.#window;
    const restBytes = filledBytes - takenBytes;
    const restOffsetBytes = offsetBytes + takenBytes;
    if (restOffsetBytes >= this.#endBytes) {
      this.#done = true;
    } else if (restBytes >= this.#capBytes) {
      this.#longLines++;
      this.#ownBytes += restBytes;
      this.#window.take(filledBytes);
      this.#skipping = "long";
    }
  }

  #cut(start: number, stop: number, unterminated: boolean): LineBlock | undefined {
    this.#ownBytes += stop - start;
    const from =
      this.#window.offsetBytes + start === 0 ? start + byteOrderMarkBytes(this.#window.buffer, start, stop) : start;
    if (from === stop) return undefined;
    return {
      bytes: this.#window.buffer.subarray(from, stop),
      offsetBytes: this.#window.offsetBytes + from,
      unterminated,
    };
  }
}

function byteOrderMarkBytes(bytes: Buffer, start: number, stop: number): number {
  const marked = stop - start >= 3 && bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf;
  return marked ? 3 : 0;
}
