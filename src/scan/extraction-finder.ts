import type { DocumentReader } from "../evaluate/document-reader.ts";
import type { Extraction, ExtractionCounts, ExtractionProgram, ValueResolver } from "../kernel/extraction-program.ts";
import type { MatcherStrategy } from "../match/matcher.ts";
import type { HuntPlan } from "../plan/plan.ts";
import { type CandidateFinder, type CandidateVisitor, everyLine, lineEnd } from "./candidates.ts";
import { planExtraction } from "./extraction-planning.ts";
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

/** Where the kernel hands over more than this share of a block's lines, it is no gain. */
const worthwhileShare = 0.5;

/**
 * Finds candidates with the extraction kernel. Its program is made for the sources that were seen so far: documents of others
 * are handed over, until it is made anew with theirs. Nothing that is found depends on what was seen.
 */
export class ExtractionFinder implements CandidateFinder {
  readonly #task: ExtractionTask;
  readonly #make: ExtractionMaking;
  readonly #seen: boolean[];
  readonly #lines: string[] = [];
  #extraction: Extraction | null = null;
  /** Those of extractions that are no longer used. */
  #before: HandOverCounts = noHandOvers;
  #looksAtSources = true;
  #isWorthwhile = true;

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

  visit(bytes: Buffer, visitor: CandidateVisitor): void {
    const looked = this.#looksAtSources;
    this.#looksAtSources = false;
    if (looked && this.#lookAtSources(bytes)) this.#extraction = this.#makeExtraction();
    const extraction = (this.#extraction ??= this.#makeExtraction());
    if (!this.#isWorthwhile) return everyLine.visit(bytes, visitor);
    const linesBefore = extraction.counts.lines;
    let handedOver = 0;
    extraction.visit(bytes, (start, end, filters) => {
      if (filters === null) handedOver++;
      visitor(start, end, filters);
    });
    if (handedOver <= (extraction.counts.lines - linesBefore) * worthwhileShare) return;
    // They may be of a source that was not seen at the start of the piece: that is known with the next block.
    if (looked) this.#isWorthwhile = false;
    else this.#looksAtSources = true;
  }

  /** Whether lines are of a source that was none so far. */
  #lookAtSources(bytes: Buffer): boolean {
    const isFirst = this.#extraction === null;
    let isNew = false;
    let start = 0;
    for (let line = 0; line < (isFirst ? planningLines : recognitionLines) && start < bytes.length; line++) {
      const end = lineEnd(bytes, start);
      const text = bytes.toString("utf8", start, end);
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
    const { program, resolve } = planExtraction(plan, matcher, { filters, sources: this.#seen }, this.#lines);
    return this.#make(program, resolve, Buffer.from(this.#lines.join("\n")));
  }
}

function ignoreFault(): void {}

function countsOf({ candidates, handedOver }: ExtractionCounts): HandOverCounts {
  return { candidates, handedOver };
}
