import { closeSync, openSync, rmSync } from "node:fs";
import { crc32 } from "node:zlib";
import { encodeLine } from "../../correlate/data-line.ts";
import type { Hit } from "../../scan/hit.ts";
import { checkedLine } from "./checked-line.ts";
import { ownerOnly, writeAll } from "./durable-file.ts";
import type { SplitRecord } from "./split-record.ts";

/** How many characters are gathered before they are written. */
const bufferLength = 262_144;

/** Where the results of a split lie in a part, its record included. */
export interface PartSection {
  readonly startBytes: number;
  readonly endBytes: number;
}

/** The same of one just written, and how much there is. */
export interface WrittenSection extends PartSection {
  readonly hits: number;
  readonly hitBytes: number;
}

/**
 * Writes a part: of one or more splits, one after the other, all hits, one line of JSON each, in order, and then their record,
 * which says how many there must be and what their checksum is. Its methods throw the system's error.
 */
export class KeptPartWriter {
  readonly path: string;
  #descriptor: number | null;
  #buffer = "";
  #sizeBytes = 0;
  #startBytes = 0;
  #checksum = 0;
  #hits = 0;

  /** Creates the file, which must not be there. */
  constructor(path: string) {
    this.path = path;
    this.#descriptor = openSync(path, "wx", ownerOnly);
  }

  get sizeBytes(): number {
    return this.#sizeBytes + this.#buffer.length;
  }

  /** A hit of the split that is under way. */
  write(hit: Hit): void {
    this.#hits++;
    this.#buffer += encodeLine(hit);
    this.#buffer += "\n";
    if (this.#buffer.length >= bufferLength) this.#flush();
  }

  /** Ends a split. */
  endSection({ id, outcome }: Omit<SplitRecord, "hits" | "hitBytes">): WrittenSection {
    this.#flush();
    const size = { hits: this.#hits, hitBytes: this.#sizeBytes - this.#startBytes };
    const record: SplitRecord = { id, ...size, outcome };
    this.#buffer = `${checkedLine(encodeLine(record), this.#checksum)}\n`;
    this.#flush();
    const section = { startBytes: this.#startBytes, endBytes: this.#sizeBytes, ...size };
    this.dropSection();
    return section;
  }

  /** Begins another split; nobody will ask for what was written of the one under way. */
  dropSection(): void {
    this.#flush();
    this.#startBytes = this.#sizeBytes;
    this.#checksum = 0;
    this.#hits = 0;
  }

  /** Everything has been ended before. */
  close(): void {
    if (this.#descriptor !== null) closeSync(this.#descriptor);
    this.#descriptor = null;
  }

  /** Nobody will read it. */
  remove(): void {
    this.close();
    rmSync(this.path, { force: true });
  }

  #flush(): void {
    if (this.#descriptor === null || this.#buffer === "") return;
    const bytes = Buffer.from(this.#buffer);
    this.#buffer = "";
    this.#checksum = crc32(bytes, this.#checksum);
    writeAll(this.#descriptor, bytes);
    this.#sizeBytes += bytes.length;
  }
}
