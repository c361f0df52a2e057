import { rmSync, writeFileSync } from "node:fs";
import type { JoinKey } from "../../src/correlate/candidate.ts";
import { Correlation } from "../../src/correlate/correlation.ts";
import { HitSelection } from "../../src/hunt/hit-selection.ts";
import type { Split } from "../../src/input/split.ts";
import type { Query } from "../../src/language/syntax.ts";
import { autoStrategy } from "../../src/match/auto.ts";
import { planRules } from "../../src/plan/planning.ts";
import type { SearchCaseOptions } from "../semantics/search-case.ts";
import type { ScanOptions } from "../../src/scan/split-scanner.ts";
import { ruleOf } from "../evaluate/planning.ts";
import { describedFile, scanSplits } from "../scan/scanning.ts";

/** What any two ways of answering a query must have in common. */
export interface FoundResult {
  /** Positions of lines, in the order of the stages; null where a stage is missing. */
  readonly events: readonly (number | null)[];
  readonly joinKeys: readonly (string | null)[];
}

/** How the engine is to go about it: the answer must not depend on it. */
export interface EngineOptions {
  /** How the file is cut; default: not at all. */
  readonly cut?: (split: Split) => readonly Split[];
  readonly scan?: Partial<ScanOptions>;
  /** How much is held in memory before it goes to disk. */
  readonly memoryBytes?: number;
}

/**
 * Answers a query over lines with the engine's own parts (plan, scan, correlation), in this thread. `path` is a file that
 * it may write. Events are given in output order.
 */
export async function searchWithEngine(
  query: Query,
  lines: readonly string[],
  path: string,
  options: SearchCaseOptions = {},
  { cut = (split) => [split], scan = {}, memoryBytes = 1e6 }: EngineOptions = {},
): Promise<readonly FoundResult[]> {
  const { size, maxSamplesPerKey, ...planOptions } = options;
  const plan = planRules([{ ...ruleOf("any where true"), query }], planOptions);
  writeFileSync(path, `${lines.join("\n")}\n`);
  const input = describedFile(path);
  const splits = cut({ index: 0, input, startBytes: 0, endBytes: input.sizeBytes });
  const { hits } = await scanSplits(plan, splits, { matcher: autoStrategy, ...scan });
  const positions = new Map<number, number>();
  let offsetBytes = 0;
  for (const [position, line] of lines.entries()) {
    positions.set(offsetBytes, position);
    offsetBytes += Buffer.byteLength(line) + 1;
  }
  const positionAt = (offset: number): number => positions.get(offset) ?? -1;
  const selection = new HitSelection(plan, size ?? null);
  const filePath = (name: string): string => `${path}-${name}`;
  const correlation = new Correlation(plan, {
    memoryBytes,
    filePath,
    size: size ?? null,
    ...(maxSamplesPerKey === undefined ? {} : { maxSamplesPerKey }),
  });
  const events: FoundResult[] = [];
  try {
    for (const hit of hits) {
      if (hit.kind === "stage") correlation.add({ ...hit, input: 0, event: null });
      else if (hit.kind === "event" && !selection.add({ hit, input }))
        events.push({ events: [positionAt(hit.offsetBytes)], joinKeys: [] });
    }
    for (const { hit } of selection.inOutputOrder()) {
      events.push({ events: [positionAt(hit.offsetBytes)], joinKeys: [] });
    }
    const findings = [...correlation.findings()].map(({ keys, stages }) => ({
      events: stages.map((stage) => (stage === null ? null : positionAt(stage.offsetBytes))),
      joinKeys: keys.map(textOf),
    }));
    return [...events, ...findings];
  } finally {
    correlation.remove();
    rmSync(path);
  }
}

function textOf(key: JoinKey): string | null {
  return key === null ? null : String(key);
}
