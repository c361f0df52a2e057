import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { crc32 } from "node:zlib";
import { decodeLine } from "../../correlate/data-line.ts";
import type { Hit } from "../../scan/hit.ts";
import { isSystemError } from "../../input/system-error.ts";
import { readCheckedLine } from "./checked-line.ts";
import type { PartSection } from "./part-writer.ts";
import type { SplitRecord } from "./split-record.ts";

/** How much is read at a time. */
const pieceBytes = 65_536;

const newline = 0x0a;

/**
 * The record of a split in a part if all that it speaks for is there and as it was written; else `null`. `section`: where it
 * is; without, the part is of one split.
 */
export function verifySection(path: string, section: PartSection | null): SplitRecord | null {
  try {
    const descriptor = openSync(path, "r");
    try {
      return verifyOpened(descriptor, section ?? { startBytes: 0, endBytes: fstatSync(descriptor).size });
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    // What can't be read is like what isn't there: the split is scanned.
    if (isSystemError(error)) return null;
    throw error;
  }
}

function verifyOpened(descriptor: number, { startBytes, endBytes }: PartSection): SplitRecord | null {
  const line = readLastLine(descriptor, startBytes, endBytes);
  if (line === null) return null;
  const recordBytes = endBytes - Buffer.byteLength(line) - 1;
  let checksum = 0;
  let newlines = 0;
  const piece = Buffer.allocUnsafe(pieceBytes);
  for (let position = startBytes; position < recordBytes;) {
    const count = readSync(descriptor, piece, 0, Math.min(piece.length, recordBytes - position), position);
    if (count === 0) return null;
    const bytes = piece.subarray(0, count);
    checksum = crc32(bytes, checksum);
    for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) newlines++;
    position += count;
  }
  const text = readCheckedLine(line, checksum);
  if (text === null) return null;
  const record = decodeLine<SplitRecord>(text);
  return record.hits === newlines && record.hitBytes === recordBytes - startBytes ? record : null;
}

/** Without its newline; `null` if there is none. */
function readLastLine(descriptor: number, startBytes: number, endBytes: number): string | null {
  for (let lengthBytes = pieceBytes; ; lengthBytes *= 4) {
    const fromBytes = Math.max(startBytes, endBytes - lengthBytes);
    const bytes = Buffer.allocUnsafe(Math.max(0, endBytes - fromBytes));
    for (let filled = 0; filled < bytes.length;) {
      const count = readSync(descriptor, bytes, filled, bytes.length - filled, fromBytes + filled);
      if (count === 0) return null;
      filled += count;
    }
    if (bytes.at(-1) !== newline) return null;
    const start = bytes.lastIndexOf(newline, -2) + 1;
    if (start > 0 || fromBytes === startBytes) return bytes.toString("utf8", start, bytes.length - 1);
  }
}

/** The hits of a split in a part that was verified, in order, in batches. Throws the system's error where it can't be read. */
export function* readSection(path: string, startBytes: number, hitBytes: number): Generator<readonly Hit[]> {
  const descriptor = openSync(path, "r");
  try {
    const piece = Buffer.allocUnsafe(pieceBytes);
    let started: Buffer[] = [];
    const endBytes = startBytes + hitBytes;
    for (let position = startBytes; position < endBytes;) {
      const count = readSync(descriptor, piece, 0, Math.min(piece.length, endBytes - position), position);
      if (count === 0) throw new Error(`${path} is shorter than it was`);
      position += count;
      const bytes = piece.subarray(0, count);
      const batch: Hit[] = [];
      let start = 0;
      for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
        const line = bytes.subarray(start, end);
        batch.push(decodeLine<Hit>((started.length > 0 ? Buffer.concat([...started, line]) : line).toString()));
        started = [];
        start = end + 1;
      }
      if (start < count) started.push(Buffer.from(bytes.subarray(start)));
      if (batch.length > 0) yield batch;
    }
  } finally {
    closeSync(descriptor);
  }
}
