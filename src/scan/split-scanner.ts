import { type DocumentFault, type EventDocument, parseDocument } from "../evaluate/document.ts";
import { Evaluator } from "../evaluate/evaluator.ts";
import type { LineBlock, SplitEnd } from "../input/block.ts";
import { readBlocks } from "../input/blocks.ts";
import type { Split } from "../input/split.ts";
import type { MatcherStrategy } from "../match/matcher.ts";
import type { HuntPlan } from "../plan/plan.ts";
import { type CandidateFinder, candidateFinder, countLines, everyLine } from "./candidates.ts";
import type { Hit } from "./hit.ts";
import type { BadLineKind, LineCounts } from "./line-counts.ts";
import { planLiterals, type ScanStrategyName } from "./scan-strategy.ts";

/** How a plan is scanned for. Pure data but for the matcher strategy. */
export interface ScanOptions {
  readonly strategy: ScanStrategyName;
  readonly matcher: MatcherStrategy;
  /** Count lines, which a fast strategy need not look at. */
  readonly countLines: boolean;
  /** Validate every line, so that events and bad lines are counted exactly. */
  readonly validate: boolean;
  /** Hits before this instant (exclusive of it after `untilNs`) are dropped, and those without a time. In nanoseconds. */
  readonly sinceNs: bigint | null;
  readonly untilNs: bigint | null;
  readonly maxLineBytes: number;
  readonly chunkBytes?: number;
}

/** What a scan tells while it runs. */
export interface ScanListener {
  /** After each block: what was read of it. `events` is `null` where lines aren't validated. */
  progress(bytes: number, events: number | null): void;
  /** Where lines aren't validated: how many lines the first block of a split has, as a sample. */
  sample(bytes: number, lines: number): void;
  /** Hits in the order of their offsets, then rules. A promise holds the scan up. */
  hits(hits: readonly Hit[]): Promise<void> | void;
  /** Asked before each block; true ends the scan with what was found so far. */
  isAborted(): boolean;
  /**
   * Told every verdict on every document that was read (`--verify`). With `validate` that is every document: one whose line
   * was passed over is told as matching no rule.
   */
  verify?(document: EventDocument, rule: number, matches: boolean): void;
}

/** What became of a split. */
export interface ScannedSplit {
  readonly end: SplitEnd;
  readonly counts: LineCounts;
}

/**
 * Scans splits for a plan: reads blocks, picks candidate lines by the strategy, parses and evaluates them. The strategy
 * never decides a detection. Compiled once per worker, used for any number of splits, one at a time.
 */
export class SplitScanner {
  readonly #plan: HuntPlan;
  readonly #options: ScanOptions;
  readonly #evaluator: Evaluator;
  readonly #finder: CandidateFinder;
  readonly #timestampFields: readonly number[];
  #document: EventDocument | null = null;

  constructor(plan: HuntPlan, options: ScanOptions) {
    this.#plan = plan;
    this.#options = options;
    this.#evaluator = new Evaluator(plan, options.matcher);
    this.#finder = candidateFinder(options.strategy, planLiterals(plan));
    this.#timestampFields = [...new Set(plan.rules.map((rule) => rule.timestampField))];
  }

