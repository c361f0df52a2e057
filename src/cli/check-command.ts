import { diagnosticToJson, renderDiagnostics, sortDiagnostics } from "../diagnostics/rendering.ts";
import type { Diagnostic, Severity } from "../diagnostics/diagnostic.ts";
import { lintRules } from "../lint/linting.ts";
import type { CompiledRules } from "../plan/compilation.ts";
import { formatSkipped } from "../report/skipped-rules.ts";
import { formatCount, formatCounted } from "../report/units.ts";
import { explainCode } from "./code-explanation.ts";
import { exitStatus, exitStatusOf } from "./exit-status.ts";
import { printResult } from "./output.ts";
import { compileArguments } from "./rule-loading.ts";
import { sourceOptions } from "./source-options.ts";
import { readSchemaFile } from "./schema-file.ts";
import { type ColorChoice, useColor } from "./terminal.ts";

interface CheckOptions {
  readonly query: readonly string[];
  readonly format: "text" | "json";
  readonly failOn?: "warning" | "note" | undefined;
  readonly explain?: string | undefined;
  readonly schema?: string | undefined;
  readonly source: readonly string[];
  readonly color: ColorChoice;
}

const weights: Readonly<Record<Severity, number>> = { note: 0, warning: 1, error: 2 };

/**
 * `eqlhunt check`: compiles and lints rules, and prints every diagnostic on standard output; with `--explain` says what a
 * code means instead. Gives the exit status.
 */
export async function runCheckCommand(paths: readonly string[], options: CheckOptions): Promise<number> {
  if (options.explain !== undefined) return explainCode(options.explain, options.format, options.color);
  const schema = await readSchemaFile(options.schema, options.color);
  if (schema === undefined) return exitStatus.usage;
  const compiled = await compileArguments({ paths, queries: options.query }, { schema, ...sourceOptions(options) });
  if (compiled === null) return exitStatus.usage;
  const diagnostics = [...compiled.diagnostics, ...lintRules(compiled.rules, compiled.plan, { schema })];
  const isWritten = await printResult(
    options.format === "json"
      ? jsonOf(diagnostics, compiled)
      : textOf(diagnostics, compiled, useColor(options.color, process.stdout)),
  );
  const level = options.failOn;
  return exitStatusOf({
    outputFailed: !isWritten,
    usageFailed: compiled.failed > 0,
    found: level !== undefined && diagnostics.some(({ severity }) => weights[severity] >= weights[level]),
  });
}

function jsonOf(diagnostics: readonly Diagnostic[], { rules, failed, skipped }: CompiledRules): string {
  const ignored = { timestamp_override: countOverrides(rules) };
  const result = {
    schema_version: 1,
    rules: { loaded: rules.length, failed, skipped, ignored },
    diagnostics: sortDiagnostics(diagnostics).map(diagnosticToJson),
  };
  return `${JSON.stringify(result, null, 2)}\n`;
}

function textOf(diagnostics: readonly Diagnostic[], compiled: CompiledRules, color: boolean): string {
  const overrides = countOverrides(compiled.rules);
  return [
    ...(diagnostics.length > 0 ? [renderDiagnostics(diagnostics, { color })] : []),
    checkedText(compiled),
    formatSkipped(compiled.skipped),
    overrides === 0
      ? null
      : `${formatCounted(overrides, "rule")} ${overrides === 1 ? "has" : "have"} a \`timestamp_override\`, which is not used`,
  ]
    .filter((line) => line !== null)
    .map((line) => `${line}\n`)
    .join("");
}

/** SEMANTICS 5b: it names when Elasticsearch took the event in. Nearly every rule has one, so it is said once for all. */
function countOverrides(rules: CompiledRules["rules"]): number {
  return rules.filter(({ timestampOverride }) => timestampOverride !== null).length;
}

function checkedText({ rules, failed }: CompiledRules): string {
  const compiled = `${formatCount(rules.length)} ${rules.length === 1 ? "rule compiles" : "rules compile"}`;
  return failed === 0 ? compiled : `${compiled}, ${formatCount(failed)} ${failed === 1 ? "does" : "do"} not`;
}
