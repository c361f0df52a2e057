import type { LiteralPattern } from "./literal-pattern.ts";

/** By which pairs of bytes, two apart, literals are looked for at every second byte of a text. */
export interface PairPlan {
  /** Two for each pattern, in no order. */
  readonly pairs: readonly PlannedPair[];
  /** Four tables of 16 bytes: buckets, a bit each, by the low nibble of a pair's first byte, its high nibble, and of its second byte. */
  readonly nibbles: Uint8Array;
  /** How many places in a byte will be looked at, as far as the sample tells. */
  readonly share: number;
}

export interface PlannedPair {
  /** Number of the pattern. */
  readonly pattern: number;
  /** Of eight. */
  readonly bucket: number;
  /** Where the pair's second byte is in the pattern. */
  readonly offset: number;
}

/** Between the two bytes of a pair: every second byte is looked at. */
const pairDistance = 2;

const bucketCount = 8;

/** How often each byte has each other one two places further on, in a sample of the input. */
export class PairCounts {
  readonly #counts = new Uint32Array(0x10000);
  readonly #total: number;

  constructor(sample: Uint8Array) {
    this.#total = Math.max(1, sample.length);
    for (let at = pairDistance; at < sample.length; at++) {
      const pair = ((sample[at - pairDistance] ?? 0) << 8) | (sample[at] ?? 0);
      this.#counts[pair] = (this.#counts[pair] ?? 0) + 1;
    }
  }

  /** Which part of all places has one of the first bytes and then one of the second ones. */
  share(firsts: readonly number[], seconds: readonly number[]): number {
    let count = 0;
    for (const first of firsts) for (const second of seconds) count += this.#counts[(first << 8) | second] ?? 0;
    return count / this.#total;
  }
}

/** Takes of each pattern its rarest pairs, and puts together in a bucket what lets the fewest others through. */
export function planPairs(patterns: readonly LiteralPattern[], counts: PairCounts): PairPlan {
  const buckets = Array.from({ length: bucketCount }, () => new Bucket(counts));
  const pairs: PlannedPair[] = [];
  for (const [pattern, { bytes, kind }] of patterns.entries()) {
    for (const parity of [0, 1]) {
      const { offset, firsts, seconds } = rarestPair({ bytes, kind }, parity, counts);
      let bucket = pairs.length;
      if (bucket >= bucketCount) {
        const growths = buckets.map((each) => each.with(firsts, seconds).share - each.share);
        bucket = growths.indexOf(Math.min(...growths));
      }
      buckets[bucket] = (buckets[bucket] ?? new Bucket(counts)).with(firsts, seconds);
      pairs.push({ pattern, bucket, offset });
    }
  }
  const nibbles = new Uint8Array(64);
  for (const [number, { masks }] of buckets.entries()) {
    for (const [table, mask] of masks.entries()) {
      for (let nibble = 0; nibble < 16; nibble++) {
        if ((mask & (1 << nibble)) === 0) continue;
        const place = table * 16 + nibble;
        nibbles[place] = (nibbles[place] ?? 0) | (1 << number);
      }
    }
  }
  return { pairs, nibbles, share: buckets.reduce((sum, { share }) => sum + share, 0) / pairDistance };
}

interface Pair {
  /** Of the second byte. */
  readonly offset: number;
  readonly firsts: readonly number[];
  readonly seconds: readonly number[];
}

const anyByte = Array.from({ length: 256 }, (_, byte) => byte);

/**
 * The rarest pair whose bytes are at even or odd places of the pattern. Of three bytes only the middle one is at an odd place: it
 * is found with whatever stands two places before it.
 */
function rarestPair({ bytes, kind }: LiteralPattern, parity: number, counts: PairCounts): Pair {
  let rarest: Pair = { offset: parity, firsts: anyByte, seconds: spellings(bytes[parity] ?? 0, kind) };
  let least = Number.POSITIVE_INFINITY;
  for (let offset = parity + pairDistance; offset < bytes.length; offset += 2) {
    const firsts = spellings(bytes[offset - pairDistance] ?? 0, kind);
    const seconds = spellings(bytes[offset] ?? 0, kind);
    const share = counts.share(firsts, seconds);
    if (share < least) rarest = { offset, firsts, seconds };
    least = Math.min(least, share);
  }
  return rarest;
}

function spellings(byte: number, kind: LiteralPattern["kind"]): readonly number[] {
  const isLetter = byte >= 0x61 && byte <= 0x7a;
  return isLetter && kind === "literal" ? [byte, byte - 0x20] : [byte];
}

/** Which bytes a bucket lets through: by nibbles, so that it is more than those it is for. */
class Bucket {
  /** A bit per nibble: first byte low, high, second byte low, high. */
  readonly masks: readonly [number, number, number, number];
  readonly share: number;
  readonly #counts: PairCounts;

  constructor(counts: PairCounts, masks: readonly [number, number, number, number] = [0, 0, 0, 0]) {
    this.#counts = counts;
    this.masks = masks;
    const [firstLow, firstHigh, secondLow, secondHigh] = masks;
    this.share = counts.share(bytesOf(firstLow, firstHigh), bytesOf(secondLow, secondHigh));
  }

  with(firsts: readonly number[], seconds: readonly number[]): Bucket {
    const [firstLow, firstHigh, secondLow, secondHigh] = this.masks;
    return new Bucket(this.#counts, [
      firsts.reduce((mask, byte) => mask | (1 << (byte & 15)), firstLow),
      firsts.reduce((mask, byte) => mask | (1 << (byte >> 4)), firstHigh),
      seconds.reduce((mask, byte) => mask | (1 << (byte & 15)), secondLow),
      seconds.reduce((mask, byte) => mask | (1 << (byte >> 4)), secondHigh),
    ]);
  }
}

function bytesOf(lowMask: number, highMask: number): readonly number[] {
  const bytes: number[] = [];
  for (let byte = 0; byte < 256; byte++) {
    if ((lowMask & (1 << (byte & 15))) !== 0 && (highMask & (1 << (byte >> 4))) !== 0) bytes.push(byte);
  }
  return bytes;
}
