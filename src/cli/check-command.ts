import { diagnosticToJson, renderDiagnostics, sortDiagnostics } from "../diagnostics/rendering.ts";
import type { Diagnostic, Severity } from "../diagnostics/diagnostic.ts";
import type { RuleStatistics } from "../hunt/statistics.ts";
import { exitStatus, exitStatusOf } from "./exit-status.ts";
import { printResult } from "./output.ts";
import { compileArguments } from "./rule-loading.ts";
import { type ColorChoice, useColor } from "./terminal.ts";

interface CheckOptions {
  readonly query: readonly string[];
  readonly format: "text" | "json";
  readonly failOn?: "warning" | "note" | undefined;
  readonly color: ColorChoice;
}

const weights: Readonly<Record<Severity, number>> = { note: 0, warning: 1, error: 2 };

/** `eqlhunt check`: compiles rules and prints every diagnostic on standard output. Gives the exit status. */
export async function runCheckCommand(paths: readonly string[], options: CheckOptions): Promise<number> {
  const compiled = await compileArguments({ paths, queries: options.query });
  if (compiled === null) return exitStatus.usage;
  const { diagnostics, rules, failed, skipped } = compiled;
  const counts = { loaded: rules.length, failed, skipped };
  const isWritten = await printResult(
    options.format === "json"
      ? `${JSON.stringify({ schema_version: 1, rules: counts, diagnostics: sortDiagnostics(diagnostics).map(diagnosticToJson) }, null, 2)}\n`
      : textOf(diagnostics, counts, useColor(options.color, process.stdout)),
  );
  const level = options.failOn;
  return exitStatusOf({
    outputFailed: !isWritten,
    usageFailed: failed > 0,
    found: level !== undefined && diagnostics.some(({ severity }) => weights[severity] >= weights[level]),
  });
}

function textOf(diagnostics: readonly Diagnostic[], counts: RuleStatistics, color: boolean): string {
  const shown = diagnostics.length > 0 ? `${renderDiagnostics(diagnostics, { color })}\n` : "";
  return `${shown}${checkedText(counts)}\n`;
}

function checkedText({ loaded, failed, skipped }: RuleStatistics): string {
  const leftOut = Object.entries(skipped).map(([kind, count]) => `${count} ${kind}`);
  return [
    `${loaded} ${loaded === 1 ? "rule compiles" : "rules compile"}`,
    ...(failed > 0 ? [`${failed} ${failed === 1 ? "does" : "do"} not`] : []),
    ...(leftOut.length > 0 ? [`left out: ${leftOut.join(", ")}`] : []),
  ].join(", ");
}
