import { closeSync, fdatasync, fdatasyncSync, openSync } from "node:fs";
import { decodeLine, encodeLine } from "../../correlate/data-line.ts";
import { readLines } from "../../correlate/line-file.ts";
import { isSystemError } from "../../input/system-error.ts";
import { checkedLine, readCheckedLine } from "./checked-line.ts";
import { ownerOnly, writeAll } from "./durable-file.ts";
import type { PartSection } from "./part-writer.ts";
import type { SplitRecord } from "./split-record.ts";

/** A split that was scanned, and where its hits are; `part` is `null` if it has none. */
export interface JournalEntry {
  readonly record: SplitRecord;
  readonly part: (PartSection & { readonly name: string }) | null;
}

/** Lines are written this long after the first of them came. */
const writeDelayMs = 100;

/** The disk is asked for at most this often. */
const syncDelayMs = 1_000;

/**
 * The list of the splits that were scanned: one line each, only ever added to, and on the disk about a second later. It saves
 * time and is never needed: what it lacks is scanned again, or found among the parts.
 */
export class Journal {
  readonly #descriptor: number;
  readonly #onFailure: (error: unknown) => void;
  #lines: string[] = [];
  #timer: NodeJS.Timeout | null = null;
  #lastSyncMs = performance.now();
  #isUnsynced = false;
  #isClosed = false;

  /** `onFailure` is given what goes wrong between two calls. Throws the system's error. */
  constructor(path: string, onFailure: (error: unknown) => void) {
    this.#onFailure = onFailure;
    this.#descriptor = openSync(path, "a", ownerOnly);
    // A line of an earlier run that was cut off must not swallow the next one.
    writeAll(this.#descriptor, Buffer.from("\n"));
  }

  add(entry: JournalEntry): void {
    this.#lines.push(checkedLine(encodeLine(entry)));
    this.#timer ??= setTimeout(this.#onTimer, writeDelayMs);
  }

  /** Writes what is left, onto the disk. Throws the system's error. */
  flush(): void {
    this.#write();
    fdatasyncSync(this.#descriptor);
  }

  /** To be called at the end. */
  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#isClosed = true;
    closeSync(this.#descriptor);
  }

  #write(): void {
    if (this.#lines.length === 0) return;
    const text = `${this.#lines.join("\n")}\n`;
    this.#lines = [];
    this.#isUnsynced = true;
    writeAll(this.#descriptor, Buffer.from(text));
  }

  readonly #onTimer = (): void => {
    this.#timer = null;
    try {
      this.#write();
    } catch (error) {
      this.#onFailure(error);
      return;
    }
    const now = performance.now();
    if (now - this.#lastSyncMs < syncDelayMs) {
      this.#timer = setTimeout(this.#onTimer, syncDelayMs);
      return;
    }
    if (!this.#isUnsynced) return;
    this.#lastSyncMs = now;
    this.#isUnsynced = false;
    fdatasync(this.#descriptor, (error) => {
      // Whoever closes it has done the same before.
      if (error !== null && error !== undefined && !this.#isClosed) this.#onFailure(error);
    });
  };
}

/** What a journal says. There may be very many entries: they are kept as they are written. */
export class JournalEntries {
  /** By the split's id. */
  readonly #texts = new Map<string, string>();
  readonly #partNames = new Set<string>();

  /** Lines that aren't whole are passed over. Throws the system's error. */
  constructor(path: string) {
    try {
      for (const line of readLines(path)) this.#add(line);
    } catch (error) {
      if (!isSystemError(error) || error.code !== "ENOENT") throw error;
    }
  }

  /** `null` if it says nothing of the split. */
  get(id: string): JournalEntry | null {
    const text = this.#texts.get(id);
    return text === undefined ? null : decodeLine<JournalEntry>(text);
  }

  /** True if some entry is of a split whose hits are in this part. */
  hasPart(name: string): boolean {
    return this.#partNames.has(name);
  }

  #add(line: string): void {
    const text = line === "" ? null : readCheckedLine(line);
    if (text === null) return;
    const { record, part } = decodeLine<JournalEntry>(text);
    this.#texts.set(record.id, text);
    if (part !== null) this.#partNames.add(part.name);
  }
}
