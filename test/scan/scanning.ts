import { statSync } from "node:fs";
import type { SplitEnd } from "../../src/input/block.ts";
import type { InputFile, Split } from "../../src/input/split.ts";
import { compileKernel } from "../../src/kernel/kernel-module.ts";
import { autoStrategy } from "../../src/match/auto.ts";
import type { HuntPlan } from "../../src/plan/plan.ts";
import type { Hit } from "../../src/scan/hit.ts";
import { addLineCounts, type LineCounts } from "../../src/scan/line-counts.ts";
import { type ScanOptions, SplitScanner } from "../../src/scan/split-scanner.ts";
import type { Choices } from "../evaluate/choices.ts";

/** What scanning some splits gave, put together. */
export interface Scanned {
  readonly hits: readonly Hit[];
  readonly counts: LineCounts;
  readonly ends: readonly SplitEnd[];
}

/** For every strategy. */
export const kernels = { literals: await compileKernel("literals") };

const defaults: ScanOptions = {
  kernels,
  strategy: "parse",
  matcher: autoStrategy,
  countLines: true,
  validate: false,
  sinceNs: null,
  untilNs: null,
  maxLineBytes: 16_777_216,
};

/** Scans splits one after the other with one scanner. */
export async function scanSplits(
  plan: HuntPlan,
  splits: readonly Split[],
  options: Partial<ScanOptions> = {},
): Promise<Scanned> {
  const scanner = new SplitScanner(plan, { ...defaults, ...options });
  const hits: Hit[] = [];
  const ends: SplitEnd[] = [];
  let counts: LineCounts | null = null;
  for (const split of splits) {
    const scanned = await scanner.scan(split, {
      progress: () => undefined,
      sample: () => undefined,
      hits: (found) => void hits.push(...found),
      isAborted: () => false,
    });
    ends.push(scanned.end);
    counts = counts === null ? scanned.counts : addLineCounts(counts, scanned.counts);
  }
  if (counts === null) throw new Error("there is no split to scan");
  return { hits, counts, ends };
}

/** Which filters hit at which offsets: what any two ways of scanning must have in common. */
export function placesOf({ hits }: Scanned): string[] {
  return hits.map(({ filter, offsetBytes }) => `${offsetBytes} ${filter}`);
}

/** A file that is there, as a run's plan would describe it. */
export function describedFile(path: string): InputFile {
  const { size, mtimeMs } = statSync(path);
  const common = { index: 0, name: path, path, format: "plain", encoding: "utf-8", layout: "lines" } as const;
  return { ...common, kind: "file", sizeBytes: size, modifiedMs: mtimeMs };
}

/** The file in splits of random sizes: a few, or one for nearly every line. */
export function cutRandomly(input: InputFile, choices: Choices, largestBytes: number): Split[] {
  const splits: Split[] = [];
  for (let startBytes = 0; startBytes < input.sizeBytes;) {
    const endBytes = Math.min(input.sizeBytes, startBytes + 1 + choices.below(largestBytes));
    splits.push({ index: splits.length, input, startBytes, endBytes });
    startBytes = endBytes;
  }
  return splits;
}
