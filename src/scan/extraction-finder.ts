import type { DocumentReader } from "../evaluate/document-reader.ts";
import type { Extraction, ExtractionCounts, ExtractionProgram, ValueResolver } from "../kernel/extraction-program.ts";
import { searchHitKey } from "../evaluate/envelope.ts";
import type { MatcherStrategy } from "../match/matcher.ts";
import type { HuntPlan } from "../plan/plan.ts";
import { type CandidateVisitor, everyLine, lineEnd } from "./candidates.ts";
import { planExtraction } from "./extraction-planning.ts";
import type { SecondLook } from "./literal-finder.ts";
import { addHandOvers, type HandOverCounts, noHandOvers } from "./hand-overs.ts";

/** What is walked with: the kernel, or what does the same. */
export type ExtractionMaking = (program: ExtractionProgram, resolve: ValueResolver, sample: Uint8Array) => Extraction;

/** What a finder is made for. */
export interface ExtractionTask {
  readonly plan: HuntPlan;
  /** The only filters that are asked; `null` for all. */
  readonly filters: readonly number[] | null;
  readonly matcher: MatcherStrategy;
  readonly reader: DocumentReader;
}

/** From so many lines of the input it is taken how frequent facts are. */
const planningLines = 256;

/** At the start of a piece so many lines are looked at, whether they are of a source that the program doesn't know. */
const recognitionLines = 32;

/** Where the kernel hands over more than this share of the lines, it is no gain. */
const worthwhileShare = 0.5;

/** Of fewer lines nothing is concluded. */
const enoughLines = 32;

/**
 * Finds candidates with the extraction kernel. Its program is made for the sources and kinds of documents that were seen so far: others
 * are handed over, until it is made anew with theirs. Nothing that is found depends on what was seen.
 */
export class ExtractionFinder implements SecondLook {
  readonly #task: ExtractionTask;
  readonly #make: ExtractionMaking;
  readonly #seen: boolean[];
  /** Whether there was what may be a search hit. */
  #searchHits = false;
  readonly #lines: string[] = [];
  #extraction: Extraction | null = null;
  /** Those of extractions that are no longer used. */
  #before: HandOverCounts = noHandOvers;
  #looksAtSources = true;
  #isWorthwhile = true;
  /** Since it was last judged whether it is worthwhile. */
  #hasLooked = false;
  #walkedLines = 0;
  #handedOverLines = 0;

  constructor(task: ExtractionTask, make: ExtractionMaking) {
    this.#task = task;
    this.#make = make;
    this.#seen = task.plan.sources.map(() => false);
  }

  get memory(): Buffer | null {
    return this.#extraction?.chunk ?? null;
  }

  /** Over all blocks so far. */
  get handOvers(): HandOverCounts {
    return this.#extraction === null ? this.#before : addHandOvers(this.#before, countsOf(this.#extraction.counts));
  }

  /** A piece of an input begins. */
  begin(): void {
    this.#looksAtSources = true;
    this.#isWorthwhile = true;
  }

  learn(lines: Buffer): void {
    this.#lookAtSources(lines);
    this.#extraction = this.#makeExtraction();
  }

  visit(bytes: Buffer, visitor: CandidateVisitor): void {
    if (this.#looksAtSources) {
      this.#looksAtSources = false;
      this.#hasLooked = true;
      if (this.#lookAtSources(bytes)) this.#extraction = this.#makeExtraction();
    }
    const extraction = (this.#extraction ??= this.#makeExtraction());
    if (!this.#isWorthwhile) return everyLine.visit(bytes, visitor);
    const linesBefore = extraction.counts.lines;
    extraction.visit(bytes, (start, end, filters) => {
      if (filters === null) this.#handedOverLines++;
      visitor(start, end, filters);
    });
    this.#walkedLines += extraction.counts.lines - linesBefore;
    if (this.#walkedLines >= enoughLines) this.#judge();
  }

  /** Whether the kernel is worthwhile, by the lines since it was last judged. */
  #judge(): void {
    if (this.#handedOverLines > this.#walkedLines * worthwhileShare) {
      // They may be of a source that was not seen at the start of the piece: that is known with the next block.
      if (this.#hasLooked) this.#isWorthwhile = false;
      else this.#looksAtSources = true;
    }
    this.#hasLooked = false;
    this.#walkedLines = 0;
    this.#handedOverLines = 0;
  }

  /** Whether lines are of a source, or of a kind of document, that was none so far. */
  #lookAtSources(bytes: Buffer): boolean {
    const isFirst = this.#extraction === null;
    let isNew = false;
    let start = 0;
    for (let line = 0; line < (isFirst ? planningLines : recognitionLines) && start < bytes.length; line++) {
      const end = lineEnd(bytes, start);
      const text = bytes.toString("utf8", start, end);
      if (!this.#searchHits && text.includes(`"${searchHitKey}"`)) this.#searchHits = isNew = true;
      for (const { source } of this.#task.reader.read(text, ignoreFault)) {
        if (this.#seen[source] === true) continue;
        this.#seen[source] = true;
        isNew = true;
      }
      if (isFirst || isNew) this.#lines.push(text);
      start = end + 1;
    }
    return isNew;
  }

  #makeExtraction(): Extraction {
    const { plan, matcher, filters } = this.#task;
    this.#before = this.handOvers;
    const { program, resolve } = planExtraction(
      plan,
      matcher,
      { filters, sources: this.#seen, searchHits: this.#searchHits },
      this.#lines,
    );
    return this.#make(program, resolve, Buffer.from(this.#lines.join("\n")));
  }
}

function ignoreFault(): void {}

function countsOf({ candidates, handedOver }: ExtractionCounts): HandOverCounts {
  return { candidates, handedOver };
}
