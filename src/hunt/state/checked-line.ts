import { crc32 } from "node:zlib";

/** Digits of a checksum in hexadecimal. */
const digits = 8;

/**
 * A text on a line of its own, behind a checksum of it and of what it speaks for: so that a line that was only half written,
 * or changed, is told from a whole one. `checksum`: that of what comes before, 0 if there is nothing.
 */
export function checkedLine(text: string, checksum = 0): string {
  return `${formatChecksum(crc32(text, checksum))} ${text}`;
}

/** The text of a line of {@link checkedLine}; `null` if it isn't whole. */
export function readCheckedLine(line: string, checksum = 0): string | null {
  const text = line.slice(digits + 1);
  return line === checkedLine(text, checksum) ? text : null;
}

function formatChecksum(checksum: number): string {
  return checksum.toString(16).padStart(digits, "0");
}
