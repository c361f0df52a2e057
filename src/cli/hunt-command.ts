import { writeFile } from "node:fs/promises";
import { escapeControl } from "../diagnostics/escaping.ts";
import { type HuntProblem, type HuntSummary } from "../hunt/hunt-account.ts";
import { hunt } from "../hunt/hunt.ts";
import type { HuntOptions } from "../hunt/hunt-options.ts";
import type { StrategyName } from "../match/strategies.ts";
import { createDetectionWriter, type DetectionFormat } from "../report/detection-writer.ts";
import { statisticsToJson, summarize } from "../report/statistics.ts";
import type { ScanStrategyName } from "../scan/scan-strategy.ts";
import { dryRun } from "./dry-run.ts";
import { exitStatus, exitStatusOf } from "./exit-status.ts";
import { HuntDisplay } from "./hunt-display.ts";
import { Interruption } from "./interruption.ts";
import { Output } from "./output.ts";
import { compileArguments, sayDiagnostics } from "./rule-loading.ts";
import { type ColorChoice, say, terminalWidth, useColor } from "./terminal.ts";

/** The options of `eqlhunt hunt` as commander gives them. */
export interface HuntCommandOptions {
  readonly rules: readonly string[];
  readonly query: readonly string[];
  readonly format?: DetectionFormat | undefined;
  readonly output?: string | undefined;
  readonly threads?: number | undefined;
  readonly strategy: ScanStrategyName | "auto";
  readonly matcher: StrategyName;
  readonly since?: bigint | undefined;
  readonly until?: bigint | undefined;
  readonly maxDetectionsPerRule?: number | undefined;
  readonly size?: number | undefined;
  readonly dryRun?: true | undefined;
  readonly stats?: string | undefined;
  readonly count?: true | undefined;
  readonly timestampField?: string | undefined;
  readonly categoryField?: string | undefined;
  readonly tiebreakerField?: string | undefined;
  readonly splitSize?: number | undefined;
  readonly maxLine?: number | undefined;
  readonly verify?: true | undefined;
  readonly keepGoing?: true | undefined;
  readonly failOnDetection?: true | undefined;
  readonly progress: boolean;
  readonly color: ColorChoice;
}

/** `eqlhunt hunt`. Gives the exit status. */
export async function runHuntCommand(inputs: readonly string[], options: HuntCommandOptions): Promise<number> {
  const fields = definedOnly({
    timestampField: options.timestampField,
    categoryField: options.categoryField,
    tiebreakerField: options.tiebreakerField,
  });
  const rules = await compileArguments({ paths: options.rules, queries: options.query }, fields);
  if (rules === null) return exitStatus.usage;
  sayDiagnostics(rules.diagnostics, options.color);
  if (rules.failed > 0 && options.keepGoing !== true) return exitStatus.usage;
  const huntOptions: HuntOptions = {
    rules,
    inputs,
    strategy: options.strategy,
    matcher: options.matcher,
    countLines: options.stats !== undefined,
    count: options.count ?? false,
    verify: options.verify ?? false,
    ...definedOnly({
      threads: options.threads,
      sinceNs: options.since,
      untilNs: options.until,
      maxDetectionsPerRule: options.maxDetectionsPerRule,
      size: options.size,
      splitSizeBytes: options.splitSize,
      maxLineBytes: options.maxLine,
    }),
  };
  return options.dryRun === true ? dryRun(huntOptions) : runHunt(huntOptions, options);
}

async function runHunt(huntOptions: HuntOptions, options: HuntCommandOptions): Promise<number> {
  const interruption = new Interruption();
  const output = new Output(options.output ?? null, () => interruption.abort());
  const isTerminal = options.output === undefined && process.stdout.isTTY;
  const writer = createDetectionWriter(options.format ?? (isTerminal ? "table" : "jsonl"), {
    color: options.output === undefined && useColor(options.color, process.stdout),
    width: terminalWidth(process.stdout),
    terminal: isTerminal,
  });
  const display = new HuntDisplay(writer, output, options.progress);
  const found = hunt({
    ...huntOptions,
    signal: interruption.signal,
    onProgress: (progress) => display.update(progress),
  });
  try {
    for await (const detection of found) await display.show(detection);
  } finally {
    display.end();
    interruption.end();
  }
  await output.write(writer.end());
  await output.close();
  const summary = await found.summary;
  for (const problem of summary.problems) say(escapeControl(`${problemText(problem)}`));
  for (const line of summarize(summary.statistics)) say(line);
  if (interruption.by !== null) say("interrupted: the detections so far are complete up to where the hunt was ended");
  const statisticsFailed = !(await writeStatistics(summary, options.stats));
  if (output.state.kind === "failed") say(`error: output can't be written: ${output.state.reason}`);
  return exitStatusOf({
    interruptedBy: interruption.by,
    outputFailed: output.state.kind === "failed" || statisticsFailed,
    usageFailed: false,
    incomplete: summary.problems.length > 0 || huntOptions.rules.failed > 0,
    found: options.failOnDetection === true && summary.statistics.detections > 0,
  });
}

async function writeStatistics({ statistics }: HuntSummary, path: string | undefined): Promise<boolean> {
  if (path === undefined) return true;
  try {
    await writeFile(path, statisticsToJson(statistics));
    return true;
  } catch (error) {
    say(`error: statistics can't be written: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}

function problemText(problem: HuntProblem): string {
  switch (problem.kind) {
    case "input":
      return `error[${problem.code}]: ${problem.file}: ${problem.reason}`;
    case "split":
      return `error[E501]: ${problem.file}: not scanned from byte ${problem.startBytes} on: ${problem.reason}`;
    case "combination-limit":
      return `warning: ${problem.file}: in ${problem.events} events a condition over several arrays was given up after 65,536 combinations`;
    case "disagreement":
      return `error: ${problem.file}: rule ${problem.ruleId} ${problem.matches ? "matches" : "does not match"}, and the reference evaluator says otherwise; please report it with this event: ${problem.text}`;
  }
}

/** The entries that have a value: an option that was not given is not there. */
function definedOnly<T extends Readonly<Record<string, unknown>>>(
  entries: T,
): { readonly [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined)) as {
    readonly [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
