import { escapeControl } from "../diagnostics/escaping.ts";
import { defaultMaxLineBytes } from "../hunt/hunt-options.ts";
import type { CompiledRules } from "../plan/compilation.ts";
import { escapeJsonControl } from "../report/json-lines.ts";
import { whyToJson } from "../report/why-json.ts";
import { whyToText } from "../report/why-text.ts";
import { explainEvents } from "../why/event-explaining.ts";
import type { EventPlace, WhyReport } from "../why/report.ts";
import { exitStatus, exitStatusOf } from "./exit-status.ts";
import { printResult } from "./output.ts";
import { compileArguments, sayDiagnostics, whyNoRules } from "./rule-loading.ts";
import { sourceOptions } from "./source-options.ts";
import { readSchemaFile } from "./schema-file.ts";
import { type ColorChoice, say, terminalWidth, useColor } from "./terminal.ts";

/** The options of `eqlhunt why` as commander gives them. */
export interface WhyCommandOptions {
  readonly rules: readonly string[];
  readonly query: readonly string[];
  readonly format: "text" | "json";
  /** `FILE:OFFSET` or `FILE:OFFSET#INDEX`. */
  readonly event?: EventPlace | undefined;
  readonly limit: number;
  readonly schema?: string | undefined;
  readonly source: readonly string[];
  readonly canonical?: boolean | undefined;
  readonly maxLine?: number | undefined;
  readonly color: ColorChoice;
}

/** `eqlhunt why`: explains what rules say of events. Gives the exit status. */
export async function runWhyCommand(inputs: readonly string[], options: WhyCommandOptions): Promise<number> {
  const { event: picked } = options;
  if (inputs.length === 0 && picked === undefined) {
    say("error: no events: give files, folders, globs, - for standard input, or --event FILE:OFFSET");
    return exitStatus.usage;
  }
  const schema = await readSchemaFile(options.schema, options.color);
  if (schema === undefined) return exitStatus.usage;
  const rules = await compileArguments(
    { paths: options.rules, queries: options.query },
    { schema, ...sourceOptions(options) },
  );
  if (rules === null) return exitStatus.usage;
  sayDiagnostics(rules.diagnostics, options.color);
  const nothing = whyNoRules(rules);
  if (nothing !== null) {
    say(`error: ${nothing}`);
    return exitStatus.usage;
  }
  const report = await explainEvents({
    rules,
    inputs: inputs.length === 0 && picked !== undefined ? [picked.file] : inputs,
    picked,
    limit: options.limit,
    maxLineBytes: options.maxLine ?? defaultMaxLineBytes,
  });
  const isWritten = await printResult(textOf(report, options));
  return endOf(report, rules, picked, isWritten);
}

function textOf(report: WhyReport, { format, color }: WhyCommandOptions): string {
  if (format === "text") {
    return whyToText(report, { color: useColor(color, process.stdout), width: terminalWidth(process.stdout) });
  }
  const json = whyToJson(report);
  // Line breaks of ours stand between tokens only; what is left of control characters is escaped for a terminal.
  return process.stdout.isTTY ? json.split("\n").map(escapeJsonControl).join("\n") : json;
}

/** Says what could not be done whole, and gives the exit status. */
function endOf(report: WhyReport, rules: CompiledRules, picked: EventPlace | undefined, isWritten: boolean): number {
  for (const { code, name, reason } of report.problems) say(escapeControl(`error[${code}]: ${name}: ${reason}`));
  const isMissing = report.events === 0 && picked !== undefined && report.problems.length === 0;
  if (isMissing) {
    const index = picked.index === null ? "" : `#${picked.index}`;
    say(escapeControl(`error: no event starts at ${picked.file}:${picked.offsetBytes}${index}`));
  } else if (report.events === 0) {
    say("no event was read");
  }
  const isDefect = hasDisagreement(report);
  if (isDefect)
    say(
      "error: the reference evaluator gives another verdict (see above): that is a defect of eqlhunt, please report it",
    );
  return exitStatusOf({
    outputFailed: !isWritten,
    usageFailed: rules.failed > 0 || isMissing,
    incomplete: report.problems.length > 0 || isDefect,
  });
}

function hasDisagreement({ rules }: WhyReport): boolean {
  return rules.some(
    ({ events, joining }) =>
      joining?.agrees === false ||
      events.some(({ filters }) =>
        filters.some(({ matches, reference }) => reference !== null && reference !== matches),
      ),
  );
}
