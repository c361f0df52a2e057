import { existsSync } from "node:fs";
import { open } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { describeEnvironment } from "../src/benchmark/environment.ts";
import { readingContestant } from "../src/benchmark/file-reading.ts";
import { type HuntVariant, measureHunts } from "../src/benchmark/hunt-measurement.ts";
import { measureMatchers } from "../src/benchmark/matcher-measurement.ts";
import { shippedRules } from "../src/benchmark/package-location.ts";
import { listFailures } from "../src/benchmark/results.ts";
import { TemporaryFolder } from "../src/benchmark/temporary-folder.ts";
import { drawHunts, drawMatchers } from "../src/benchmark/terminal-tables.ts";
import { writeEvents } from "../src/datasets/writer.ts";
import { matcherStrategies } from "../src/match/strategies.ts";
import { compileRules } from "../src/plan/compilation.ts";
import type { HuntPlan } from "../src/plan/plan.ts";
import { formatBytes, formatBytesPerSecond, formatCount, formatSeconds } from "../src/report/units.ts";
import { planLiterals } from "../src/scan/scan-strategy.ts";
import { duckDbContestant } from "./duckdb.ts";
import { measureLiteralSearches, type SearchMeasurement } from "./literals.ts";
import { matcherBenchCases } from "./matchers.ts";
import { type ProjectResults, resultsFolder, writeResults } from "./result-file.ts";
import { holdSpeedContests, type SpeedContest, type SpeedOptions } from "./speed-contests.ts";

/*
 * `npm run bench`: the project's own cases, each with the answer that it must give. Status 1 if one gives another. Figures
 * need a machine with nothing else to do.
 *
 * --quick          everything small, to see that it works; figures mean nothing, and go nowhere unless --results is given
 * --results DIR    where the results go; by default bench/results
 * --rules DIR      many rules, such as Elastic's prebuilt ones, to measure how time grows with their number
 * --events FILE    events of your own, to run those over too
 */
/** Hits are rare, as they should be, but often enough to be of every form. */
const sizes = {
  whole: {
    quick: false,
    targetBytes: 1e9,
    speeds: { one: 6e9, many: 1.2e9, packed: 1e9 },
    hitEvery: 5000,
    rounds: 5,
    sampleMs: 150,
  },
  quick: {
    quick: true,
    targetBytes: 20e6,
    speeds: { one: 40e6, many: 10e6, packed: 16e6 },
    hitEvery: 100,
    rounds: 2,
    sampleMs: 5,
  },
};
const seed = 20_250_818;

const command = new URL("../dist/cli/main.js", import.meta.url);
const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean" },
    results: { type: "string" },
    rules: { type: "string" },
    events: { type: "string" },
  },
});

const rulePath = fileURLToPath(shippedRules);

// By default a signal ends a process without its exit handlers, and they take the events away.
process.once("SIGINT", () => process.exit(130));
process.once("SIGTERM", () => process.exit(143));

if (existsSync(command)) {
  const quick = options.quick ?? false;
  const results = options.results ?? (quick ? null : fileURLToPath(resultsFolder));
  process.exitCode = await runBenches(quick ? sizes.quick : sizes.whole, results);
} else {
  say("There is no dist/cli/main.js yet: run `npm run build` first.");
  process.exitCode = 2;
}

interface BenchSize {
  readonly quick: boolean;
  readonly targetBytes: number;
  readonly speeds: SpeedOptions["bytes"];
  readonly hitEvery: number;
  readonly rounds: number;
  readonly sampleMs: number;
}

/** Gives the exit status. */
async function runBenches(size: BenchSize, results: string | null): Promise<number> {
  const { plan } = await compileRules([rulePath]);
  say("making matcher cases");
  const matchers = await measureMatchers(matcherBenchCases(plan, size), {
    strategies: matcherStrategies.values(),
    sampleMs: size.sampleMs,
    onCase: ({ name, patterns }) => say(`matchers: ${name}, ${formatCount(patterns)} patterns`),
  });
  process.stdout.write(`ns per value (median)\n${drawMatchers(matchers)}\n`);
  const all: ProjectResults = {
    schema_version: 1,
    environment: describeEnvironment(),
    rules: { count: plan.rules.length, hash: plan.hash },
    matchers,
    ...(await measureOverEvents(plan, size)),
    speeds: await holdSpeedContests({
      command,
      rule: rulePath,
      manyRules: options.rules ?? null,
      events: options.events ?? null,
      bytes: size.speeds,
      hitEvery: size.hitEvery,
      rounds: size.rounds,
      seed,
      say,
    }),
  };
  const failures = [
    ...listFailures(all),
    ...all.searches.flatMap(describeFailure),
    ...all.speeds.flatMap(describeSpeedFailures),
  ];
  for (const failure of failures) say(`error: ${failure}`);
  if (failures.length > 0) return 1;
  if (results !== null) say(`written: ${await writeResults(all, results)}`);
  return 0;
}

/** All that needs the events, which are made afresh: the layout of a file in the page cache alone can halve a speed. */
async function measureOverEvents(
  plan: HuntPlan,
  size: BenchSize,
): Promise<Pick<ProjectResults, "data" | "searches" | "hunts">> {
  const { targetBytes, hitEvery, rounds, sampleMs } = size;
  const folder = await TemporaryFolder.create();
  try {
    const path = folder.file("events.ndjson");
    say(`generating ${formatBytes(targetBytes)} of events`);
    const { events, hits, sha256, bytes } = await writeEvents({ targetBytes, seed, hitEvery, outputPath: path });
    const searches = await measureLiteralSearches(await readStart(path), planLiterals(plan) ?? [], sampleMs);
    process.stdout.write(`literals in memory: ${searches.flatMap(describeSearch).join(", ")}\n\n`);
    const threadCounts = [...new Set([1, 2, availableParallelism()])].sort((left, right) => left - right);
    const hunts = await measureHunts({
      command,
      rules: [rulePath],
      inputs: [path],
      variants: threadCounts.flatMap((threads): readonly HuntVariant[] => [
        { strategy: "parse", threads },
        { strategy: "literal", threads },
      ]),
      peers: [...threadCounts.map((threads) => duckDbContestant(plan, path, threads)), readingContestant([path])],
      rounds,
      expected: hits.length,
      onRun: (name, round, run) => {
        say(`round ${round + 1}: ${name}${run.kind === "finished" ? `, ${formatSeconds(run.seconds)}` : ""}`);
      },
    });
    const description = `${formatCount(events)} generated events (seed ${seed}), ${formatBytes(bytes)}`;
    process.stdout.write(`${description}, median of ${rounds} runs\n${drawHunts(hunts)}`);
    return { data: { description, expected: hits.length, sha256 }, searches, hunts };
  } finally {
    folder.remove();
  }
}

/** The first 64 MiB of a file, or all of it. */
async function readStart(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read({ buffer: Buffer.allocUnsafeSlow(64 * 1024 * 1024), position: 0 });
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function describeSearch(search: SearchMeasurement): readonly string[] {
  return search.kind === "measured" ? [`${search.name} ${formatBytesPerSecond(search.bytesPerSecond.median)}`] : [];
}

function describeSpeedFailures({ name, entries }: SpeedContest): readonly string[] {
  return entries.flatMap(({ result }) => {
    return result.kind === "failed" ? [`${name}: ${result.name}: ${result.reason}`] : [];
  });
}

function describeFailure(search: SearchMeasurement): readonly string[] {
  return search.kind === "failed" ? [`${search.name}: ${search.reason}`] : [];
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
