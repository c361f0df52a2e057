import { sniff, type SniffReport } from "../coverage/sniffing.ts";
import { escapeControl } from "../diagnostics/escaping.ts";
import { defaultMaxLineBytes } from "../hunt/hunt-options.ts";
import { compileRules } from "../plan/compilation.ts";
import { escapeJsonControl } from "../report/json-lines.ts";
import { sniffToJson } from "../report/sniff-json.ts";
import { sniffToText } from "../report/sniff-text.ts";
import { exitStatus, exitStatusOf } from "./exit-status.ts";
import { printResult } from "./output.ts";
import { sayDiagnostics } from "./rule-loading.ts";
import { sourceOptions } from "./source-options.ts";
import { type ColorChoice, say, terminalWidth, useColor } from "./terminal.ts";

/** The options of `eqlhunt sniff` as commander gives them. */
export interface SniffCommandOptions {
  readonly rules: readonly string[];
  readonly query: readonly string[];
  readonly format: "text" | "json";
  readonly limit: number;
  readonly source: readonly string[];
  readonly canonical?: boolean | undefined;
  readonly maxLine?: number | undefined;
  readonly color: ColorChoice;
}

/** `eqlhunt sniff`: says what events are, and which rules can match them. Gives the exit status. */
export async function runSniffCommand(inputs: readonly string[], options: SniffCommandOptions): Promise<number> {
  const compiled = await compileRules(options.rules, { queries: options.query, ...sourceOptions(options) });
  sayDiagnostics(compiled.diagnostics, options.color);
  if (compiled.failed > 0 && compiled.rules.length === 0) return exitStatus.usage;
  const report = await sniff({
    rules: compiled,
    inputs,
    limit: options.limit,
    maxLineBytes: options.maxLine ?? defaultMaxLineBytes,
  });
  const isWritten = await printResult(textOf(report, options));
  for (const { code, name, reason } of report.problems) say(escapeControl(`error[${code}]: ${name}: ${reason}`));
  return exitStatusOf({
    outputFailed: !isWritten,
    usageFailed: compiled.failed > 0,
    incomplete: report.problems.length > 0,
  });
}

function textOf(report: SniffReport, { format, color }: SniffCommandOptions): string {
  if (format === "text") {
    return sniffToText(report, { color: useColor(color, process.stdout), width: terminalWidth(process.stdout) });
  }
  const json = sniffToJson(report);
  // Line breaks of ours stand between tokens only; what is left of control characters is escaped for a terminal.
  return process.stdout.isTTY ? json.split("\n").map(escapeJsonControl).join("\n") : json;
}
