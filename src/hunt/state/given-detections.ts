import { readFileSync } from "node:fs";
import { crc32 } from "node:zlib";
import { unreadable } from "./baseline.ts";
import { writeTemporary } from "./durable-file.ts";

/** An id is 32 hexadecimal digits. */
const idBytes = 16;

const checksumBytes = 4;

/** The ids of all detections that complete runs gave, and of those that this one gives: 16 bytes each. */
export class GivenDetections {
  /** Ascending, one after the other. */
  readonly #before: Buffer;
  #now = Buffer.alloc(64 * idBytes);
  #nowBytes = 0;

  constructor(before: Buffer = Buffer.alloc(0)) {
    this.#before = before;
  }

  /** Notes one of this run. */
  note(id: string): void {
    if (this.#nowBytes === this.#now.length) this.#now = Buffer.concat([this.#now, Buffer.alloc(this.#now.length)]);
    this.#nowBytes += this.#now.write(id, this.#nowBytes, "hex");
  }

  /** Whether an earlier run gave it. */
  has(id: string): boolean {
    const wanted = Buffer.from(id, "hex");
    let low = 0;
    let high = this.#before.length / idBytes;
    while (low < high) {
      const middle = (low + high) >> 1;
      const order = wanted.compare(this.#before, middle * idBytes, (middle + 1) * idBytes);
      if (order === 0) return true;
      if (order < 0) high = middle;
      else low = middle + 1;
    }
    return false;
  }

  /** Writes all of them, onto the disk. Throws the system's error. */
  write(path: string): void {
    const now = Array.from({ length: this.#nowBytes / idBytes }, (_, index) =>
      this.#now.subarray(index * idBytes, (index + 1) * idBytes),
    ).sort((left, right) => left.compare(right));
    const all = Buffer.allocUnsafe(this.#before.length + this.#nowBytes + checksumBytes);
    let written = 0;
    let next = 0;
    const put = (id: Buffer): void => {
      // The whole hunt may have been given before.
      if (written > 0 && id.compare(all, written - idBytes, written) === 0) return;
      written += id.copy(all, written);
    };
    for (let at = 0; at < this.#before.length; at += idBytes) {
      const id = this.#before.subarray(at, at + idBytes);
      for (let other = now[next]; other !== undefined && other.compare(id) < 0; other = now[++next]) put(other);
      put(id);
    }
    for (const id of now.slice(next)) put(id);
    all.writeUInt32LE(crc32(all.subarray(0, written)), written);
    writeTemporary(path, all.subarray(0, written + checksumBytes));
  }
}

/** Those that {@link GivenDetections.write} wrote. Throws a `HuntError` E522 if they are not whole, or the system's error. */
export function readGivenDetections(folder: string, path: string): GivenDetections {
  const bytes = readFileSync(path);
  const ids = bytes.subarray(0, Math.max(0, bytes.length - checksumBytes));
  const isWhole = ids.length % idBytes === 0 && bytes.length >= checksumBytes;
  if (!isWhole || bytes.readUInt32LE(ids.length) !== crc32(ids)) throw unreadable(folder, "it is damaged");
  return new GivenDetections(ids);
}
