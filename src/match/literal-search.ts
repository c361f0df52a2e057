import { lowerAscii, type FoldedValue } from "./folded-value.ts";
import { matchSegments, type SegmentedPattern } from "./segments.ts";

/** A pattern that can match only a value that holds a text. */
export interface SearchedPattern {
  /** Folded, not empty. */
  readonly literal: string;
  readonly pattern: SegmentedPattern;
}

/**
 * Patterns that no end of the value tells apart, each behind a text that it needs somewhere. Of each text only the four
 * units are looked for that the fewest other texts of the list have; the value is passed over once, four units at a
 * time, against a bitmap, and a pattern is matched once when its four units turn up.
 *
 * An automaton over the whole texts would let fewer values through, but needs a table of states times characters;
 * this takes a few bytes per pattern, and is built in a fraction of the time.
 */
export class LiteralSearch {
  readonly #searches: readonly GramSearch[];

  constructor(patterns: readonly SearchedPattern[]) {
    const byLength = Map.groupBy(patterns, ({ literal }) => Math.min(literal.length, GRAM_LENGTH));
    this.#searches = Array.from(byLength, ([length, gated]) => new GramSearch(length, gated));
  }

  test(value: FoldedValue): boolean {
    for (const search of this.#searches) if (search.test(value)) return true;
    return false;
  }
}

/** Four units, of which the low eight bits fit into one number. */
const GRAM_LENGTH = 4;

/** The search for texts of one length, 1 to 4 units. */
class GramSearch {
  readonly #length: number;
  readonly #mask: number;
  /** Patterns by their gram. */
  readonly #buckets: ReadonlyMap<number, Bucket>;
  /** A bit for each gram's hash. */
  readonly #bitmap: Int32Array;
  readonly #shift: number;
  #round = 0;

  constructor(length: number, patterns: readonly SearchedPattern[]) {
    this.#length = length;
    this.#mask = length === GRAM_LENGTH ? -1 : (1 << (8 * length)) - 1;
    this.#buckets = bucketByRarestGram(patterns, length, this.#mask);
    const sizeBits = Math.min(20, Math.max(8, Math.ceil(Math.log2(this.#buckets.size * 32))));
    this.#shift = 32 - sizeBits;
    this.#bitmap = new Int32Array(2 ** (sizeBits - 5));
    for (const gram of this.#buckets.keys()) {
      const hash = hashGram(gram, this.#shift);
      this.#bitmap[hash >>> 5] = (this.#bitmap[hash >>> 5] ?? 0) | (1 << hash);
    }
  }

  test(value: FoldedValue): boolean {
    const { text, lowers } = value;
    const bitmap = this.#bitmap;
    const mask = this.#mask;
    const shift = this.#shift;
    const round = ++this.#round;
    let gram = 0;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      gram = appendUnit(gram, lowers ? lowerAscii(unit) : unit);
      const hash = hashGram(gram & mask, shift);
      if (((bitmap[hash >>> 5] ?? 0) & (1 << hash)) === 0 || i + 1 < this.#length) continue;
      const bucket = this.#buckets.get(gram & mask);
      if (bucket === undefined || bucket.round === round) continue;
      bucket.round = round;
      for (const pattern of bucket.patterns) if (matchSegments(pattern, value.folded)) return true;
    }
    return false;
  }
}

interface Bucket {
  readonly patterns: SegmentedPattern[];
  /** The last call that matched these patterns: a value that repeats a gram costs no more than one that has it once. */
  round: number;
}

function bucketByRarestGram(patterns: readonly SearchedPattern[], length: number, mask: number): Map<number, Bucket> {
  const counts = new Map<number, number>();
  for (const { literal } of patterns) {
    for (const gram of gramsOf(literal, length, mask)) counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  const buckets = new Map<number, Bucket>();
  for (const { literal, pattern } of patterns) {
    let rarest = 0;
    let fewest = Infinity;
    for (const gram of gramsOf(literal, length, mask)) {
      const count = counts.get(gram) ?? 0;
      if (count >= fewest) continue;
      rarest = gram;
      fewest = count;
    }
    const bucket = buckets.get(rarest);
    if (bucket === undefined) buckets.set(rarest, { patterns: [pattern], round: 0 });
    else bucket.patterns.push(pattern);
  }
  return buckets;
}

function gramsOf(literal: string, length: number, mask: number): number[] {
  const grams: number[] = [];
  let gram = 0;
  for (let i = 0; i < literal.length; i++) {
    gram = appendUnit(gram, literal.charCodeAt(i));
    if (i + 1 >= length) grams.push(gram & mask);
  }
  return grams;
}

/** Moves the window on by one unit. Units above U+00FF fall onto others, which only lets more values through. */
function appendUnit(gram: number, unit: number): number {
  return (gram << 8) | ((unit ^ (unit >>> 8)) & 0xff);
}

function hashGram(gram: number, shift: number): number {
  return Math.imul(gram, 0x9e3779b1) >>> shift;
}
