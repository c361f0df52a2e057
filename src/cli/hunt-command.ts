import { escapeControl } from "../diagnostics/escaping.ts";
import { huntOnThreads } from "../hunt/hunt.ts";
import type { HuntOptions } from "../hunt/hunt-options.ts";
import { EarlyThreads } from "../hunt/worker-threads.ts";
import type { StrategyName } from "../match/strategies.ts";
import { createDetectionWriter, type DetectionFormat } from "../report/detection-writer.ts";
import type { ScanStrategyName } from "../scan/scan-strategy.ts";
import { dryRun } from "./dry-run.ts";
import { exitStatus, exitStatusOf } from "./exit-status.ts";
import { checkHuntFiles } from "./hunt-files.ts";
import { HuntDisplay } from "./hunt-display.ts";
import { HuntEnding } from "./hunt-ending.ts";
import { HuntError } from "../hunt/hunt-error.ts";
import { Interruption } from "./interruption.ts";
import { Output } from "./output.ts";
import { asideInState } from "./output-aside.ts";
import { compileArguments, sayDiagnostics, whyNoRules } from "./rule-loading.ts";
import { sourceOptions } from "./source-options.ts";
import { readSchemaFile } from "./schema-file.ts";
import { type ColorChoice, say, terminalWidth, useColor } from "./terminal.ts";
import { areFewRules, areSingleFiles } from "./command-size.ts";
import { keepYoungGeneration } from "./young-generation.ts";

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
  // Before there are threads: they begin by it.
  if (!areFewRules(options.rules) || !areSingleFiles(inputs)) keepYoungGeneration();
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
  const ending = new HuntEnding(huntOptions.inputs, options, { writer, output, display, interruption });
  try {
    const { state } = huntOptions;
    const found = huntOnThreads(
      {
        ...huntOptions,
        state: state === undefined ? undefined : { ...state, settle: ending.settle },
        signal: interruption.signal,
        onProgress: (progress) => display.update(progress),
      },
      threads,
    );
    let detections = 0;
    for await (const detection of found) {
      if (++detections === manyDetections) keepYoungGeneration();
      await display.show(detection);
    }
    const summary = await found.summary;
    return ending.status ?? (await ending.end(summary));
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

/** From so many on it is worth a few milliseconds that they take less room. */
const manyDetections = 1000;

const huntErrorOutcomes = {
  E520: "usageFailed",
  E521: "usageFailed",
  E522: "usageFailed",
  E523: "outputFailed",
  E524: "outputFailed",
} as const satisfies Record<HuntError["code"], string>;
