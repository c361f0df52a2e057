import { closeSync } from "node:fs";
import type { LineBlock, ReadSettings, SplitEnd } from "./block.ts";
import { ByteReader } from "./byte-source.ts";
import { FileSource } from "./file-source.ts";
import { describeChange, openPlanned } from "./planned-file.ts";
import type { InputFile } from "./split.ts";
import { readText } from "./text.ts";
import { unpack } from "./unpacking.ts";

/** Reads a whole file that is packed, in UTF-16, or no file of lines. */
export async function* readFileBlocks(
  input: InputFile,
  path: string,
  options: ReadSettings,
  signal?: AbortSignal,
): AsyncGenerator<LineBlock, SplitEnd> {
  const descriptor = openPlanned(path);
  if (typeof descriptor !== "number") return descriptor;
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
