import type { DocumentFault, EventDocument } from "../evaluate/document.ts";
import { DocumentReader } from "../evaluate/document-reader.ts";
import { Evaluator } from "../evaluate/evaluator.ts";
import type { LineBlock, SplitEnd } from "../input/block.ts";
import { readBlocks } from "../input/blocks.ts";
import type { Split } from "../input/split.ts";
import { ExtractionKernel } from "../kernel/extraction-kernel.ts";
import type { KernelModules } from "../kernel/kernel-module.ts";
import type { MatcherStrategy } from "../match/matcher.ts";
import type { HuntPlan } from "../plan/plan.ts";
import { type CandidateFinder, candidateFinder, countLines, everyLine, lineEnd } from "./candidates.ts";
import { type CategoryCounts, CategoryCounter, noCategories, sampledLines } from "./category-counts.ts";
import { ExtractionFinder, type ExtractionTask } from "./extraction-finder.ts";
import { type HandOverCounts, handOversSince, noHandOvers } from "./hand-overs.ts";
import type { Hit } from "./hit.ts";
import { HitMaking } from "./hit-making.ts";
import type { BadLineKind, LineCounts } from "./line-counts.ts";
import type { LiveKeys } from "./live-keys.ts";
import { Tally } from "./line-tally.ts";
import { RunningClock, type StageClock, type StageTimes, stoppedClock } from "./stage-clock.ts";
import { planLiterals, type ScanStrategyName } from "./scan-strategy.ts";

/** How a plan is scanned for. Pure data but for the matcher strategy. */
export interface ScanOptions {
  readonly strategy: ScanStrategyName;
  readonly matcher: MatcherStrategy;
  /** The only filters that are asked, ascending; `null`, or not there: all. */
  readonly filters?: readonly number[] | null;
  /** Only hits of stages with these keys matter; `null`, or not there: all. */
  readonly live?: LiveKeys | null;
  /** Count lines, which a fast strategy need not look at. */
  readonly countLines: boolean;
  /** Validate every line, so that events and bad lines are counted exactly. */
  readonly validate: boolean;
  /** Hits before this instant (exclusive of it after `untilNs`) are dropped, and those without a time. In nanoseconds. */
  readonly sinceNs: bigint | null;
  readonly untilNs: bigint | null;
  readonly maxLineBytes: number;
  readonly chunkBytes?: number;
  /** Measure what goes into each stage. */
  readonly timeStages?: boolean;
  /** Those of the strategy; without its kernel it parses every line. */
  readonly kernels?: KernelModules;
  /** What the strategy `literal` looks for, where that is known already: {@link planLiterals} of the plan and filters. */
  readonly literals?: readonly string[] | null | undefined;
}

/** What a scan tells while it runs. */
export interface ScanListener {
  /** After each block: what was read of it. `events` is `null` where lines aren't validated. */
  progress(bytes: number, events: number | null): void;
  /** Where lines aren't validated: how many lines the first block of a split has, as a sample. */
  sample(bytes: number, lines: number): void;
  /** Hits in the order of their offsets, indexes, filters. A promise holds the scan up. */
  hits(hits: readonly Hit[]): Promise<void> | void;
  /** Asked before each block; true ends the scan with what was found so far. */
  isAborted(): boolean;
  /**
   * Told every verdict of a filter on every document that was read (`--verify`). With `validate` that is every document: one
   * whose line was passed over is told as matching none.
   */
  verify?(document: EventDocument, filter: number, matches: boolean): void;
  /** Shown every document that filters were asked about: with the strategy `parse` every one. */
  examine?(seen: SeenDocument): void;
}

/** A document as a scan sees it. */
export interface SeenDocument {
  readonly document: EventDocument;
  /** Has the document loaded: to be asked at once, for the next document goes into the same. */
  readonly evaluator: Evaluator;
  /** The filters that hold, ascending. */
  readonly matching: readonly number[];
  /** Where its line starts, in bytes of the decompressed input. */
  readonly offsetBytes: number;
}

