import { rmSync } from "node:fs";
import { resolve } from "node:path";
import type { Candidate, Finding } from "../../correlate/candidate.ts";
import { decodeLine, encodeLine } from "../../correlate/data-line.ts";
import { LineWriter, readLines } from "../../correlate/line-file.ts";
import type { FoundInputs } from "../../input/finding.ts";
import type { InputFile, Split } from "../../input/split.ts";
import { isDivisible } from "../../input/splitting.ts";
import { isSystemError } from "../../input/system-error.ts";
import type { HuntPlan } from "../../plan/plan.ts";
import { placeInInput, type ShownEvent } from "../../scan/hit.ts";
import { type Detection, isPresent } from "../detection.ts";
import { SecondReading } from "../second-reading.ts";
import type { SpillStorage } from "../spill-storage.ts";
import type { InputStatistics } from "../statistics.ts";
import type { WorkerPool } from "../worker-pool.ts";
import { type Baseline, baselineFile, readBaseline, replaceBaseline, type TakenInput, unreadable } from "./baseline.ts";
import { checkedLine, readCheckedLine } from "./checked-line.ts";
import { syncFile } from "./durable-file.ts";
import { GivenDetections, readGivenDetections } from "./given-detections.ts";
import { markedBytesOfDocuments, markInput } from "./input-mark.ts";
import { InputRecognition, type NewInput, newSplits } from "./new-inputs.ts";
import { RecentCandidates } from "./recent-candidates.ts";

/** A candidate of an earlier run, with the input that it is of. */
interface EarlierCandidate {
  readonly file: InputFile;
  readonly candidate: Omit<Candidate<ShownEvent>, "input">;
}

/** What {@link RunHistory.prepare} needs of the run. */
export interface CompletedRun {
  readonly pool: WorkerPool;
  readonly threads: number;
  /** Numbers from there on are free for splits. */
  readonly firstSplit: number;
  readonly storage: SpillStorage;
  readonly statusOf: (input: InputFile) => InputStatistics["status"];
  /** Sequences and samples were refused: the next run has to see all of it again. */
  readonly isPartial: boolean;
}

/**
 * What complete runs of a hunt have seen and given, so that another one takes only what is new (`--incremental`) and gives nothing
 * twice. Without, everything is taken, and what is given is noted for a later one.
 */
export class RunHistory {
  readonly #folder: string;
  readonly #isIncremental: boolean;
  readonly #baseline: Baseline | null;
  readonly #given: GivenDetections;
  readonly #recent: RecentCandidates;
  /** Of earlier runs: first in the order of inputs, with candidates but without splits. */
  #earlier: InputFile[] = [];
  /** By path. */
  readonly #earlierIndexes = new Map<string, number>();
  #all: readonly InputFile[] = [];
  #new: readonly NewInput[] = [];
  /** Of inputs that nothing was known of. */
  readonly #freshNames = new Set<string>();
  readonly #known = new Map<string, TakenInput>();

  /** Throws a `HuntError` E522, or the system's error. */
  constructor(folder: string, plan: HuntPlan, { isIncremental }: { readonly isIncremental: boolean }) {
    this.#folder = folder;
    this.#isIncremental = isIncremental;
    this.#recent = new RecentCandidates(plan);
    this.#baseline = readBaseline(folder);
    const run = this.#baseline?.run ?? 0;
    this.#given = run === 0 ? new GivenDetections() : readGivenDetections(folder, baselineFile(folder, "given", run));
  }

