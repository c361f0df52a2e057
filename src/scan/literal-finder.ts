import type { LiteralKernel } from "../kernel/literal-kernel.ts";
import type { CandidateFinder, CandidateVisitor } from "./candidates.ts";

const newline = 0x0a;

/** Before so many lines have held a literal there is little to be saved: to prepare the second look takes as long as their parse. */
const linesBeforeSecondLook = 512;

/** Where lines that hold one are rarer, their parse takes less time than the search does: with 1.2 in a megabyte a second look gained nothing in 6 GB. */
const bytesPerLine = 65_536;

/** Longer ones are nothing to learn from. */
const learnedLineBytes = 16_384;

/** Asked of lines that hold a literal, put together in its memory. */
export interface SecondLook extends CandidateFinder {
  /** Sees what the lines are like, which decides how fast they are looked at and nothing else. It has memory afterwards. */
  learn(lines: Buffer): void;
}

/**
 * The lines that hold one of some literals, or an escape that may hide one; of those only the ones that a second look leaves
 * over. To walk over a line costs a tenth of its parse, so that a literal may be a common one.
 */
export class LiteralFinder implements CandidateFinder {
  readonly #kernel: LiteralKernel;
  readonly #second: SecondLook | null;
  /** Whether it is looked a second time. */
  #isLooking = false;
  /** Lines that were given unseen since it was last thought of, and what is learnt from. */
  #unseenLines = 0;
  #samples: Buffer[] = [];
  /** In which so many bytes were searched. */
  #searchedBytes = 0;

  /** `second`: `null` for none. */
  constructor(kernel: LiteralKernel, second: SecondLook | null) {
    this.#kernel = kernel;
    this.#second = second;
  }

  get memory(): Buffer {
    return this.#kernel.chunk;
  }

  begin(): void {
    this.#second?.begin?.();
  }

  countLines(bytes: Buffer): number {
    return this.#kernel.countLines(bytes);
  }

  visit(bytes: Buffer, visitor: CandidateVisitor): void {
    const second = this.#second;
    if (second === null) {
      this.#kernel.visit(bytes, (start, end) => visitor(start, end, null));
    } else if (this.#isLooking) {
      const looking = new LinesTogether(bytes, second, visitor);
      this.#kernel.visit(bytes, (start, end) => looking.add(start, end));
      looking.lookAt();
    } else {
      this.#kernel.visit(bytes, (start, end) => {
        this.#unseenLines++;
        if (end - start <= learnedLineBytes) {
          this.#samples.push(Buffer.from(bytes.subarray(start, end)), endOfLine);
        }
        visitor(start, end, null);
      });
      this.#searchedBytes += bytes.length;
      if (this.#unseenLines >= linesBeforeSecondLook) this.#consider(second);
    }
  }

  /** Whether to look a second time from now on. */
  #consider(second: SecondLook): void {
    if (this.#unseenLines * bytesPerLine >= this.#searchedBytes) {
      second.learn(Buffer.concat(this.#samples));
      this.#isLooking = true;
    }
    this.#samples = [];
    this.#unseenLines = 0;
    this.#searchedBytes = 0;
  }
}

const endOfLine = Buffer.of(newline);

const noMemory = Buffer.alloc(0);

/** Lines of a block, put together to be looked at. */
class LinesTogether {
  readonly #bytes: Buffer;
  readonly #second: SecondLook;
  readonly #visitor: CandidateVisitor;
  /** A longer line isn't looked at. */
  readonly #memory: Buffer;
  /** Of each line where it starts in the block, and where in the memory. */
  #starts: number[] = [];
  #places: number[] = [];
  #filledBytes = 0;

  constructor(bytes: Buffer, second: SecondLook, visitor: CandidateVisitor) {
    this.#bytes = bytes;
    this.#second = second;
    this.#visitor = visitor;
    this.#memory = second.memory ?? noMemory;
  }

  add(start: number, end: number): void {
    const neededBytes = end - start + 1;
    if (this.#filledBytes + neededBytes > this.#memory.length) this.lookAt();
    if (neededBytes > this.#memory.length) {
      this.#visitor(start, end, null);
      return;
    }
    this.#starts.push(start);
    this.#places.push(this.#filledBytes);
    this.#bytes.copy(this.#memory, this.#filledBytes, start, end);
    this.#filledBytes += neededBytes;
    this.#memory[this.#filledBytes - 1] = newline;
  }

  /** At what was added since the last time. */
  lookAt(): void {
    if (this.#filledBytes === 0) return;
    let line = 0;
    this.#second.visit(this.#memory.subarray(0, this.#filledBytes), (place, end, filters) => {
      while ((this.#places[line] ?? place) < place) line++;
      const start = this.#starts[line] ?? 0;
      this.#visitor(start, start + end - place, filters);
    });
    this.#starts = [];
    this.#places = [];
    this.#filledBytes = 0;
  }
}
