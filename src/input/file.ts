import { closeSync, openSync } from "node:fs";
import type { LineBlock, ReadSettings, SplitEnd } from "./block.ts";
import { ByteReader } from "./byte-source.ts";
import { FileSource } from "./file-source.ts";
import { describeChange } from "./planned-file.ts";
import type { InputFile } from "./split.ts";
import { describeSystemError } from "./system-error.ts";
import { readText } from "./text.ts";
import { unpack } from "./unpacking.ts";

/** Reads a whole file that is packed, in UTF-16, or no file of lines. */
export async function* readFileBlocks(
  input: InputFile,
  path: string,
  options: ReadSettings,
  signal?: AbortSignal,
): AsyncGenerator<LineBlock, SplitEnd> {
  let descriptor: number;
  try {
    descriptor = openSync(path, "r");
  } catch (error) {
    return { status: "unreadable", reason: describeSystemError(error), bytes: 0, longLines: 0 };
  }
  try {
    const changedBefore = describeChange(input, descriptor);
    const reader = new ByteReader(new FileSource(descriptor, input.sizeBytes));
    const end = yield* readText(unpack(reader), options, signal);
    const changed = changedBefore ?? describeChange(input, descriptor);
    if (changed === undefined) return end;
    // What can't be unpacked is the graver news; that the file changed may be why.
    return end.status === "ok"
      ? { ...end, status: "changed", reason: changed }
      : { ...end, reason: `${end.reason}; ${changed}` };
  } finally {
    closeSync(descriptor);
  }
}
