import { fourBytesAt, gramHash, planGrams } from "./gram-plan.ts";
import { type KernelFunction, KernelExports } from "./kernel-exports.ts";
import type { KernelModule } from "./kernel-module.ts";
import { escapePattern, hiddenCharacters, type LiteralPattern } from "./literal-pattern.ts";
import { PairCounts, planPairs } from "./pair-plan.ts";

/** Told of lines, in order, each once: `[start, end)` in the block, without the newline. */
type LineVisitor = (start: number, end: number) => void;

const newline = 0x0a;
const pageBytes = 65_536;
const maxPages = 65_536;
const entryBytes = 24;
const escapeBytes = 6;

/** Of a file in the page cache 6.3 GB were read and searched in 1.5 s; in 1.64 s by 256 KiB, which the second cache holds, for a read of a megabyte takes less of the system. */
const defaultChunkBytes = 1 << 20;

/** Of a block so much is looked at to choose what to look for. */
const sampleBytes = 65_536;

/** More than these are not tried by pairs: each bucket would have ten. */
const maxPairLiterals = 80;

/** Nanoseconds: what the scans take for a byte, a gram, and a place that is looked at for nothing (`bench/literals.ts`). */
const cost = { pairByte: 0.045, gram: 0.7, escapeByte: 0.03, place: 15 };

/** A choice that lets through more than it was chosen for is made again, but not for every block. */
const rejectedShare = 1 / 200;
const bytesBetweenChoices = 4_194_304;

/**
 * Finds the lines that hold one of some literals, ASCII case aside, or an escape that may hide one. Exact in this: it names all
 * of those lines and no others.
 *
 * A few literals are found by a pair of bytes of each, many by grams; which pairs, grams and which of the two ways is chosen by a
 * sample of what is searched.
 *
 * ```ts
 * const kernel = new LiteralKernel(await compileKernel("literals"), ['imagepath"']);
 * const count = readSync(descriptor, kernel.chunk);
 * kernel.visit(kernel.chunk.subarray(0, count), (start, end) => …);
 * ```
 */
export class LiteralKernel {
  /** Memory to read blocks into. */
  readonly chunk: Buffer;
  readonly #literals: readonly Uint8Array[];
  /** The literals, and the escapes behind them. */
  readonly #patterns: readonly LiteralPattern[];
  readonly #memory: Buffer;
  readonly #layout: Layout;
  readonly #findByPairs: KernelFunction;
  readonly #findByGrams: KernelFunction;
  readonly #countNewlines: KernelFunction;
  readonly #lines: Uint32Array;
  /** By literal: address and length. */
  readonly #texts: readonly (readonly [number, number])[];
  /** Where it stopped, and how many places it has looked at for nothing. */
  readonly #outcome: Uint32Array;
  /** Room in front of the chunk for the end of the piece before. */
  readonly #overlapBytes: number;
  #find: KernelFunction;
  /** How much of the input the choice was made by, and how much has been searched since. */
  #sampledBytes = 0;
  #searchedBytes = 0;

  /**
   * @param literals lower-case ASCII without control characters, three bytes each or more, at least one
   * @param chunkBytes how much is searched at a time; 1 MiB by default
   */
  constructor(module: KernelModule, literals: readonly string[], chunkBytes = defaultChunkBytes) {
    this.#literals = literals.map((literal) => Uint8Array.from(Buffer.from(literal)));
    this.#patterns = [...this.#literals.map((bytes) => ({ bytes, kind: "literal" as const })), escapePattern];
    this.#overlapBytes = this.#literals.reduce((most, { length }) => Math.max(most, length), escapeBytes) - 1;
    // How much it has to hold is known once the module has told its layout.
    const memory = new WebAssembly.Memory({ initial: 1, maximum: maxPages });
    const exports = new KernelExports(new WebAssembly.Instance(module, { env: { memory } }).exports);
    this.#layout = readLayout(exports);
    const textBytes = this.#literals.reduce((sum, { length }) => sum + length, 0);
    const endOfTexts = this.#layout.entries + entriesFor(literals.length) * entryBytes + textBytes;
    const neededBytes = endOfTexts + this.#overlapBytes + chunkBytes + 2 * this.#layout.margin;
    memory.grow(Math.ceil(neededBytes / pageBytes) - 1);
    this.#findByPairs = exports.function("findByPairs");
    this.#findByGrams = exports.function("findByGrams");
    this.#countNewlines = exports.function("countNewlines");
    this.#find = this.#findByPairs;
    this.#memory = Buffer.from(memory.buffer);
    this.#lines = new Uint32Array(memory.buffer, this.#layout.lines, 2 * this.#layout.maxLines);
    this.#outcome = new Uint32Array(memory.buffer, this.#layout.outcome, 2);
    const chunkAddress = memory.buffer.byteLength - this.#layout.margin - chunkBytes;
    this.chunk = this.#memory.subarray(chunkAddress, chunkAddress + chunkBytes);
    exports.function("writeConstants")();
    this.#memory.set(hiddenCharacters(literals), this.#layout.hidden);
    this.#texts = this.#writeTexts();
  }

