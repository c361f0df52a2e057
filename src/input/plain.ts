import { closeSync, readSync } from "node:fs";
import type { LineBlock, ReadSettings, SplitEnd } from "./block.ts";
import { LineCutter } from "./line-cutter.ts";
import { openingBytes, recogniseOpening } from "./opening.ts";
import { describeChange, openPlanned } from "./planned-file.ts";
import type { Split } from "./split.ts";
import { describeSystemError, isSystemError } from "./system-error.ts";

/**
 * Reads a split of a plain file of lines in UTF-8: straight from the file into the buffer that the blocks are views of.
 * Synchronous reads, since a worker has nothing else to do and a promise a block costs more than the read does.
 */
export async function* readPlainBlocks(
  split: Split,
  path: string,
  options: ReadSettings,
  signal?: AbortSignal,
): AsyncGenerator<LineBlock, SplitEnd> {
  const descriptor = openPlanned(path);
  if (typeof descriptor !== "number") return descriptor;
  try {
    return yield* readLines(split, descriptor, options, signal);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Why a file isn't read as lines. Every split looks at the file's start, so that all of them say the same;
 * where the start can't be read, reading it says so.
 */
function refuseText(descriptor: number, sizeBytes: number): string | undefined {
  const head = Buffer.allocUnsafe(Math.min(openingBytes, sizeBytes));
  try {
    const count = readSync(descriptor, head, 0, head.length, 0);
    const opening = recogniseOpening(head.subarray(0, count), true);
    return opening?.kind === "refused" ? opening.reason : undefined;
  } catch (error) {
    if (isSystemError(error)) return undefined;
    throw error;
  }
}

async function* readLines(
  split: Split,
  descriptor: number,
  options: ReadSettings,
  signal?: AbortSignal,
): AsyncGenerator<LineBlock, SplitEnd> {
  const { input, startBytes } = split;
  const changedBefore = describeChange(input, descriptor);
  const refusal = refuseText(descriptor, input.sizeBytes);
  if (refusal !== undefined) return { status: "unreadable", reason: refusal, bytes: 0, longLines: 0 };
  // A line belongs to the split that holds its first byte, so the byte before the split tells whether one starts here.
  let positionBytes = Math.max(0, startBytes - 1);
  const cutter = new LineCutter({
    // A small file needs no more memory than it has bytes.
    chunkBytes: Math.min(options.chunkBytes, Math.max(1, input.sizeBytes - positionBytes)),
    memory: options.memory,
    maxLineBytes: options.maxLineBytes,
    offsetBytes: positionBytes,
    endBytes: split.endBytes ?? input.sizeBytes,
    startsInside: startBytes > 0,
  });
  let failure: string | undefined;
  while (!cutter.done && positionBytes < input.sizeBytes) {
    const roomBytes = Math.min(cutter.makeRoom(), input.sizeBytes - positionBytes);
    let count = 0;
    try {
      count = readSync(descriptor, cutter.buffer, cutter.filledBytes, roomBytes, positionBytes);
    } catch (error) {
      failure = `it can't be read from byte ${positionBytes} on: ${describeSystemError(error)}`;
    }
    if (count === 0) break;
    positionBytes += count;
    const block = cutter.put(count);
    if (block !== undefined) yield block;
    if (signal?.aborted === true) return { status: "ok", bytes: cutter.ownBytes, longLines: cutter.longLines };
  }
  const last = cutter.done ? undefined : cutter.finish();
  if (last !== undefined) yield last;
  const counts = { bytes: cutter.ownBytes, longLines: cutter.longLines };
  if (failure !== undefined) return { status: "damaged", reason: failure, ...counts };
  const changed = changedBefore ?? describeChange(input, descriptor);
  return changed === undefined ? { status: "ok", ...counts } : { status: "changed", reason: changed, ...counts };
}
