import { foldPatterns, foldText } from "../match/case-folding.ts";
import {
  hasShortSegments,
  matchSegments,
  type Segment,
  type SegmentedPattern,
  segmentPattern,
} from "../match/segments.ts";
import type { CaseMode, PatternList } from "../plan/pattern.ts";
import type { FoundFacts } from "./extraction-found-facts.ts";

/** A pattern with wildcards, and the facts of all lists that have it. */
interface IndexedPattern {
  readonly pattern: SegmentedPattern;
  readonly facts: number[];
  /** The last value that it was tried on. */
  round: number;
}

/** Characters of the grams by which patterns are looked up; the shorter ones are for patterns without a longer text. */
const gramLengths = [4, 3, 2] as const;

/**
 * All patterns that some predicates have for the texts at one place: says which predicates have one that matches. A whole text
 * is looked up; of patterns with wildcards only those are tried of which a gram, four characters in a row, is in the text.
 */
export class PatternIndex {
  readonly #caseMode: CaseMode;
  readonly #wholeTexts = new Map<string, number[]>();
  readonly #patterns = new Map<string, IndexedPattern>();
  /** Made of the patterns when the first text is looked up. */
  #tables: GramTables | null = null;
  #round = 0;

  constructor(caseMode: CaseMode) {
    this.#caseMode = caseMode;
  }

  get isEmpty(): boolean {
    return this.#wholeTexts.size === 0 && this.#patterns.size === 0;
  }

  /** False if a pattern of the list is none for the index; then nothing of it is added. */
  add(list: PatternList, fact: number): boolean {
    const patterns = foldPatterns(list).map((pattern) => ({ pattern, segments: segmentPattern(pattern) }));
    if (!patterns.every(({ segments }) => hasShortSegments(segments))) return false;
    for (const { pattern, segments } of patterns) {
      const [first, second] = segments.start;
      if (!segments.hasRun && second === undefined && typeof first !== "number") {
        this.addText(first ?? "", fact);
        continue;
      }
      const key = JSON.stringify(pattern.tokens);
      const known = this.#patterns.get(key);
      if (known === undefined) this.#patterns.set(key, { pattern: segments, facts: [fact], round: 0 });
      else if (known.facts.at(-1) !== fact) known.facts.push(fact);
    }
    this.#tables = null;
    return true;
  }

  /** A folded text that must be the whole. */
  addText(text: string, fact: number): void {
    const facts = this.#wholeTexts.get(text);
    if (facts === undefined) this.#wholeTexts.set(text, [fact]);
    else if (facts.at(-1) !== fact) facts.push(fact);
  }

  /** Adds the facts whose lists match the text, which is well-formed. */
  collect(text: string, found: FoundFacts): void {
    const folded = foldText(text, this.#caseMode);
    const facts = this.#wholeTexts.get(folded);
    if (facts !== undefined) found.add(facts);
    if (this.#patterns.size === 0) return;
    this.#round++;
    const { tables, others } = (this.#tables ??= makeTables([...this.#patterns.values()]));
    for (const pattern of others) this.#try(pattern, folded, found);
    for (const table of tables) this.#search(table, folded, found);
  }

  #search({ length, mask, bitmap, shift, buckets }: GramTable, folded: string, found: FoundFacts): void {
    const end = folded.length;
    let gram = 0;
    for (let at = 0; at < length - 1 && at < end; at++) gram = (gram << 8) | (folded.charCodeAt(at) & 0xff);
    for (let at = length - 1; at < end; at++) {
      gram = (gram << 8) | (folded.charCodeAt(at) & 0xff);
      const hash = Math.imul(gram & mask, gramMultiplier) >>> shift;
      if (((bitmap[hash >>> 5] ?? 0) & (1 << hash)) === 0) continue;
      const bucket = buckets.get(gram & mask);
      if (bucket === undefined) continue;
      for (const pattern of bucket) this.#try(pattern, folded, found);
    }
  }

  #try(candidate: IndexedPattern, folded: string, found: FoundFacts): void {
    if (candidate.round === this.#round) return;
    candidate.round = this.#round;
    if (matchSegments(candidate.pattern, folded)) found.add(candidate.facts);
  }
}

interface GramTables {
  readonly tables: readonly GramTable[];
  /** Patterns without a text of two characters. */
  readonly others: readonly IndexedPattern[];
}

/** Patterns by grams of one length. */
interface GramTable {
  readonly length: number;
  readonly mask: number;
  /** A bit for each gram's hash. */
  readonly bitmap: Int32Array;
  readonly shift: number;
  readonly buckets: ReadonlyMap<number, readonly IndexedPattern[]>;
}

/** Each pattern is looked up by the gram that the fewest others have. */
function makeTables(patterns: readonly IndexedPattern[]): GramTables {
  const others: IndexedPattern[] = [];
  const byLength = new Map<number, { readonly pattern: IndexedPattern; readonly grams: readonly number[] }[]>();
  for (const pattern of patterns) {
    const texts = textsOf(pattern.pattern);
    const length = gramLengths.find((length) => texts.some((text) => text.length >= length));
    if (length === undefined) {
      others.push(pattern);
      continue;
    }
    const grams = [...new Set(texts.flatMap((text) => gramsOf(text, length)))];
    const ofLength = byLength.get(length);
    if (ofLength === undefined) byLength.set(length, [{ pattern, grams }]);
    else ofLength.push({ pattern, grams });
  }
  return { tables: [...byLength].map(([length, ofLength]) => makeTable(length, ofLength)), others };
}

function makeTable(
  length: number,
  patterns: readonly { readonly pattern: IndexedPattern; readonly grams: readonly number[] }[],
): GramTable {
  const sharers = new Map<number, number>();
  for (const { grams } of patterns) for (const gram of grams) sharers.set(gram, (sharers.get(gram) ?? 0) + 1);
  const buckets = new Map<number, IndexedPattern[]>();
  for (const { pattern, grams } of patterns) {
    const rarest = grams.reduce((best, gram) => ((sharers.get(gram) ?? 0) < (sharers.get(best) ?? 0) ? gram : best));
    const bucket = buckets.get(rarest);
    if (bucket === undefined) buckets.set(rarest, [pattern]);
    else bucket.push(pattern);
  }
  const sizeBits = Math.min(16, Math.max(10, Math.ceil(Math.log2(buckets.size * bitsPerGram))));
  const shift = 32 - sizeBits;
  const bitmap = new Int32Array(2 ** (sizeBits - 5));
  for (const gram of buckets.keys()) {
    const hash = Math.imul(gram, gramMultiplier) >>> shift;
    bitmap[hash >>> 5] = (bitmap[hash >>> 5] ?? 0) | (1 << hash);
  }
  return { length, mask: length === 4 ? -1 : 2 ** (8 * length) - 1, bitmap, shift, buckets };
}

/** One gram in sixteen that is in no pattern gets past the bitmap, at most. */
const bitsPerGram = 16;

const gramMultiplier = 0x9e3779b1;

function textsOf({ start, middle, end }: SegmentedPattern): readonly string[] {
  return [start, ...middle, end].flatMap(textsIn);
}

function textsIn(segment: Segment): readonly string[] {
  return segment.filter((part) => typeof part === "string");
}

/** Of each character the low byte counts: what it lets through is tried. */
function gramsOf(text: string, length: number): readonly number[] {
  const grams: number[] = [];
  for (let start = 0; start + length <= text.length; start++) {
    let gram = 0;
    for (let at = start; at < start + length; at++) gram = (gram << 8) | (text.charCodeAt(at) & 0xff);
    grams.push(gram);
  }
  return grams;
}