  /** Of the inputs those with something new, behind those that only earlier candidates are of. To be called first, once. */
  select(found: FoundInputs): FoundInputs {
    const recognition = new InputRecognition(this.#isIncremental ? (this.#baseline?.inputs ?? []) : []);
    const taken: NewInput[] = [];
    const current = new Map<string, InputFile>();
    for (const input of found.inputs) {
      const { known, isNew, fromBytes } = recognition.recognise(input);
      if (known !== null) {
        current.set(known.path, input);
        if (!isNew) this.#known.set(pathOf(input), { ...known, path: pathOf(input), modifiedMs: input.modifiedMs });
      }
      if (isNew) taken.push({ input, known, fromBytes });
    }
    const continued = new Set(taken.map(({ known }) => known?.path));
    for (const { file } of this.#readEarlier()) {
      const path = pathOf(file);
      if (continued.has(path) || this.#earlierIndexes.has(path)) continue;
      this.#earlierIndexes.set(path, this.#earlier.length);
      this.#earlier.push({ ...(current.get(path) ?? file), index: this.#earlier.length });
    }
    const first = this.#earlier.length;
    this.#new = taken.map((one, index) => ({ ...one, input: { ...one.input, index: first + index } }));
    const inputs = this.#new.map(({ input }) => input);
    for (const { input, known } of this.#new) if (known === null) this.#freshNames.add(input.name);
    this.#all = [...this.#earlier, ...inputs];
    return { ...found, inputs };
  }

  /** By their index, also those of earlier candidates. */
  get inputs(): readonly InputFile[] {
    return this.#all;
  }

  /** Of the splits of the selected inputs those with something new. */
  cut(splits: readonly Split[]): readonly Split[] {
    return newSplits(splits, new Map(this.#new.map(({ input, fromBytes }) => [input.index, fromBytes])));
  }

  /** What earlier runs left that later events may make something of. */
  *earlierCandidates(): Generator<Candidate<ShownEvent>> {
    const continuing = new Map(this.#new.map((one) => [one.known?.path, one]));
    for (const { file, candidate } of this.#readEarlier()) {
      const path = pathOf(file);
      const continued = continuing.get(path);
      // What is read again comes again.
      if (continued !== undefined && candidate.offsetBytes >= continued.fromBytes) continue;
      const input = continued?.input.index ?? this.#earlierIndexes.get(path) ?? 0;
      yield { ...candidate, input };
    }
  }

  /** To be told of every candidate, earlier ones included. */
  noteCandidate(candidate: Candidate<ShownEvent>): void {
    if (this.#isIncremental) this.#recent.add(candidate);
  }

  /** Those of the findings that something new is part of: all others were given, or made nothing. */
  *newFindings(findings: Iterable<Finding<ShownEvent>>): Generator<Finding<ShownEvent>> {
    for (const finding of findings) {
      if (finding.stages.some((stage) => stage !== null && !this.#isEarlier(stage))) yield finding;
    }
  }

  /**
   * Whether an earlier run gave it: possible only where a part of an input is read again. Another file may have got the name of one
   * that was seen, so that the id alone doesn't tell. Else it is noted as given.
   */
  wasGiven({ id, events }: Detection): boolean {
    const isFresh = events.some((event) => isPresent(event) && this.#freshNames.has(event.source.file));
    if (!isFresh && this.#given.has(id)) return this.#isIncremental;
    this.#given.note(id);
    return false;
  }

  /**
   * Prepares this run to be the one where the next one begins; what it gives makes it so, in one step. Both throw the system's
   * error.
   */
  async prepare({ statusOf, isPartial, ...reading }: CompletedRun): Promise<() => void> {
    const run = (this.#baseline?.run ?? 0) + 1;
    await this.#writeRecent(baselineFile(this.#folder, "recent", run), reading);
    this.#given.write(baselineFile(this.#folder, "given", run));
    const inputs = new Map((this.#baseline?.inputs ?? []).map((input) => [input.path, input]));
    for (const [path, input] of this.#known) inputs.set(path, input);
    for (const { input } of this.#new) {
      const status = statusOf(input);
      const isTaken = !isPartial && (status === "ok" || status === "changed");
      const taken = takenInput(input, isTaken);
      if (taken !== null) inputs.set(taken.path, taken);
    }
    return () => replaceBaseline(this.#folder, { run, inputs: [...inputs.values()] });
  }

  #isEarlier({ input, offsetBytes }: Candidate): boolean {
    const first = this.#earlier.length;
    return input < first || offsetBytes < (this.#new[input - first]?.fromBytes ?? 0);
  }

  *#readEarlier(): Generator<EarlierCandidate> {
    if (this.#baseline === null || !this.#isIncremental) return;
    for (const line of readLines(baselineFile(this.#folder, "recent", this.#baseline.run))) {
      const text = readCheckedLine(line);
      if (text === null) throw unreadable(this.#folder, "it is damaged");
      yield decodeLine<EarlierCandidate>(text);
    }
  }

  /** With their events: who knows whether their inputs will still be there. */
  async #writeRecent(
    path: string,
    { pool, threads, firstSplit, storage }: Omit<CompletedRun, "statusOf" | "isPartial">,
  ): Promise<void> {
    rmSync(path, { force: true });
    const writer = new LineWriter(path);
    const reading = new SecondReading(this.#all, {
      ...storage,
      filePath: (name) => storage.filePath(`recent-${name}`),
    });
    try {
      const write = ({ input, ...candidate }: Candidate<ShownEvent>): void => {
        const file = this.#all[input];
        if (file !== undefined) writer.write(checkedLine(encodeLine({ file, candidate } satisfies EarlierCandidate)));
      };
      const unread: Candidate<ShownEvent>[] = [];
      for (const candidate of this.#recent.all()) {
        if (candidate.event !== null) {
          write(candidate);
          continue;
        }
        const { input, filter } = candidate;
        reading.add({ input, ...placeInInput(candidate), filter, finding: unread.length, stage: 0 });
        unread.push(candidate);
      }
      if (unread.length > 0) {
        for await (const { events } of reading.read(pool, threads, firstSplit)) {
          for (const { unread: wanted, event } of events) {
            const candidate = unread[wanted.finding];
            if (candidate !== undefined && event !== null) write({ ...candidate, event });
          }
        }
      }
      writer.close();
      syncFile(path);
    } finally {
      reading.remove();
    }
  }
}

function takenInput(input: InputFile, isTaken: boolean): TakenInput | null {
  if (input.path === null || input.kind === "stream") return null;
  const { sizeBytes, modifiedMs } = input;
  try {
    const markedBytes = input.layout === "documents" ? markedBytesOfDocuments(input.path, sizeBytes) : sizeBytes;
    const mark = markInput(input.path, markedBytes);
    if (mark === null) return null;
    const { identity, content, lineStartBytes } = mark;
    const takenBytes = isDivisible(input) ? lineStartBytes : sizeBytes;
    return { path: pathOf(input), sizeBytes, modifiedMs, identity, markedBytes, content, takenBytes, isTaken };
  } catch (error) {
    // It is gone: there will be nothing to compare with.
    if (isSystemError(error)) return null;
    throw error;
  }
}

function pathOf({ path }: InputFile): string {
  return resolve(path ?? "-");
}
