import { rmSync } from "node:fs";
import { decodeLine, encodeLine } from "./data-line.ts";
import type { SpillOptions } from "./external-sort.ts";
import { readLines, writeLines } from "./line-file.ts";

/**
 * A queue of plain data: what is over a limit waits on disk. What fits in memory never touches it. Throws the system's error
 * where the disk is full or can't be read.
 */
export class SpillQueue<Item> {
  readonly #options: SpillOptions;
  /** What comes next, from `#taken` on; then what is on disk; then `#last`. */
  #next: Item[] = [];
  #taken = 0;
  #reader: Generator<string> | null = null;
  readonly #files: string[] = [];
  #last: Item[] = [];
  #lastBytes = 0;
  #fileCount = 0;

  constructor(options: SpillOptions) {
    this.#options = options;
  }

  /** Puts an item at the end; `bytes` is about how much memory it needs. */
  add(item: Item, bytes: number): void {
    this.#last.push(item);
    this.#lastBytes += bytes;
    if (this.#lastBytes <= this.#options.memoryBytes) return;
    const path = this.#options.filePath(`${this.#options.name}-${this.#fileCount++}`);
    writeLines(path, this.#last.map(encodeLine).values());
    this.#files.push(path);
    this.#last = [];
    this.#lastBytes = 0;
  }

  /** The item at the front, which stays there; `undefined` if there is none. */
  first(): Item | undefined {
    if (this.#taken === this.#next.length) this.#fetch();
    return this.#next[this.#taken];
  }

  /** Takes the item at the front. */
  shift(): Item | undefined {
    const item = this.first();
    if (item !== undefined) this.#taken++;
    return item;
  }

  /** Empties the queue; gives memory and disk back. */
  remove(): void {
    this.#reader?.return(undefined);
    this.#reader = null;
    for (const path of this.#files.splice(0)) rmSync(path, { force: true });
    this.#next = [];
    this.#taken = 0;
    this.#last = [];
    this.#lastBytes = 0;
  }

  #fetch(): void {
    this.#next = [];
    this.#taken = 0;
    for (let [path] = this.#files; path !== undefined; [path] = this.#files) {
      this.#reader ??= readLines(path);
      const line = this.#reader.next();
      if (line.done !== true) {
        this.#next.push(decodeLine<Item>(line.value));
        return;
      }
      this.#reader = null;
      this.#files.shift();
      rmSync(path, { force: true });
    }
    this.#next = this.#last;
    this.#last = [];
    this.#lastBytes = 0;
  }
}
