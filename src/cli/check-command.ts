import { diagnosticToJson, renderDiagnostics, sortDiagnostics } from "../diagnostics/rendering.ts";
import type { Severity } from "../diagnostics/diagnostic.ts";
import { exitStatus } from "./exit-status.ts";
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
  if (options.format === "json") {
    const result = {
      schema_version: 1,
      rules: { loaded: rules.length, failed, skipped },
      diagnostics: sortDiagnostics(diagnostics).map(diagnosticToJson),
    };
    process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  } else {
    const color = useColor(options.color, process.stdout);
    if (diagnostics.length > 0) process.stdout.write(`${renderDiagnostics(diagnostics, { color })}\n`);
    process.stdout.write(`${checkedText(rules.length, failed, skipped)}\n`);
  }
  if (failed > 0) return exitStatus.usage;
  const level = options.failOn;
  const found = level !== undefined && diagnostics.some(({ severity }) => weights[severity] >= weights[level]);
  return found ? exitStatus.found : exitStatus.complete;
}

function checkedText(loaded: number, failed: number, skipped: Readonly<Record<string, number>>): string {
  const leftOut = Object.entries(skipped).map(([kind, count]) => `${count} ${kind}`);
  return [
    `${loaded} ${loaded === 1 ? "rule compiles" : "rules compile"}`,
    ...(failed > 0 ? [`${failed} ${failed === 1 ? "does" : "do"} not`] : []),
    ...(leftOut.length > 0 ? [`left out: ${leftOut.join(", ")}`] : []),
  ].join(", ");
}
