import type { LineBlock, ReadOptions, ReadSettings, SplitEnd } from "./block.ts";
import { readFileBlocks } from "./file.ts";
import { readPlainBlocks } from "./plain.ts";
import type { Split } from "./split.ts";
import { isDivisible } from "./splitting.ts";
import { readStreamBlocks } from "./stream.ts";

const defaultChunkBytes = 262_144;

/**
 * Reads a split as blocks of whole lines, unpacked and in UTF-8. A line belongs to the split that holds its first
 * byte, so that all splits of an input together give each of its lines once. A CR before a newline is left alone.
 * Of an input whose events don't stand on lines each gets one of its own, with CRs for its line breaks.
 *
 * It never throws for a bad input: what became of it is the generator's return value (RELIABILITY, "What each input
 * gets"). Of a damaged input all whole lines before the damage come first, and then what there is of the next one.
 * Whoever stops early calls `return()`, as `for await` does; files and decompressors are given back then.
 *
 * ```ts
 * const blocks = readBlocks(split, { maxLineBytes: 16_777_216 });
 * let next = await blocks.next();
 * for (; next.done !== true; next = await blocks.next()) scan(next.value.bytes, next.value.offsetBytes);
 * const { status, bytes } = next.value;
 * ```
 *
 * @param signal ends reading between two blocks: the status then says nothing about what was not read
 */
export function readBlocks(
  split: Split,
  options: ReadOptions,
  signal?: AbortSignal,
): AsyncGenerator<LineBlock, SplitEnd> {
  const settings: ReadSettings = { chunkBytes: defaultChunkBytes, ...options };
  const { input } = split;
  if (input.path === null || input.kind === "stream") return readStreamBlocks(input.path, settings, signal);
  return isDivisible(input)
    ? readPlainBlocks(split, input.path, settings, signal)
    : readFileBlocks(input, input.path, settings, signal);
}
