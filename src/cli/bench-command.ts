import { existsSync, realpathSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { describeEnvironment } from "../benchmark/environment.ts";
import { readingContestant } from "../benchmark/file-reading.ts";
import { type HuntVariant, measureHunts } from "../benchmark/hunt-measurement.ts";
import { measureMatchers } from "../benchmark/matcher-measurement.ts";
import { shippedRules } from "../benchmark/package-location.ts";
import { samplePlanCases } from "../benchmark/plan-cases.ts";
import { type BenchmarkData, type BenchmarkResults, listFailures } from "../benchmark/results.ts";
import { TemporaryFolder } from "../benchmark/temporary-folder.ts";
import { drawHunts, drawMatchers } from "../benchmark/terminal-tables.ts";
import { writeEvents } from "../datasets/writer.ts";
import { escapeControl } from "../diagnostics/escaping.ts";
import { findInputs, type FoundInputs } from "../input/finding.ts";
import { matcherStrategies } from "../match/strategies.ts";
import type { CompiledRules } from "../plan/compilation.ts";
import { formatBytes, formatCount, formatSeconds } from "../report/units.ts";
import { errorText } from "./error-text.ts";
import { exitStatus, exitStatusOf } from "./exit-status.ts";
import { Interruption } from "./interruption.ts";
import { Output, whyNotWritable } from "./output.ts";
import { compileArguments, sayDiagnostics, whyNoRules } from "./rule-loading.ts";
import { say } from "./terminal.ts";

/** The options of `eqlhunt bench` as commander gives them. */
interface BenchOptions {
  readonly rules: readonly string[];
  readonly threads?: number | undefined;
  readonly json?: string | undefined;
}

/** Hits come often enough to be of every form. */
const generated = { targetBytes: 200e6, seed: 1, hitEvery: 2000 };
/** Odd, so that the median is a run. */
const rounds = 3;
const sampleSize = { lists: 8, values: 2000, events: 50_000 };

/** What is hunted in: paths as a hunt takes them, and what is known of them. */
interface BenchInput {
  readonly paths: readonly string[];
  readonly data: BenchmarkData;
}

/** What is measured. */
interface BenchSubject {
  readonly rulePaths: readonly string[];
  readonly rules: CompiledRules;
  readonly input: BenchInput;
  readonly found: FoundInputs;
  readonly threads: number | undefined;
  readonly signal: AbortSignal;
}

/**
 * `eqlhunt bench`: times matcher strategies on the rules' pattern lists and values of the inputs, and whole hunts by scan
 * strategy and threads. Without rules the shipped ones, without inputs generated events. Gives the exit status: incomplete
 * if anything gave a wrong answer or none.
 */
export async function runBenchCommand(inputs: readonly string[], options: BenchOptions): Promise<number> {
  const rulePaths = options.rules.length > 0 ? options.rules : [fileURLToPath(shippedRules)];
  const rules = await compileArguments({ paths: rulePaths, queries: [] });
  if (rules === null) return exitStatus.usage;
  sayDiagnostics(rules.diagnostics, "auto");
  if (rules.failed > 0) return exitStatus.usage;
  const nothing = whyNoRules(rules);
  if (nothing !== null) {
    say(`error: ${nothing}`);
    return exitStatus.usage;
  }
  const obstacle = options.json === undefined ? null : whyNotWritable(options.json);
  if (obstacle !== null) {
    say(escapeControl(`error: results can't be written: ${obstacle}`));
    return exitStatus.outputFailed;
  }
  const interruption = new Interruption();
  const folder = inputs.length > 0 ? null : await TemporaryFolder.create();
  try {
    const input =
      folder === null ? describeInputs(inputs) : await generateInput(folder, { isKnown: options.rules.length === 0 });
    if (input === null) return exitStatus.outputFailed;
    interruption.signal.throwIfAborted();
    const found = await findInputs(input.paths);
    if (found.inputs.some(({ kind }) => kind === "stream")) {
      say("error: a bench reads its inputs several times, and standard input or a pipe is there once: give files");
      return exitStatus.usage;
    }
    const { threads, json } = options;
    if (json !== undefined && found.inputs.some(({ path }) => path !== null && isSameFile(path, json))) {
      say(escapeControl(`error: --json ${json} is one of the inputs, and would be overwritten`));
      return exitStatus.usage;
    }
    return await runBench({ rulePaths, rules, input, found, threads, signal: interruption.signal }, json);
  } catch (error) {
    if (interruption.by === null) throw error;
    say("interrupted: what was not shown yet is not known");
    return exitStatusOf({ interruptedBy: interruption.by });
  } finally {
    folder?.remove();
    interruption.end();
  }
}

async function runBench(subject: BenchSubject, jsonPath: string | undefined): Promise<number> {
  const { rules, found, rulePaths, signal } = subject;
  const { paths: inputs, data } = subject.input;
  const output = new Output(null);
  signal.addEventListener("abort", () => output.stopWaiting());
  for (const { name, code, reason } of found.problems) say(escapeControl(`error[${code}]: ${name}: ${reason}`));
  const cases = await samplePlanCases(rules.plan, found.inputs, sampleSize);
  const matchers = await measureMatchers(cases, {
    strategies: matcherStrategies.values(),
    sampleMs: 60,
    signal,
    onCase: sayCase,
  });
  await output.write(matchersText(matchers.length, rules, drawMatchers(matchers)));
  const hunts = await measureHunts({
    rules: rulePaths,
    inputs,
    variants: huntVariants(subject.threads),
    rounds,
    expected: data.expected,
    peers: [readingContestant(found.inputs.flatMap(({ path }) => path ?? []))],
    signal,
    onRun: (name, round, run) => {
      sayProgress(
        `run ${round + 1} of ${rounds}: ${name}${run.kind === "finished" ? `, ${formatSeconds(run.seconds)}` : ""}`,
      );
    },
  });
  await output.write(
    `\nHunts, each in a fresh process, median of ${rounds} runs; ${escapeControl(data.description)}, ${hunts.bytes === null ? "of unknown size" : formatBytes(hunts.bytes)}\n${drawHunts(hunts)}`,
  );
  const results: BenchmarkResults = {
    schema_version: 1,
    environment: describeEnvironment(),
    data,
    rules: { count: rules.plan.rules.length, hash: rules.plan.hash },
    matchers,
    hunts,
  };
  await output.close();
  if (output.state.kind === "failed") say(`error: output can't be written: ${output.state.reason}`);
  const failures = listFailures(results);
  for (const failure of failures) say(escapeControl(`error: ${failure}`));
  const isWritten = await writeResults(results, jsonPath);
  return exitStatusOf({
    outputFailed: !isWritten || output.state.kind === "failed",
    incomplete: failures.length > 0 || found.problems.length > 0,
  });
}

function matchersText(measured: number, { plan }: CompiledRules, table: string): string {
  const lists = plan.predicates.filter(({ kind }) => kind === "patterns").length;
  if (measured === 0)
    return `Matchers: the rules have ${lists} lists of patterns, and the events no value for the longest of them\n`;
  return `Matchers, ns per value (median); the longest ${measured} of ${formatCount(lists)} lists that the events have values for\n${table}`;
}

function huntVariants(threads: number | undefined): readonly HuntVariant[] {
  const counts = threads === undefined ? [...new Set([1, availableParallelism()])] : [threads];
  return counts.flatMap((count) => [
    { strategy: "parse", threads: count } as const,
    { strategy: "literal", threads: count } as const,
  ]);
}

function isSameFile(path: string, other: string): boolean {
  return existsSync(other) && realpathSync(path) === realpathSync(other);
}

function describeInputs(paths: readonly string[]): BenchInput {
  return { paths, data: { description: paths.join(" "), expected: null, sha256: null } };
}

/**
 * Generates events; null, with a sentence on standard error, if they can't be written. `isKnown`: the rules are those
 * whose answer the generator knows.
 */
async function generateInput(
  folder: TemporaryFolder,
  { isKnown }: { readonly isKnown: boolean },
): Promise<BenchInput | null> {
  sayProgress(`generating ${formatBytes(generated.targetBytes)} of events`);
  const outputPath = folder.file("events.ndjson");
  try {
    const { events, hits, sha256 } = await writeEvents({ ...generated, outputPath });
    const description = `${formatCount(events)} generated events (seed ${generated.seed})`;
    return { paths: [outputPath], data: { description, expected: isKnown ? hits.length : null, sha256 } };
  } catch (error) {
    say(`error: events can't be written: ${errorText(error)}`);
    return null;
  }
}

async function writeResults(results: BenchmarkResults, path: string | undefined): Promise<boolean> {
  if (path === undefined) return true;
  try {
    await writeFile(path, `${JSON.stringify(results, undefined, 2)}\n`);
    return true;
  } catch (error) {
    say(`error: results can't be written: ${errorText(error)}`);
    return false;
  }
}

function sayCase({ name }: { readonly name: string }): void {
  sayProgress(`matchers on ${escapeControl(name)}`);
}

/** Only for who waits at a terminal. */
function sayProgress(line: string): void {
  if (process.stderr.isTTY) say(line);
}
