import type { LineBlock, ReadOptions, SplitEnd } from "./block.ts";
import { readPlainBlocks } from "./plain.ts";
import type { Split } from "./split.ts";

const defaultChunkBytes = 262_144;

/**
 * Reads a split as blocks of whole lines. It never throws for a bad input: what became of it is the generator's
 * return value.
 */
export async function* readBlocks(
  split: Split,
  options: ReadOptions,
  signal?: AbortSignal,
): AsyncGenerator<LineBlock, SplitEnd> {
  const settings = { ...options, chunkBytes: options.chunkBytes ?? defaultChunkBytes };
  if (split.input.path === null) {
    return { status: "unreadable", reason: "standard input is not read yet", bytes: 0, longLines: 0 };
  }
  return yield* readPlainBlocks(split, split.input.path, settings, signal);
}