  async scan(split: Split, listener: ScanListener): Promise<ScannedSplit> {
    const { maxLineBytes, chunkBytes } = this.#options;
    const readOptions = chunkBytes === undefined ? { maxLineBytes } : { maxLineBytes, chunkBytes };
    const tally = new Tally();
    const blocks = readBlocks(split, readOptions);
    let isFirstBlock = !this.#everyLineIsParsed;
    for (;;) {
      if (listener.isAborted()) {
        await blocks.return(abortedEnd);
        return { end: abortedEnd, counts: tally.counts(this.#options, 0, this.#everyLineIsParsed) };
      }
      const next = await blocks.next();
      if (next.done === true) {
        const end = next.value;
        return { end, counts: tally.counts(this.#options, end.longLines, this.#everyLineIsParsed) };
      }
      const eventsBefore = tally.events;
      const hits = this.#scanBlock(next.value, tally, listener);
      const { bytes } = next.value;
      if (isFirstBlock) listener.sample(bytes.length, countLines(bytes));
      isFirstBlock = false;
      listener.progress(bytes.length, this.#everyLineIsParsed ? tally.events - eventsBefore : null);
      if (hits.length > 0) await listener.hits(hits);
    }
  }

  get #everyLineIsParsed(): boolean {
    return this.#options.validate || this.#finder === everyLine;
  }

  #scanBlock(block: LineBlock, tally: Tally, listener: ScanListener): readonly Hit[] {
    const { bytes } = block;
    const hits: Hit[] = [];
    if (this.#options.countLines) tally.lines += countLines(bytes);
    if (this.#options.validate && this.#finder !== everyLine) {
      const candidates = new Set<number>();
      this.#finder.visit(bytes, (start) => candidates.add(start));
      everyLine.visit(bytes, (start, end) => {
        if (!this.#load(block, start, end, tally)) return;
        if (candidates.has(start)) this.#evaluate(block.offsetBytes + start, hits, tally, listener);
        else this.#tellVerdicts([], listener);
      });
    } else {
      this.#finder.visit(bytes, (start, end) => {
        if (this.#load(block, start, end, tally)) this.#evaluate(block.offsetBytes + start, hits, tally, listener);
      });
    }
    return hits;
  }

  /** Reads and counts a line, and hands its document to the evaluator; false for a blank or a bad one. */
  #load(block: LineBlock, start: number, end: number, tally: Tally): boolean {
    if (isBlank(block.bytes, start, end)) return false;
    const document = parseDocument(block.bytes.toString("utf8", start, end));
    if (typeof document === "string") {
      tally.addBad(badLineKind(document, block.unterminated && end === block.bytes.length));
      return false;
    }
    this.#document = document;
    this.#evaluator.load(document);
    tally.events++;
    if (this.#timestampFields.every((field) => this.#evaluator.timeOf(field) === null)) tally.noTimestamp++;
    return true;
  }

  /** Asks every rule about the document that was loaded. */
  #evaluate(offsetBytes: number, hits: Hit[], tally: Tally, listener: ScanListener): void {
    const evaluator = this.#evaluator;
    const document = this.#document;
    if (document === null) return;
    const matching = evaluator.matchingRules();
    for (const rule of matching) {
      if (this.#isInPeriod(evaluator.time(rule))) hits.push(this.#hit(document, rule, offsetBytes));
    }
    this.#tellVerdicts(matching, listener);
    if (evaluator.reachedCombinationLimit) tally.combinationLimit++;
  }

  #tellVerdicts(matching: readonly number[], listener: ScanListener): void {
    if (listener.verify === undefined || this.#document === null) return;
    for (const rule of this.#plan.rules.keys()) listener.verify(this.#document, rule, matching.includes(rule));
  }

  #isInPeriod(timeNs: bigint | null): boolean {
    const { sinceNs, untilNs } = this.#options;
    if (sinceNs === null && untilNs === null) return true;
    return timeNs !== null && (sinceNs === null || timeNs >= sinceNs) && (untilNs === null || timeNs < untilNs);
  }

  #hit(document: EventDocument, rule: number, offsetBytes: number): Hit {
    const evaluator = this.#evaluator;
    const tiebreakerField = this.#plan.rules[rule]?.tiebreakerField ?? null;
    return {
      rule,
      offsetBytes,
      timeNs: evaluator.time(rule),
      tiebreaker: tiebreakerField === null ? null : (evaluator.values(tiebreakerField)[0] ?? null),
      matched: evaluator.explain(rule).map(({ field, value, pattern, text }) => ({
        field: this.#plan.fields[field]?.name ?? "",
        value,
        pattern: pattern ?? text,
      })),
      // Within a line a carriage return can only stand between tokens: in a string it would be a syntax error.
      text: document.text.replaceAll("\r", "").trim(),
    };
  }
}

const abortedEnd: SplitEnd = { status: "ok", bytes: 0, longLines: 0 };

/** What is counted while a split is read. */
class Tally {
  lines = 0;
  events = 0;
  noTimestamp = 0;
  combinationLimit = 0;
  readonly #bad: Partial<Record<BadLineKind, number>> = {};

  addBad(kind: BadLineKind, count = 1): void {
    this.#bad[kind] = (this.#bad[kind] ?? 0) + count;
  }

  counts(options: ScanOptions, longLines: number, everyLineIsParsed: boolean): LineCounts {
    if (longLines > 0) this.addBad("line_too_long", longLines);
    const { events, noTimestamp, combinationLimit } = this;
    return {
      lines: options.countLines ? this.lines + longLines : null,
      validated: everyLineIsParsed ? { events, bad: this.#bad, noTimestamp } : null,
      combinationLimit,
    };
  }
}

function badLineKind(fault: DocumentFault, isUnterminated: boolean): BadLineKind {
  return fault === "syntax" && isUnterminated ? "truncated_tail" : fault;
}

function isBlank(bytes: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const byte = bytes[i];
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) return false;
  }
  return true;
}
