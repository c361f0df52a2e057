import type { InputFile, Split } from "./split.ts";

/** How inputs are cut. */
export interface SplitOptions {
  /** About how large a split of a plain file is; at least 1. */
  readonly splitSizeBytes: number;
}

/**
 * Decides which worker reads what, before anything is read: pure arithmetic over sizes. Plain files of lines in
 * UTF-8 are cut at multiples of the split's size, so that a file that only grew has the same splits as before but for the last;
 * the last one takes a small rest with it. Everything else, also an empty file, is one split.
 *
 * In the order of the inputs, and within an input by offset.
 *
 * ```ts
 * splitInputs(inputs, { splitSizeBytes: 10 }); // of a file of 24 bytes: [0, 10) and [10, 24)
 * ```
 */
export function splitInputs(inputs: readonly InputFile[], options: SplitOptions): Split[] {
  const sizeBytes = Math.max(1, Math.floor(options.splitSizeBytes));
  const splits: Split[] = [];
  for (const input of inputs) {
    const endBytes = input.kind === "stream" ? null : input.sizeBytes;
    const count = isDivisible(input) ? Math.max(1, Math.round(input.sizeBytes / sizeBytes)) : 1;
    for (let part = 0; part < count; part++) {
      splits.push({
        index: splits.length,
        input,
        startBytes: part * sizeBytes,
        endBytes: part === count - 1 ? endBytes : (part + 1) * sizeBytes,
      });
    }
  }
  return splits;
}

/** True for an input of which a range can be read by itself. */
export function isDivisible({ kind, format, encoding, layout }: InputFile): boolean {
  return kind === "file" && format === "plain" && encoding === "utf-8" && layout === "lines";
}

/** Below, threads would wait for the last piece; above, nothing is gained any more. */
const leastSplitBytes = 32 * 1024 * 1024;
const mostSplitBytes = 256 * 1024 * 1024;

/** So many pieces for each thread let none of them wait long for the last one. */
const splitsPerThread = 16;

/**
 * About how large pieces are where nobody says: between 32 and 256 MiB, the larger the more there is to read. To begin and end
 * one takes a millisecond, in which a thread searches four megabytes.
 */
export function fittingSplitSize(inputs: readonly InputFile[], threads: number): number {
  const divisibleBytes = inputs.reduce((sum, input) => sum + (isDivisible(input) ? input.sizeBytes : 0), 0);
  const steps = Math.floor(divisibleBytes / threads / splitsPerThread / leastSplitBytes);
  return Math.min(Math.max(1, steps) * leastSplitBytes, mostSplitBytes);
}
