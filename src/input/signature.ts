import type { InputEncoding, InputFormat } from "./split.ts";

/** So many first bytes tell the format; fewer only where the input has no more. */
export const formatBytes = 4;

/** So many first bytes tell the encoding, and what is no text at all. */
export const signatureBytes = 16;

/** How the bytes are packed, told by the first ones and never by a name. */
export function formatOf(head: Buffer): InputFormat {
  if (head[0] === 0x1f && head[1] === 0x8b) return "gzip";
  if (startsWith(head, "28b52ffd")) return "zstd";
  // A skippable frame, which may come before any other: 0x184D2A50 to 0x184D2A5F, little-endian.
  return head[0] !== undefined && head[0] >> 4 === 5 && startsWith(head.subarray(1), "2a4d18") ? "zstd" : "plain";
}

/** How the text is written: by its byte-order mark or, without one, by the zero halves of its first two characters. */
export function encodingOf(head: Buffer): InputEncoding {
  if (startsWith(head, "fffe")) return "utf-16le";
  if (startsWith(head, "feff")) return "utf-16be";
  const [first = 0, second = 0, third = 0, fourth = 0] = head;
  const alone = head.length < 4;
  if (second === 0 && opensText(first) && (alone ? head.length > 1 : fourth === 0 && third !== 0)) return "utf-16le";
  if (first === 0 && opensText(second) && (alone || (third === 0 && fourth !== 0))) return "utf-16be";
  return "utf-8";
}

const foreignSignatures = [
  ["425a68", "bzip2 data: unpack it first"],
  ["fd377a585a00", "xz data: unpack it first"],
  ["04224d18", "lz4 data: unpack it first"],
  ["377abcaf271c", "a 7z archive: unpack it first"],
  ["504b0304", "a zip archive: unpack it first"],
  ["50415231", "Parquet: export it as NDJSON first"],
  ["456c6646696c6500", "a Windows event log (EVTX): export it as NDJSON first"],
  ["53514c69746520666f726d6174203300", "an SQLite database: export it as NDJSON first"],
] as const;

/** What an input holds that is clearly no text at all and would only give bad lines; `undefined` for all else. */
export function foreignContent(head: Buffer): string | undefined {
  return foreignSignatures.find(([signature]) => startsWith(head, signature))?.[1];
}

function startsWith(head: Buffer, hex: string): boolean {
  const signature = Buffer.from(hex, "hex");
  return head.length >= signature.length && head.subarray(0, signature.length).equals(signature);
}

/** `{`, `[` or blank: what a JSON text can begin with. */
function opensText(byte: number): boolean {
  return byte === 0x7b || byte === 0x5b || byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}
