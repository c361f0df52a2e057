import { rmSync } from "node:fs";
import { decodeLine, encodeLine } from "./data-line.ts";
import { readLines, writeLines } from "./line-file.ts";
import { type Comparison, mergeSorted } from "./merging.ts";

/** Where what doesn't fit in memory goes. */
export interface SpillOptions {
  /** What names of files begin with; nothing else that spills may have it. */
  readonly name: string;
  /** How much may be held in memory, by the estimates of whoever adds. */
  readonly memoryBytes: number;
  /** The path for a file of this name. The file must not be there; its folder is made when it is first needed. */
  readonly filePath: (name: string) => string;
}

/** So many files are read at the same time, 64 KiB of each in memory. */
const maxMergedRuns = 64;

/**
 * Sorts more plain data than fits in memory: what is over a limit is written to files in sorted runs, which are merged.
 * Stable. What fits in memory never touches the disk. Throws the system's error where the disk is full or can't be read.
 *
 * @example
 * const sort = new ExternalSort<number>((a, b) => a - b, { name: "numbers", memoryBytes: 1e6, filePath });
 * sort.add(2, 16);
 * sort.add(1, 16);
 * [...sort.sorted()]; // [1, 2]
 * sort.remove();
 */
export class ExternalSort<Item> {
  readonly #compare: Comparison<Item>;
  readonly #options: SpillOptions;
  #items: Item[] = [];
  #bytes = 0;
  /** Paths of sorted files, in the order in which their items were added. */
  #runs: string[] = [];
  #fileCount = 0;

  constructor(compare: Comparison<Item>, options: SpillOptions) {
    this.#compare = compare;
    this.#options = options;
  }

  /** Takes an item; `bytes` is about how much memory it needs. */
  add(item: Item, bytes: number): void {
    this.#items.push(item);
    this.#bytes += bytes;
    if (this.#bytes <= this.#options.memoryBytes) return;
    const items = this.#items.sort(this.#compare);
    this.#items = [];
    this.#bytes = 0;
    this.#runs.push(this.#writeRun(items));
  }

  /** All items in order, equal ones in the order in which they were added. May be called again. */
  *sorted(): Generator<Item> {
    while (this.#runs.length > maxMergedRuns) this.#mergeRuns();
    const inMemory = this.#items.sort(this.#compare);
    if (this.#runs.length === 0) yield* inMemory;
    else yield* mergeSorted([...this.#runs.map(readRun<Item>), inMemory], this.#compare);
  }

  /** Gives memory and disk back. To be called in the end, also after an error. */
  remove(): void {
    for (const run of this.#runs) rmSync(run, { force: true });
    this.#runs = [];
    this.#items = [];
    this.#bytes = 0;
  }

  /** Merges neighbours, so that equal items stay in their order, and as few as have to be. */
  #mergeRuns(): void {
    for (let first = 0; first + 1 < this.#runs.length && this.#runs.length > maxMergedRuns; first++) {
      const runs = this.#runs.slice(first, first + Math.min(maxMergedRuns, this.#runs.length - maxMergedRuns + 1));
      const merged = this.#writeRun(mergeSorted(runs.map(readRun<Item>), this.#compare));
      this.#runs.splice(first, runs.length, merged);
      for (const run of runs) rmSync(run, { force: true });
    }
  }

  #writeRun(items: Iterable<Item>): string {
    const path = this.#options.filePath(`${this.#options.name}-${this.#fileCount++}`);
    writeLines(path, encodeItems(items));
    return path;
  }
}

function* encodeItems(items: Iterable<unknown>): Generator<string> {
  for (const item of items) yield encodeLine(item);
}

function* readRun<Item>(path: string): Generator<Item> {
  for (const line of readLines(path)) yield decodeLine<Item>(line);
}
