import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { describeEnvironment } from "../src/benchmark/environment.ts";
import { readingContestant } from "../src/benchmark/file-reading.ts";
import { type HuntVariant, measureHunts } from "../src/benchmark/hunt-measurement.ts";
import { measureMatchers } from "../src/benchmark/matcher-measurement.ts";
import { shippedRules } from "../src/benchmark/package-location.ts";
import { type BenchmarkResults, listFailures } from "../src/benchmark/results.ts";
import { TemporaryFolder } from "../src/benchmark/temporary-folder.ts";
import { drawHunts, drawMatchers } from "../src/benchmark/terminal-tables.ts";
import { writeEvents } from "../src/datasets/writer.ts";
import { matcherStrategies } from "../src/match/strategies.ts";
import { compileRules } from "../src/plan/compilation.ts";
import { formatBytes, formatCount, formatSeconds } from "../src/report/units.ts";
import { duckDbContestant } from "./duckdb.ts";
import { matcherBenchCases } from "./matchers.ts";
import { resultsFolder, writeResults } from "./result-file.ts";

/*
 * `npm run bench`: the project's own cases, each with the answer that it must give. Status 1 if one gives another. Figures
 * need a machine with nothing else to do.
 *
 * --quick          everything small, to see that it works; figures mean nothing, and go nowhere unless --results is given
 * --results DIR    where the results go; by default bench/results
 */
/** Hits are rare, as they should be, but often enough to be of every form. */
const sizes = {
  whole: { quick: false, targetBytes: 1e9, hitEvery: 5000, rounds: 5, sampleMs: 150 },
  quick: { quick: true, targetBytes: 20e6, hitEvery: 100, rounds: 2, sampleMs: 5 },
};
const seed = 20_250_818;

const command = new URL("../dist/cli/main.js", import.meta.url);
const { values: options } = parseArgs({ options: { quick: { type: "boolean" }, results: { type: "string" } } });

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
  readonly hitEvery: number;
  readonly rounds: number;
  readonly sampleMs: number;
}

async function runBenches(size: BenchSize, results: string | null): Promise<number> {
  const { quick, targetBytes, hitEvery, rounds, sampleMs } = size;
  const rulePath = fileURLToPath(shippedRules);
  const { plan } = await compileRules([rulePath]);
  const matchers = await measureMatchers(matcherBenchCases(plan, { quick }), {
    strategies: matcherStrategies.values(),
    sampleMs,
    onCase: ({ name, patterns }) => say(`matchers: ${name}, ${formatCount(patterns)} patterns`),
  });
  process.stdout.write(`ns per value (median)\n${drawMatchers(matchers)}\n`);
  const folder = await TemporaryFolder.create();
  try {
    const path = folder.file("events.ndjson");
    say(`generating ${formatBytes(targetBytes)} of events`);
    const { events, hits, sha256 } = await writeEvents({ targetBytes, seed, hitEvery, outputPath: path });
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
    const all: BenchmarkResults = {
      schema_version: 1,
      environment: describeEnvironment(),
      data: {
        description: `${formatCount(events)} generated events (seed ${seed}), ${formatBytes(hunts.bytes ?? targetBytes)}`,
        expected: hits.length,
        sha256,
      },
      rules: { count: plan.rules.length, hash: plan.hash },
      matchers,
      hunts,
    };
    process.stdout.write(`${all.data.description}, median of ${rounds} runs\n${drawHunts(hunts)}`);
    const failures = listFailures(all);
    for (const failure of failures) say(`error: ${failure}`);
    if (failures.length > 0) return 1;
    if (results !== null) say(`written: ${await writeResults(all, results)}`);
    return 0;
  } finally {
    folder.remove();
  }
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
