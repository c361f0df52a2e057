import type { FoldedValue } from "./folded-value.ts";
import { matchSegments, type SegmentedPattern } from "./segments.ts";

/**
 * Patterns by grams: numbers made of up to four bytes, of which every value of the pattern holds at least one. A value's
 * grams are asked for one after the other, between {@link start} and the end of the value; nearly all of them are turned
 * away by a bitmap.
 */
export class GramTable {
  readonly #buckets: ReadonlyMap<number, Bucket>;
  /** A bit for each gram's hash. Public for the loops that go over values: a call per gram would be half of their time. */
  readonly bitmap: Int32Array;
  /** What {@link hashGram} shifts by. */
  readonly shift: number;
  #round = 0;

  constructor(patterns: readonly { readonly pattern: SegmentedPattern; readonly grams: readonly number[] }[]) {
    const buckets = new Map<number, Bucket>();
    for (const { pattern, grams } of patterns) {
      const candidate = { pattern, round: 0 };
      for (const gram of new Set(grams)) {
        const bucket = buckets.get(gram);
        if (bucket === undefined) buckets.set(gram, { candidates: [candidate], round: 0 });
        else bucket.candidates.push(candidate);
      }
    }
    this.#buckets = buckets;
    const sizeBits = Math.min(20, Math.max(10, Math.ceil(Math.log2(buckets.size * BITS_PER_GRAM))));
    this.shift = 32 - sizeBits;
    this.bitmap = new Int32Array(2 ** (sizeBits - 5));
    for (const gram of buckets.keys()) {
      const hash = hashGram(gram, this.shift);
      this.bitmap[hash >>> 5] = (this.bitmap[hash >>> 5] ?? 0) | (1 << hash);
    }
  }

  /** Begins a value. */
  start(): void {
    this.#round++;
  }

  /**
   * Whether a pattern that has this gram matches the value. Each is tried once per value: one that repeats a gram costs
   * no more than one that has it once.
   */
  matches(gram: number, value: FoldedValue): boolean {
    const bucket = this.#buckets.get(gram);
    if (bucket === undefined || bucket.round === this.#round) return false;
    bucket.round = this.#round;
    for (const candidate of bucket.candidates) {
      if (candidate.round === this.#round) continue;
      candidate.round = this.#round;
      if (matchSegments(candidate.pattern, value.folded)) return true;
    }
    return false;
  }
}

/** One gram in sixteen that is in no pattern gets past the bitmap, at most. */
const BITS_PER_GRAM = 16;

/** The place of a gram's bit. */
export function hashGram(gram: number, shift: number): number {
  return Math.imul(gram, 0x9e3779b1) >>> shift;
}

interface Candidate {
  readonly pattern: SegmentedPattern;
  /** The last value that it was tried on. */
  round: number;
}

interface Bucket {
  readonly candidates: Candidate[];
  round: number;
}
