import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { createHash } from "node:crypto";
import { systemPath } from "../../input/system-path.ts";

/** What is looked at of a file's beginning and end. */
const markBytes = 1024;

/** How much is read at a time in search of a line's start. */
const pieceBytes = 65_536;

const newline = 0x0a;

/** Something else may be there by now, even a pipe, at whose other end there may be nobody. */
const withoutWaiting = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** A file that was looked at: which it is, and what tells its content from another's. */
export interface InputMark {
  /** Device and number in the file system: stays with a file that gets another name. */
  readonly identity: string;
  /** Of its first bytes up to a size: SHA-256 over the beginning and the end of them, and how many there are. */
  readonly content: string;
  /** Where in these bytes the last line starts that no newline ends; their number if there is none. */
  readonly lineStartBytes: number;
}

/** Looks at the first so many bytes of a file; `null` if there are fewer. Throws the system's error. */
export function markInput(path: string, sizeBytes: number): InputMark | null {
  const descriptor = openSync(systemPath(path), withoutWaiting);
  try {
    const { dev, ino, size } = fstatSync(descriptor, { bigint: true });
    if (size < sizeBytes) return null;
    const hash = createHash("sha256").update(`${sizeBytes} `);
    for (const startBytes of [0, Math.max(0, sizeBytes - markBytes)])
      hash.update(readBytes(descriptor, startBytes, Math.min(sizeBytes, startBytes + markBytes)));
    return {
      identity: `${dev}:${ino}`,
      content: hash.digest("hex"),
      lineStartBytes: findLineStart(descriptor, sizeBytes),
    };
  } finally {
    closeSync(descriptor);
  }
}

/**
 * How many of a file's first bytes stay as they are when a document is put behind the last one: brackets that close what the documents
 * lie in, and blanks, are not among them. Throws the system's error.
 */
export function markedBytesOfDocuments(path: string, sizeBytes: number): number {
  const descriptor = openSync(systemPath(path), withoutWaiting);
  try {
    const last = readBytes(descriptor, Math.max(0, sizeBytes - markBytes), sizeBytes).toString("latin1");
    return sizeBytes - (/[\s\]}]*$/.exec(last)?.[0].length ?? 0);
  } finally {
    closeSync(descriptor);
  }
}

function findLineStart(descriptor: number, sizeBytes: number): number {
  for (let endBytes = sizeBytes; endBytes > 0;) {
    const startBytes = Math.max(0, endBytes - pieceBytes);
    const last = readBytes(descriptor, startBytes, endBytes).lastIndexOf(newline);
    if (last >= 0) return startBytes + last + 1;
    endBytes = startBytes;
  }
  return 0;
}

function readBytes(descriptor: number, startBytes: number, endBytes: number): Buffer {
  const bytes = Buffer.allocUnsafe(endBytes - startBytes);
  let filled = 0;
  while (filled < bytes.length) {
    const count = readSync(descriptor, bytes, filled, bytes.length - filled, startBytes + filled);
    if (count === 0) break;
    filled += count;
  }
  return bytes.subarray(0, filled);
}
