import { isUtf8 } from "node:buffer";
import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import type { Diagnostic, SourceText } from "../diagnostics/diagnostic.ts";

/** The largest of Elastic's rules has 54 kB; what is larger than this is no rule. */
const maxBytes = 4 << 20;

/** Reads and decodes a rule file; a byte-order mark is dropped. What goes wrong is an E100. */
export async function readRuleSource(path: string, name: string): Promise<SourceText | Diagnostic> {
  let file: FileHandle | undefined;
  try {
    // Without waiting: opening a FIFO for reading would hang until someone writes.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const status = await file.stat();
    if (!status.isFile()) return unreadable(name, "it is not a regular file");
    if (status.size > maxBytes) return unreadable(name, `it is larger than ${maxBytes >> 20} MiB`);
    const bytes = await file.readFile();
    if (!isUtf8(bytes)) return { ...unreadable(name, "it is not UTF-8 text"), help: "save it as UTF-8" };
    return { name, text: new TextDecoder().decode(bytes) };
  } catch (error) {
    return unreadable(name, reasonOf(error));
  } finally {
    await file?.close();
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
