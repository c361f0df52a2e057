import { closeSync, openSync, readSync } from "node:fs";
import { setImmediate as turn } from "node:timers/promises";
import type { Contestant } from "./contest.ts";

/** As much at a time as a hunt reads. */
const chunkBytes = 262_144;
const chunksPerTurn = 1024;

/**
 * Reads files from start to end and does nothing with them, as `cat` to nowhere would: what stands beside every figure,
 * since the state of the page cache alone can double or halve it. Without the start of a process, on one thread. Fails if
 * a file can't be read.
 */
export function readingContestant(paths: readonly string[]): Contestant {
  return {
    name: "reading only",
    async run(signal) {
      const startedMs = performance.now();
      try {
        for (const path of paths) await readFile(path, signal);
      } catch (error) {
        signal?.throwIfAborted();
        return { kind: "failed", reason: error instanceof Error ? error.message : String(error) };
      }
      const seconds = (performance.now() - startedMs) / 1000;
      return { kind: "finished", seconds, startSeconds: null, found: null, answer: null, peakMemoryBytes: null };
    },
  };
}

async function readFile(path: string, signal: AbortSignal | undefined): Promise<void> {
  const chunk = Buffer.allocUnsafeSlow(chunkBytes);
  const descriptor = openSync(path, "r");
  try {
    for (let chunks = 1; readSync(descriptor, chunk, 0, chunk.length, null) > 0; chunks++) {
      if (chunks % chunksPerTurn !== 0) continue;
      // Signals are heard between turns only.
      await turn();
      signal?.throwIfAborted();
    }
  } finally {
    closeSync(descriptor);
  }
}
