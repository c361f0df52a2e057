import { writeFile } from "node:fs/promises";
import { escapeControl } from "../diagnostics/escaping.ts";
import { huntOnThreads } from "../hunt/hunt.ts";
import type { HuntSummary } from "../hunt/hunt-account.ts";
import type { HuntOptions } from "../hunt/hunt-options.ts";
import { EarlyThreads } from "../hunt/worker-threads.ts";
import type { StrategyName } from "../match/strategies.ts";
import { createDetectionWriter, type DetectionFormat } from "../report/detection-writer.ts";
import { statisticsToJson, summarize } from "../report/statistics.ts";
import { formatCount, formatCounted } from "../report/units.ts";
import type { ScanStrategyName } from "../scan/scan-strategy.ts";
import { dryRun } from "./dry-run.ts";
import { errorText } from "./error-text.ts";
import { exitStatus, exitStatusOf } from "./exit-status.ts";
import { checkHuntFiles } from "./hunt-files.ts";
import { HuntDisplay } from "./hunt-display.ts";
import { HuntError } from "../hunt/hunt-error.ts";
import { Interruption } from "./interruption.ts";
import { Output } from "./output.ts";
import { asideInState } from "./output-aside.ts";
import { problemText } from "./problem-text.ts";
import { compileArguments, sayDiagnostics, whyNoRules } from "./rule-loading.ts";
import { sourceOptions } from "./source-options.ts";
import { readSchemaFile } from "./schema-file.ts";
import { type ColorChoice, say, terminalWidth, useColor } from "./terminal.ts";
import { keepYoungGeneration } from "./young-generation.ts";

/** When so much has been read, all workers have seen some megabytes. */
const warmUpBytes = 64 << 20;

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
  readonly maxSamplesPerKey?: number | undefined;
  readonly nearMisses?: number | undefined;
  readonly dryRun?: true | undefined;
  readonly stats?: string | undefined;
  readonly count?: true | undefined;
  readonly timestampField?: string | undefined;
  readonly categoryField?: string | undefined;
  readonly tiebreakerField?: string | undefined;
  readonly schema?: string | undefined;
  readonly source: readonly string[];
  readonly canonical?: boolean | undefined;
  readonly splitSize?: number | undefined;
  readonly maxLine?: number | undefined;
  readonly verify?: true | undefined;
  readonly allowPartial?: true | undefined;
  readonly state?: string | undefined;
  readonly incremental?: true | undefined;
  readonly keepGoing?: true | undefined;
  readonly failOnDetection?: true | undefined;
  readonly progress: boolean;
  readonly color: ColorChoice;
}

/** `eqlhunt hunt`. Gives the exit status. */
export async function runHuntCommand(inputs: readonly string[], options: HuntCommandOptions): Promise<number> {
  if (options.since !== undefined && options.until !== undefined && options.since >= options.until) {
    say("error: --since must be before --until: no event could pass both");
    return exitStatus.usage;
  }
  if (options.incremental === true && options.state === undefined) {
    say("error: --incremental needs --state DIR: that is where it is kept what is not new");
    return exitStatus.usage;
  }
  if (options.dryRun === true) {
    const huntOptions = await prepareHunt(inputs, options);
    return huntOptions === null ? exitStatus.usage : dryRun(huntOptions);
  }
  // Before there are threads: it is kept in them too.
  keepYoungGeneration();
  const threads = new EarlyThreads(options.threads);
  try {
    return await huntOn(threads, inputs, options);
  } finally {
    await threads.end();
  }
}

async function huntOn(threads: EarlyThreads, inputs: readonly string[], options: HuntCommandOptions): Promise<number> {
  const huntOptions = await prepareHunt(inputs, options);
  if (huntOptions === null) return exitStatus.usage;
  const mistake = await checkHuntFiles(inputs, { output: options.output, stats: options.stats });
  if (mistake !== null) {
    say(escapeControl(`error: ${mistake.text}`));
    return exitStatusOf({ [mistake.kind]: true });
  }
  return runHunt(threads, huntOptions, options);
}

/** Compiles the rules; `null`, with what is wrong on standard error, if they can't be hunted with. */
async function prepareHunt(inputs: readonly string[], options: HuntCommandOptions): Promise<HuntOptions | null> {
  const { timestampField, categoryField, tiebreakerField } = options;
  const schema = await readSchemaFile(options.schema, options.color);
  if (schema === undefined) return null;
  const rules = await compileArguments(
    { paths: options.rules, queries: options.query },
    {
      schema,
      ...sourceOptions(options),
      ...(timestampField === undefined ? {} : { timestampField }),
      ...(categoryField === undefined ? {} : { categoryField }),
      ...(tiebreakerField === undefined ? {} : { tiebreakerField }),
    },
  );
  if (rules === null) return null;
  sayDiagnostics(rules.diagnostics, options.color);
  if (rules.failed > 0 && options.keepGoing !== true) return null;
  const nothing = whyNoRules(rules);
  if (nothing !== null) {
    say(`error: ${nothing}`);
    return null;
  }
  return {
    // The rules' texts and trees, which take more room than the plan, are only asked for by `--verify`.
    rules: options.verify === true ? rules : { ...rules, rules: [] },
    inputs,
    strategy: options.strategy,
    matcher: options.matcher,
    countLines: options.stats !== undefined,
    timeStages: options.stats !== undefined,
    count: options.count ?? false,
    verify: options.verify ?? false,
    threads: options.threads,
    sinceNs: options.since,
    untilNs: options.until,
    maxDetectionsPerRule: options.maxDetectionsPerRule,
    size: options.size,
    maxSamplesPerKey: options.maxSamplesPerKey,
    nearMisses: options.nearMisses,
    allowPartial: options.allowPartial,
    splitSizeBytes: options.splitSize,
    maxLineBytes: options.maxLine,
    state: options.state === undefined ? undefined : { folder: options.state, incremental: options.incremental },
  };
}