  /** `bytes` are whole lines; where they lie in {@link chunk} they aren't copied. */
  visit(bytes: Buffer, visitor: LineVisitor): void {
    this.#chooseAgain(bytes);
    this.#searchedBytes += bytes.length;
    if (bytes.buffer === this.#memory.buffer) this.#visitOwn(bytes, visitor);
    else this.#visitForeign(bytes, visitor);
  }

  /** How many lines a block has; the last one needs no newline. */
  countLines(bytes: Buffer): number {
    const unterminated = bytes.length > 0 && bytes[bytes.length - 1] !== newline ? 1 : 0;
    if (bytes.buffer === this.#memory.buffer) {
      return this.#countNewlines(bytes.byteOffset, bytes.byteOffset + bytes.length) + unterminated;
    }
    let lines = unterminated;
    for (let from = 0; from < bytes.length; from += this.chunk.length) {
      const count = bytes.copy(this.chunk, 0, from);
      lines += this.#countNewlines(this.chunk.byteOffset, this.chunk.byteOffset + count);
    }
    return lines;
  }

  #visitOwn(bytes: Buffer, visitor: LineVisitor): void {
    const base = bytes.byteOffset;
    const to = base + bytes.length;
    for (let from = base; from < to; from = this.#outcome[0] ?? to) {
      const count = this.#find(from, to);
      for (let line = 0; line < count; line++) {
        visitor((this.#lines[2 * line] ?? 0) - base, (this.#lines[2 * line + 1] ?? 0) - base);
      }
    }
  }

  /** In pieces, each behind the end of the one before, so that what stands across an end is found; but what is behind a line that was told. */
  #visitForeign(bytes: Buffer, visitor: LineVisitor): void {
    /** A line starts here, and no line from here on has been told. */
    let done = 0;
    for (let at = 0; at < bytes.length;) {
      const start = Math.max(done, at - this.#overlapBytes);
      const stop = Math.min(at + this.chunk.length, bytes.length);
      const base = this.chunk.byteOffset - (at - start);
      const to = base + (stop - start);
      bytes.copy(this.#memory, base, start, stop);
      at = stop;
      for (let from = base; from < to; from = this.#outcome[0] ?? to) {
        const count = this.#find(from, to);
        for (let line = 0; line < count; line++) {
          const lineFrom = this.#lines[2 * line] ?? 0;
          const lineTo = this.#lines[2 * line + 1] ?? 0;
          const isCutOff = lineFrom === base && start > done;
          const lineStart = isCutOff ? bytes.lastIndexOf(newline, start - 1) + 1 : lineFrom - base + start;
          const lineEnd = lineTo === to ? endOfLine(bytes, stop) : lineTo - base + start;
          visitor(lineStart, lineEnd);
          done = Math.min(lineEnd + 1, bytes.length);
        }
      }
      at = Math.max(at, done);
    }
  }

  /** At first, once there is more to go by, and where what was chosen lets too much through. */
  #chooseAgain(bytes: Buffer): void {
    const isBetter = this.#sampledBytes < sampleBytes && bytes.length >= 4 * this.#sampledBytes;
    const isBad =
      this.#searchedBytes > bytesBetweenChoices && (this.#outcome[1] ?? 0) > this.#searchedBytes * rejectedShare;
    if (this.#searchedBytes > bytesBetweenChoices) {
      this.#outcome[1] = 0;
      this.#searchedBytes = 0;
    }
    if (!isBetter && !isBad) return;
    const sample = bytes.subarray(0, sampleBytes);
    this.#sampledBytes = Math.max(1, sample.length);
    this.#choose(sample);
  }

  #choose(sample: Buffer): void {
    const grams = planGrams(this.#literals, sample, this.#layout.gramHashBits);
    const pairs = this.#literals.length > maxPairLiterals ? null : planPairs(this.#patterns, new PairCounts(sample));
    const pairCost = pairs === null ? Number.POSITIVE_INFINITY : cost.pairByte + pairs.share * cost.place;
    const gramCost = cost.gram / grams.stride + cost.escapeByte;
    if (pairs !== null && pairCost <= gramCost) {
      this.#find = this.#findByPairs;
      this.#memory.set(pairs.nibbles, this.#layout.nibbles);
      const heads = new Uint32Array(this.#memory.buffer, this.#layout.buckets, 8).fill(0);
      for (const [entry, { pattern, bucket, offset }] of pairs.pairs.entries()) {
        this.#link(heads, bucket, entry, pattern, offset);
      }
      return;
    }
    this.#find = this.#findByGrams;
    new Uint32Array(this.#memory.buffer, this.#layout.gramShape, 2).set([grams.stride, grams.mask]);
    const bits = this.#layout.gramHashBits;
    const table = this.#memory.subarray(this.#layout.grams, this.#layout.grams + (1 << bits)).fill(0);
    const heads = new Uint32Array(this.#memory.buffer, this.#layout.gramHeads, 1 << bits).fill(0);
    for (const [index, literal] of this.#literals.entries()) {
      const window = grams.windows[index] ?? 0;
      for (let offset = 0; offset < grams.stride; offset++) {
        const hash = gramHash(fourBytesAt(literal, window + offset), grams.mask, bits);
        table[hash] = (table[hash] ?? 0) | (1 << offset);
      }
      this.#link(heads, gramHash(fourBytesAt(literal, window), grams.mask, bits), index, index, window);
    }
  }

  /** Writes an entry, of a literal or, with the number behind theirs, of the escapes, and puts it in front of a chain. */
  #link(heads: Uint32Array, head: number, number: number, pattern: number, offset: number): void {
    const address = this.#layout.entries + number * entryBytes;
    const [text = 0, length = 0] = this.#texts[pattern] ?? [];
    const { bytes } = this.#patterns[pattern] ?? escapePattern;
    const startMask = bytes.length < 4 ? 0xffffff : -1;
    const start = (fourBytesAt(bytes, 0) | 0x20202020) & startMask;
    const entry = [text, length, offset, heads[head] ?? 0, start, startMask];
    new Uint32Array(this.#memory.buffer, address, entry.length).set(entry);
    heads[head] = address;
  }

  /** Gives where each of them is, and how many bytes it has. */
  #writeTexts(): readonly (readonly [number, number])[] {
    let end = this.#layout.entries + entriesFor(this.#literals.length) * entryBytes;
    return this.#literals.map((literal) => {
      const start = end;
      this.#memory.set(literal, start);
      end += literal.length;
      return [start, literal.length];
    });
  }
}

/** Two pairs of each literal and of the escapes. */
function entriesFor(literals: number): number {
  return 2 * (literals + 1);
}

/** Addresses and sizes, as the kernel has them. */
interface Layout {
  readonly nibbles: number;
  readonly buckets: number;
  readonly hidden: number;
  readonly gramShape: number;
  readonly grams: number;
  readonly gramHeads: number;
  readonly gramHashBits: number;
  readonly outcome: number;
  readonly lines: number;
  readonly maxLines: number;
  readonly entries: number;
  readonly margin: number;
}

function readLayout(exports: KernelExports): Layout {
  return {
    nibbles: exports.number("nibblesAddress"),
    buckets: exports.number("bucketsAddress"),
    hidden: exports.number("hiddenAddress"),
    gramShape: exports.number("gramShapeAddress"),
    grams: exports.number("gramsAddress"),
    gramHeads: exports.number("gramHeadsAddress"),
    gramHashBits: exports.number("gramHashBits"),
    outcome: exports.number("outcomeAddress"),
    lines: exports.number("linesAddress"),
    maxLines: exports.number("maxLines"),
    entries: exports.number("freeAddress"),
    margin: exports.number("marginBytes"),
  };
}

function endOfLine(bytes: Buffer, from: number): number {
  const end = bytes.indexOf(newline, from);
  return end < 0 ? bytes.length : end;
}
