import type { LiteralPattern } from "./literal-pattern.ts";

/** By which pair of bytes, two apart, each literal is looked for. */
export interface PairPlan {
  /** By pattern. */
  readonly choices: readonly PairChoice[];
  /** Four tables of 16 bytes: buckets, a bit each, by the low nibble of a pair's first byte, its high nibble, and of its second byte. */
  readonly nibbles: Uint8Array;
  /** Which part of all places will be looked at, as far as the sample tells. */
  readonly share: number;
}

export interface PairChoice {
  /** Of eight. */
  readonly bucket: number;
  /** Where the pair's first byte is in the pattern. */
  readonly offset: number;
}

/** Between the two bytes of a pair. Two neighbours say less: of registry events every twentieth of a kilobyte would be looked at. */
export const pairDistance = 2;

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

/** Takes of each pattern its rarest pair, and puts together in a bucket what lets the fewest others through. */
export function planPairs(patterns: readonly LiteralPattern[], counts: PairCounts): PairPlan {
  const buckets = Array.from({ length: bucketCount }, () => new Bucket(counts));
  const rarest = patterns.map((pattern) => rarestPair(pattern, counts));
  const choices: PairChoice[] = [];
  for (const [index, { offset, firsts, seconds }] of rarest.entries()) {
    let bucket = index;
    if (index >= bucketCount) {
      const growths = buckets.map((each) => each.with(firsts, seconds).share - each.share);
      bucket = growths.indexOf(Math.min(...growths));
    }
    buckets[bucket] = (buckets[bucket] ?? new Bucket(counts)).with(firsts, seconds);
    choices.push({ bucket, offset });
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
  return { choices, nibbles, share: buckets.reduce((sum, { share }) => sum + share, 0) };
}

interface Pair {
  readonly offset: number;
  readonly firsts: readonly number[];
  readonly seconds: readonly number[];
}

function rarestPair({ bytes, kind }: LiteralPattern, counts: PairCounts): Pair {
  let rarest: Pair = { offset: 0, firsts: [], seconds: [] };
  let least = Number.POSITIVE_INFINITY;
  for (let offset = 0; offset + pairDistance < bytes.length; offset++) {
    const firsts = spellings(bytes[offset] ?? 0, kind);
    const seconds = spellings(bytes[offset + pairDistance] ?? 0, kind);
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
