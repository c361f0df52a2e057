import { isUtf8 } from "node:buffer";
import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import { open } from "node:fs/promises";
import type { Diagnostic, SourceText } from "../diagnostics/diagnostic.ts";

/** The largest of Elastic's rules has 54 kB; what is larger than this is no rule. */
export const maxRuleBytes = 4 << 20;
/** Kibana exports 10,000 objects at most, of some kilobytes each. */
export const maxExportBytes = 64 << 20;
/** Enough of a file to see whether it is an export. */
const headBytes = 256 << 10;

/**
 * Reads and decodes a rule file; a byte-order mark is dropped. What goes wrong is an E100. At once and not in the background:
 * of two thousand small files the way through the thread pool would cost more than reading them (0.2 s of CPU).
 */
export function readRuleSource(path: string, name: string, maxBytes: number): SourceText | Diagnostic {
  let file: number | undefined;
  try {
    // Without waiting: opening a FIFO for reading would hang until someone writes.
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const status = fstatSync(file);
    if (!status.isFile()) return unreadable(name, "it is not a regular file");
    if (status.size > maxBytes) return unreadable(name, `it is larger than ${maxBytes >> 20} MiB`);
    const bytes = readFileSync(file);
    if (!isUtf8(bytes)) return { ...unreadable(name, "it is not UTF-8 text"), help: "save it as UTF-8" };
    return { name, text: new TextDecoder().decode(bytes) };
  } catch (error) {
    return unreadable(name, reasonOf(error));
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** The beginning of a file; `null` if it is no regular file. Rejects with the operating system's error. */
export async function readHead(path: string): Promise<string | null> {
  // Without waiting, as above.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (!(await file.stat()).isFile()) return null;
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return new TextDecoder().decode(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

/** E100, with the file or folder it is about. */
export function unreadable(name: string, reason: string): Diagnostic {
  return { code: "E100", severity: "error", message: `can't read this: ${reason}`, source: { name, text: "" } };
}

/** Why the operating system refused, in words. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
  switch (code) {
    case "ENOENT":
      return "there is no such file or folder";
    case "EACCES":
    case "EPERM":
      return "no permission";
    case "ELOOP":
      return "its links go round in a circle";
    default:
      return code;
  }
}