async function runHunt(threads: EarlyThreads, huntOptions: HuntOptions, options: HuntCommandOptions): Promise<number> {
  const interruption = new Interruption();
  const aside = options.state === undefined ? null : asideInState(options.state);
  const output = new Output(options.output ?? null, () => interruption.abort(), aside);
  interruption.signal.addEventListener("abort", () => output.stopWaiting());
  const isTerminal = options.output === undefined && process.stdout.isTTY;
  const writer = createDetectionWriter(options.format ?? (isTerminal ? "table" : "jsonl"), {
    color: options.color === "always" || (isTerminal && useColor(options.color, process.stdout)),
    width: terminalWidth(process.stdout),
    terminal: isTerminal,
  });
  const display = new HuntDisplay(writer, output, options.progress);
  try {
    // What isn't written whole doesn't count as given.
    const settle = async (): Promise<boolean> => {
      display.end();
      await output.write(writer.end());
      await output.close();
      return output.state.kind === "open";
    };
    const { state } = huntOptions;
    const found = huntOnThreads(
      {
        ...huntOptions,
        state: state === undefined ? undefined : { ...state, settle },
        signal: interruption.signal,
        onProgress: (progress) => {
          if (progress.bytes > warmUpBytes) keepYoungGeneration();
          display.update(progress);
        },
      },
      threads,
    );
    for await (const detection of found) await display.show(detection);
    display.end();
    const summary = await found.summary;
    if (interruption.by !== null) say(interruptedText(summary, huntOptions.inputs));
    if (summary.aborted) {
      await output.write(writer.end());
      await output.abandon();
    } else if (state === undefined) {
      await settle();
    }
    return await endHunt(summary, { output, interruptedBy: interruption.by }, options);
  } catch (error) {
    display.end();
    await output.abandon();
    if (!(error instanceof HuntError)) throw error;
    say(escapeControl(`error[${error.code}]: ${error.message}`));
    if (error.code === "E523") say("what was done by then is kept: the same command goes on from there");
    return exitStatusOf({ [huntErrorOutcomes[error.code]]: true });
  } finally {
    display.end();
    interruption.end();
  }
}

/** Says what there is to say, writes statistics, and gives the exit status. */
async function endHunt(
  summary: HuntSummary,
  { output, interruptedBy }: { readonly output: Output; readonly interruptedBy: "SIGINT" | "SIGTERM" | null },
  options: HuntCommandOptions,
): Promise<number> {
  const { statistics, problems, aborted } = summary;
  if (interruptedBy === null) {
    for (const problem of problems) say(escapeControl(problemText(problem)));
    if (!aborted) for (const line of [...stateLines(summary), ...summarize(statistics)]) say(escapeControl(line));
    if (problems.length > 0) say(`not complete: ${formatCounted(problems.length, "problem")}, listed above`);
  }
  if (output.state.kind === "failed") {
    say(escapeControl(`error: ${options.output ?? "standard output"} can't be written: ${output.state.reason}`));
  }
  // Of a hunt that didn't see everything they would be taken for more than they are.
  const statisticsFailed = !aborted && !(await writeStatistics(summary, options.stats));
  if (aborted && options.stats !== undefined && output.state.kind === "closed") {
    say("statistics were not written: whoever read the output left before the end of the hunt");
  }
  return exitStatusOf({
    interruptedBy,
    outputFailed: output.state.kind === "failed" || statisticsFailed,
    incomplete: problems.length > 0 || statistics.rules.failed > 0,
    found: options.failOnDetection === true && statistics.detections > 0,
  });
}

const huntErrorOutcomes = {
  E520: "usageFailed",
  E521: "usageFailed",
  E522: "usageFailed",
  E523: "outputFailed",
  E524: "outputFailed",
} as const satisfies Record<HuntError["code"], string>;

function interruptedText({ statistics, state }: HuntSummary, inputs: readonly string[]): string {
  const { detections } = statistics;
  const whole = statistics.inputs.filter(({ status }) => status === "ok").length;
  const text = `interrupted after ${formatCounted(detections, "detection")}: of ${formatCounted(statistics.inputs.length, "input")} ${formatCount(whole)} had been read whole`;
  if (state !== null) return `${text}; the same command goes on from there`;
  return inputs.every((input) => input === "-") ? text : `${text}; with --state DIR a hunt can be gone on with`;
}

/** What a state folder gave, and what it could not. */
function stateLines({ state }: HuntSummary): readonly string[] {
  if (state === null) return [];
  const { folder, keptSplits, splits, changedInputs, newInputs } = state;
  const news =
    newInputs === null
      ? []
      : [`${formatCount(newInputs.withNews)} of ${formatCounted(newInputs.inputs, "input")} hold something new`];
  if (keptSplits === 0) return news;
  const kept = `${formatCount(keptSplits)} of ${formatCounted(splits, "piece")} had been scanned before, as ${folder} has it`;
  const [first] = changedInputs;
  const changed =
    first === undefined
      ? []
      : [`${formatCounted(changedInputs.length, "input")} new or changed since the state was begun, such as ${first}`];
  return [...news, kept, ...changed];
}

async function writeStatistics({ statistics }: HuntSummary, path: string | undefined): Promise<boolean> {
  if (path === undefined) return true;
  try {
    await writeFile(path, statisticsToJson(statistics));
    return true;
  } catch (error) {
    say(escapeControl(`error: ${path} can't be written: ${errorText(error)}`));
    return false;
  }
}
