import { isUtf8 } from "node:buffer";
import { type Dirent, readdirSync } from "node:fs";

/*
 * Names of files are bytes, of which some are no UTF-8. In a path that we keep each byte that isn't stands as a surrogate of its own,
 * U+DC80 to U+DCFF, which no name in UTF-8 can hold: so a path stays a string that can be joined, compared and written.
 */

/** Of a byte from 0x80 on. */
const firstSurrogate = 0xdc00;

const escapedByte = /[\udc80-\udcff]/u;
const escapedBytes = new RegExp(escapedByte, "gu");

/** A path as the system takes it. */
export function systemPath(path: string): string | Buffer {
  if (!escapedByte.test(path)) return path;
  const pieces = path.split(/([\udc80-\udcff])/u);
  return Buffer.concat(
    pieces.map((piece, index) =>
      index % 2 === 0 ? Buffer.from(piece) : Buffer.of(piece.charCodeAt(0) - firstSurrogate),
    ),
  );
}

/** A path for people: bytes that are no UTF-8 as `\\xff`. */
export function shownPath(path: string): string {
  if (!escapedByte.test(path)) return path;
  return path.replace(escapedBytes, (surrogate) => `\\x${(surrogate.charCodeAt(0) - firstSurrogate).toString(16)}`);
}

/** What a folder holds; each name as it is kept in a path. Throws the system's error. */
export function readFolder(
  path: string,
): readonly { readonly name: string; readonly entry: Dirent<string | Buffer> }[] {
  const entries = readdirSync(systemPath(path), { withFileTypes: true });
  // U+FFFD may stand for what is no UTF-8, or for itself.
  if (!entries.some(({ name }) => name.includes("\ufffd")))
    return entries.map((entry) => ({ name: entry.name, entry }));
  const inBytes = readdirSync(systemPath(path), { withFileTypes: true, encoding: "buffer" });
  return inBytes.map((entry) => ({ name: pathOf(entry.name), entry }));
}

/** The longest pieces that are UTF-8, and single bytes between them. */
function pathOf(name: Buffer): string {
  if (isUtf8(name)) return name.toString();
  let path = "";
  for (let start = 0; start < name.length;) {
    // A character has at most four bytes.
    const end = [1, 2, 3, 4]
      .map((length) => start + length)
      .find((at) => at <= name.length && isUtf8(name.subarray(start, at)));
    path +=
      end === undefined ? String.fromCharCode(firstSurrogate + (name[start] ?? 0)) : name.toString("utf8", start, end);
    start = end ?? start + 1;
  }
  return path;
}
