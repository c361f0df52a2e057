import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import type { Environment } from "../src/benchmark/environment.ts";
import type { BenchmarkResults } from "../src/benchmark/results.ts";
import type { SearchMeasurement } from "./literals.ts";
import type { SpeedContest } from "./speed-contests.ts";

/** What `npm run bench` measures: as `eqlhunt bench`, the search for literals by itself, and steady speeds against others'. */
export interface ProjectResults extends BenchmarkResults {
  readonly searches: readonly SearchMeasurement[];
  readonly speeds: readonly SpeedContest[];
}

/** Results are kept by date and machine. */
export const resultsFolder: URL = new URL("results/", import.meta.url);

/**
 * Writes results into a folder, which is made if need be; those of the same day and CPU are replaced. Gives the path.
 */
export async function writeResults(results: ProjectResults, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, nameResults(results.environment));
  await writeFile(path, `${JSON.stringify(results, undefined, 2)}\n`);
  return path;
}

/**
 * The newest results of a folder; null if it has none, or isn't there. Throws a `ValiError` that says where for a file that isn't what
 * {@link writeResults} writes.
 */
export async function readNewestResults(folder: string): Promise<ProjectResults | null> {
  if (!existsSync(folder)) return null;
  const names = (await readdir(folder)).filter((name) => name.endsWith(".json")).sort();
  const newest = names.at(-1);
  return newest === undefined ? null : v.parse(resultsSchema, JSON.parse(await readFile(join(folder, newest), "utf8")));
}

/** @example nameResults({ date: "2025-08-18T10:00:00.000Z", cpu: "AMD EPYC 9V74 80-Core Processor", … }) // "2025-08-18-amd-epyc-9v74.json" */
export function nameResults({ date, cpu }: Pick<Environment, "date" | "cpu">): string {
  const plain = cpu
    .toLowerCase()
    .replace(/\((?:r|tm)\)|@.*|\b(?:cpu|processor|\d+-core)\b/g, " ")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return `${date.slice(0, 10)}-${plain === "" ? "unknown" : plain}.json`;
}

const spread = v.strictObject({ median: v.number(), low: v.number(), high: v.number() });

const strategyMeasurement = v.variant("kind", [
  v.strictObject({
    kind: v.literal("measured"),
    strategy: v.string(),
    answeredBy: v.string(),
    nanosecondsPerValue: spread,
    compileMilliseconds: v.number(),
  }),
  v.strictObject({ kind: v.literal("failed"), strategy: v.string(), reason: v.string() }),
]);

const contestResult = v.variant("kind", [
  v.strictObject({
    kind: v.literal("measured"),
    name: v.string(),
    found: v.nullable(v.number()),
    seconds: v.array(v.number()),
    startSeconds: v.nullable(v.number()),
    peakMemoryBytes: v.nullable(v.number()),
  }),
  v.strictObject({ kind: v.literal("failed"), name: v.string(), reason: v.string() }),
]);

const resultsSchema = v.strictObject({
  schema_version: v.literal(1),
  environment: v.strictObject({
    node: v.string(),
    cpu: v.string(),
    cores: v.number(),
    memoryBytes: v.number(),
    platform: v.string(),
    commit: v.nullable(v.string()),
    date: v.string(),
  }),
  data: v.strictObject({
    description: v.string(),
    expected: v.nullable(v.number()),
    sha256: v.nullable(v.string()),
  }),
  rules: v.strictObject({ count: v.number(), hash: v.string() }),
  matchers: v.array(
    v.strictObject({
      name: v.string(),
      patterns: v.number(),
      values: v.number(),
      valueLength: v.number(),
      matches: v.number(),
      strategies: v.array(strategyMeasurement),
    }),
  ),
  searches: v.array(
    v.variant("kind", [
      v.strictObject({ kind: v.literal("measured"), name: v.string(), lines: v.number(), bytesPerSecond: spread }),
      v.strictObject({ kind: v.literal("failed"), name: v.string(), reason: v.string() }),
    ]),
  ),
  hunts: v.strictObject({
    bytes: v.nullable(v.number()),
    hunts: v.array(
      v.strictObject({
        variant: v.strictObject({ strategy: v.picklist(["parse", "literal", "extract"]), threads: v.number() }),
        result: contestResult,
      }),
    ),
    peers: v.array(contestResult),
  }),
  speeds: v.array(
    v.strictObject({
      name: v.picklist(["one-rule", "rules", "windows", "packed"]),
      description: v.string(),
      entries: v.array(
        v.strictObject({
          bytes: v.number(),
          hunt: v.nullable(v.strictObject({ rules: v.number(), strategy: v.string(), threads: v.number() })),
          found: v.nullable(v.number()),
          result: contestResult,
        }),
      ),
    }),
  ),
});
