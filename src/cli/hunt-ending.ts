import { writeFile } from "node:fs/promises";
import { escapeControl } from "../diagnostics/escaping.ts";
import type { HuntSummary } from "../hunt/hunt-account.ts";
import type { DetectionWriter } from "../report/detection-writer.ts";
import { statisticsToJson, summarize } from "../report/statistics.ts";
import { formatCount, formatCounted } from "../report/units.ts";
import { errorText } from "./error-text.ts";
import { exitStatusOf } from "./exit-status.ts";
import type { HuntDisplay } from "./hunt-display.ts";
import type { Interruption } from "./interruption.ts";
import type { Output } from "./output.ts";
import { problemText } from "./problem-text.ts";
import { say } from "./terminal.ts";

/** What the user wants to have of the end of a hunt. */
interface EndingOptions {
  readonly output?: string | undefined;
  readonly stats?: string | undefined;
  readonly failOnDetection?: true | undefined;
}

/** What the hunt gave its detections to. */
interface EndingParts {
  readonly writer: DetectionWriter;
  readonly output: Output;
  readonly display: HuntDisplay;
  readonly interruption: Interruption;
}

/**
 * Puts in their place all that a hunt gave, output and statistics, and says how it went. Only then does a hunt with a state folder
 * count as complete: whoever kills it before gets the same from the next one.
 */
export class HuntEnding {
  readonly #inputs: readonly string[];
  readonly #options: EndingOptions;
  readonly #parts: EndingParts;
  #status: number | null = null;
  #statisticsFailed = false;

  constructor(inputs: readonly string[], options: EndingOptions, parts: EndingParts) {
    this.#inputs = inputs;
    this.#options = options;
    this.#parts = parts;
  }

  /** The exit status, once there is one. */
  get status(): number | null {
    return this.#status;
  }

  /** True if everything was put where it was wanted. */
  readonly settle = async (summary: HuntSummary): Promise<boolean> => {
    await this.end(summary);
    const { output, interruption } = this.#parts;
    return output.state.kind === "open" && interruption.by === null && !this.#statisticsFailed;
  };

  /** Gives the exit status. */
  async end(summary: HuntSummary): Promise<number> {
    const { writer, output, display, interruption } = this.#parts;
    display.end();
    if (interruption.by !== null) say(interruptedText(summary, this.#inputs));
    await output.write(writer.end());
    await (summary.aborted ? output.abandon() : output.close());
    if (interruption.by === null) sayWhatBecame(summary);
    if (output.state.kind === "failed") {
      say(
        escapeControl(`error: ${this.#options.output ?? "standard output"} can't be written: ${output.state.reason}`),
      );
    }
    await this.#writeStatistics(summary);
    this.#status = exitStatusOf({
      interruptedBy: interruption.by,
      outputFailed: output.state.kind === "failed" || this.#statisticsFailed,
      incomplete: summary.problems.length > 0 || summary.statistics.rules.failed > 0,
      found: this.#options.failOnDetection === true && summary.statistics.detections > 0,
    });
    return this.#status;
  }

  /** Of a hunt that didn't see everything they would be taken for more than they are. */
  async #writeStatistics({ statistics, aborted }: HuntSummary): Promise<void> {
    const path = this.#options.stats;
    if (path === undefined) return;
    if (aborted) {
      if (this.#parts.output.state.kind === "closed")
        say("statistics were not written: whoever read the output left before the end of the hunt");
      return;
    }
    try {
      await writeFile(path, statisticsToJson(statistics));
    } catch (error) {
      this.#statisticsFailed = true;
      say(escapeControl(`error: ${path} can't be written: ${errorText(error)}`));
    }
  }
}

/** What was not done, and what was. */
function sayWhatBecame(summary: HuntSummary): void {
  const { statistics, problems, aborted } = summary;
  for (const problem of problems) say(escapeControl(problemText(problem)));
  if (!aborted) for (const line of [...stateLines(summary), ...summarize(statistics)]) say(escapeControl(line));
  if (problems.length > 0) say(`not complete: ${formatCounted(problems.length, "problem")}, listed above`);
}

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