/** What became of a split. */
export interface ScannedSplit {
  readonly end: SplitEnd;
  readonly counts: LineCounts;
  /** What kinds of events there are; `noCategories` of a split that was read again. */
  readonly categories: CategoryCounts;
  /** Absent where no kernel walked over it. */
  readonly handOvers?: HandOverCounts;
  /** Absent unless they were asked for. */
  readonly stages?: StageTimes;
}

/**
 * Scans splits for a plan: reads blocks, picks candidate lines by the strategy, parses and evaluates them. The strategy
 * never decides a detection. Compiled once per worker, used for any number of splits, one at a time.
 */
export class SplitScanner {
  readonly #plan: HuntPlan;
  readonly #options: ScanOptions;
  readonly #reader: DocumentReader;
  readonly #asked: readonly number[];
  readonly #evaluator: Evaluator;
  readonly #finder: CandidateFinder;
  /** If it is one of the extraction kernel. */
  readonly #extraction: ExtractionFinder | null;
  readonly #timestampFields: readonly number[];
  readonly #making: HitMaking;
  #clock: StageClock = stoppedClock;

  constructor(plan: HuntPlan, options: ScanOptions) {
    this.#plan = plan;
    this.#options = options;
    this.#reader = new DocumentReader(plan.sources);
    const filters = options.filters ?? null;
    this.#asked = filters ?? [...plan.filters.keys()];
    this.#evaluator = new Evaluator(plan, options.matcher, filters);
    const walking = extractionFinder({ plan, filters, matcher: options.matcher, reader: this.#reader }, options);
    this.#extraction = options.strategy === "extract" ? walking : null;
    this.#finder = this.#extraction ?? candidateFinder(options, soughtLiterals(plan, options), walking);
    this.#timestampFields = [...new Set(plan.rules.map((rule) => rule.timestampField))];
    this.#making = new HitMaking(plan, this.#evaluator, options.live ?? null);
  }

  /** Compiles all matchers now, which else happens when they are first needed. Throws what the matcher strategy throws. */
  prepare(): void {
    this.#evaluator.prepare();
  }

  /** Scans a split for all filters that are asked. */
  async scan(split: Split, listener: ScanListener): Promise<ScannedSplit> {
    const tally = new Tally();
    const categories = new CategoryCounter(this.#plan);
    const blocks = this.#blocksOf(split);
    this.#finder.begin?.();
    const handOversBefore = this.#extraction?.handOvers ?? noHandOvers;
    this.#making.keepsStageEvents = split.input.kind === "stream";
    let isFirstBlock = !this.#everyLineIsParsed;
    const clock = this.#options.timeStages === true ? new RunningClock() : stoppedClock;
    this.#clock = clock;
    const scanned = (end: SplitEnd): ScannedSplit => ({
      end,
      counts: tally.counts(this.#options, end.longLines, this.#everyLineIsParsed),
      categories: categories.counts(),
      ...(this.#extraction === null ? {} : { handOvers: handOversSince(handOversBefore, this.#extraction.handOvers) }),
      ...(clock.times === null ? {} : { stages: clock.times }),
    });
    for (;;) {
      if (listener.isAborted()) {
        await blocks.return(abortedEnd);
        return scanned(abortedEnd);
      }
      clock.enter("read");
      const next = await blocks.next();
      clock.enter("find");
      if (next.done === true) return scanned(next.value);
      const eventsBefore = tally.events;
      const hits = this.#scanBlock(next.value, tally, listener, this.#everyLineIsParsed ? categories : null);
      const { bytes } = next.value;
      if (isFirstBlock) {
        listener.sample(bytes.length, countLines(bytes));
        tally.sampledSource = this.#firstSource(bytes);
        this.#sampleCategories(bytes, sampledLines(split.index), categories);
      }
      isFirstBlock = false;
      listener.progress(bytes.length, this.#everyLineIsParsed ? tally.events - eventsBefore : null);
      clock.enter("hand_on");
      if (hits.length > 0) await listener.hits(hits);
    }
  }

  /**
   * Reads the events again that a scan has found before, as hits of their filters; those that are no longer there give none.
   * `wanted` is ordered by offset, index, filter. The split is read to its end, which says whether the input has changed.
   */
  async readAgain(split: Split, wanted: readonly WantedEvent[], listener: ScanListener): Promise<ScannedSplit> {
    const blocks = this.#blocksOf(split);
    const counts: LineCounts = { lines: null, validated: null, sources: [], combinationLimit: 0 };
    let next = 0;
    while (!listener.isAborted()) {
      const read = await blocks.next();
      if (read.done === true) return { end: read.value, counts, categories: noCategories };
      const hits: Hit[] = [];
      const { bytes, offsetBytes } = read.value;
      let line = -1;
      let documents: Iterator<EventDocument, void> | null = null;
      let document: EventDocument | null = null;
      let loaded: EventDocument | null = null;
      for (; next < wanted.length; next++) {
        const { offsetBytes: at, index = null, filter } = wanted[next] ?? nothingWanted;
        const start = at - offsetBytes;
        if (start >= bytes.length) break;
        if (start < 0) continue;
        if (start !== line) {
          documents = this.#reader.read(textOf(bytes, start, lineEnd(bytes, start)), ignoreFault)[Symbol.iterator]();
          document = documents.next().value ?? null;
          line = start;
        }
        while (document !== null && (document.index ?? 0) < (index ?? 0)) document = documents?.next().value ?? null;
        if (document === null || document.index !== index) continue;
        if (document !== loaded) this.#evaluator.load(document);
        loaded = document;
        if (this.#evaluator.matches(filter)) hits.push(this.#making.eventHit(document, filter, at));
      }
      if (hits.length > 0) await listener.hits(hits);
    }
    await blocks.return(abortedEnd);
    return { end: abortedEnd, counts, categories: noCategories };
  }

  #blocksOf(split: Split): AsyncGenerator<LineBlock, SplitEnd> {
    const { maxLineBytes } = this.#options;
    const { memory } = this.#finder;
    const chunkBytes = this.#options.chunkBytes ?? memory?.length;
    return readBlocks(split, {
      maxLineBytes,
      ...(chunkBytes === undefined ? {} : { chunkBytes }),
      ...(memory === null ? {} : { memory }),
    });
  }

  get #everyLineIsParsed(): boolean {
    return this.#options.validate || this.#finder === everyLine;
  }

  /** `categories` counts every document, if that is wanted. */
  #scanBlock(
    block: LineBlock,
    tally: Tally,
    listener: ScanListener,
    categories: CategoryCounter | null,
  ): readonly Hit[] {
    const { bytes } = block;
    const hits: Hit[] = [];
    if (this.#options.countLines) tally.lines += this.#finder.countLines?.(bytes) ?? countLines(bytes);
    if (this.#options.validate && this.#finder !== everyLine) {
      const candidates = new Map<number, readonly number[] | null>();
      this.#finder.visit(bytes, (start, _end, filters) => candidates.set(start, filters));
      everyLine.visit(bytes, (start, end) => {
        const filters = candidates.get(start);
        this.#clock.enter("parse");
        for (const document of this.#read(block, start, end, tally)) {
          this.#load(document, tally);
          categories?.add(document, this.#evaluator);
          if (filters === undefined) this.#tellVerdicts(document, [], listener);
          else this.#evaluate(document, filters, block.offsetBytes + start, hits, tally, listener);
        }
        this.#clock.enter("find");
      });
    } else {
      this.#finder.visit(bytes, (start, end, filters) => {
        this.#clock.enter("parse");
        for (const document of this.#read(block, start, end, tally)) {
          this.#load(document, tally);
          categories?.add(document, this.#evaluator);
          this.#evaluate(document, filters, block.offsetBytes + start, hits, tally, listener);
        }
        this.#clock.enter("find");
      });
    }
    return hits;
  }

  /** The documents of a line, in their order; none of a blank or a bad one, which is counted. */
  #read(block: LineBlock, start: number, end: number, tally: Tally): Iterable<EventDocument> {
    const { bytes, unterminated } = block;
    if (isBlank(bytes, start, end)) return [];
    return this.#reader.read(textOf(bytes, start, end), (fault) =>
      tally.addBad(badLineKind(fault, unterminated && end === bytes.length)),
    );
  }

  /** Counts a document, and hands it to the evaluator. */
  #load(document: EventDocument, tally: Tally): void {
    this.#evaluator.load(document);
    tally.addEvent(document.source);
    // Who counts no events asks for none without a time.
    if (!this.#everyLineIsParsed) return;
    if (this.#timestampFields.every((field) => this.#evaluator.timeOf(field) === null)) tally.noTimestamp++;
  }

  /** Counts the documents of the first lines of a block, whatever is looked for. */
  #sampleCategories(bytes: Buffer, lines: number, categories: CategoryCounter): void {
    let start = 0;
    for (let line = 0; line < lines && start < bytes.length; line++) {
      const end = lineEnd(bytes, start);
      for (const document of isBlank(bytes, start, end)
        ? []
        : this.#reader.read(textOf(bytes, start, end), ignoreFault)) {
        this.#evaluator.load(document);
        categories.add(document, this.#evaluator);
      }
      start = end + 1;
    }
    categories.addSample(Math.min(start, bytes.length));
  }

  /** Of which source the first document of a block is; `null` if its first line holds none. */
  #firstSource(bytes: Buffer): number | null {
    const [document] = this.#reader.read(textOf(bytes, 0, lineEnd(bytes, 0)), ignoreFault);
    return document?.source ?? null;
  }

  /** Asks filters about the document, which was loaded; `null`: every one. */
  #evaluate(
    document: EventDocument,
    filters: readonly number[] | null,
    offsetBytes: number,
    hits: Hit[],
    tally: Tally,
    listener: ScanListener,
  ): void {
    this.#clock.enter("evaluate");
    const evaluator = this.#evaluator;
    const matching = filters === null ? evaluator.matchingFilters() : evaluator.matchingAmong(filters);
    let isCut = false;
    for (const filter of matching) {
      if (!this.#isInPeriod(evaluator.time(this.#plan.filters[filter]?.rule ?? 0))) continue;
      if (!this.#making.addHits(document, filter, offsetBytes, hits)) isCut = true;
    }
    this.#tellVerdicts(document, matching, listener);
    listener.examine?.({ document, evaluator, matching, offsetBytes });
    if (isCut || evaluator.reachedCombinationLimit) tally.combinationLimit++;
    this.#clock.enter("parse");
  }

  #tellVerdicts(document: EventDocument, matching: readonly number[], listener: ScanListener): void {
    if (listener.verify === undefined) return;
    for (const filter of this.#asked) listener.verify(document, filter, matching.includes(filter));
  }

  #isInPeriod(timeNs: bigint | null): boolean {
    const { sinceNs, untilNs } = this.#options;
    if (sinceNs === null && untilNs === null) return true;
    return timeNs !== null && (sinceNs === null || timeNs >= sinceNs) && (untilNs === null || timeNs < untilNs);
  }
}

function extractionFinder(
  task: ExtractionTask,
  { strategy, kernels, chunkBytes }: ScanOptions,
): ExtractionFinder | null {
  const kernel = kernels?.extraction;
  if (strategy === "parse" || kernel === undefined) return null;
  const options = chunkBytes === undefined ? {} : { chunkBytes };
  return new ExtractionFinder(
    task,
    (program, resolve, sample) => new ExtractionKernel(kernel, program, resolve, { ...options, sample }),
  );
}

/** An event that a scan has found, to be read again. */
export interface WantedEvent {
  readonly offsetBytes: number;
  /** Its place in the line; absent where the line is one event. */
  readonly index?: number;
  /** Number of the filter that it hit. */
  readonly filter: number;
}

function soughtLiterals(plan: HuntPlan, { strategy, literals, filters }: ScanOptions): readonly string[] | null {
  if (strategy !== "literal") return null;
  return literals === undefined ? planLiterals(plan, filters ?? null) : literals;
}

const nothingWanted: WantedEvent = { offsetBytes: 0, filter: 0 };

const abortedEnd: SplitEnd = { status: "ok", bytes: 0, longLines: 0 };

function textOf(bytes: Buffer, start: number, end: number): string {
  return bytes.toString("utf8", start, end);
}

/** Of a line that was looked at before. */
function ignoreFault(): void {}

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
