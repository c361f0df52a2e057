import { diagnosticToJson, renderDiagnostics, sortDiagnostics } from "../diagnostics/rendering.ts";
import type { Diagnostic, Severity } from "../diagnostics/diagnostic.ts";
import { lintRules } from "../lint/linting.ts";
import { type CompiledRules, compileRules } from "../plan/compilation.ts";
import { runMappingTests } from "../evaluate/mapping-testing.ts";
import { MappingLibrary } from "../sources/mapping-library.ts";
import { isMappingFile } from "../sources/source-loading.ts";
import { coverageDiagnostics } from "../report/coverage-diagnostics.ts";
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
  readonly canonical?: boolean | undefined;
  readonly coverage?: true | undefined;
  readonly color: ColorChoice;
}

const weights: Readonly<Record<Severity, number>> = { note: 0, warning: 1, error: 2 };

/**
 * `eqlhunt check`: compiles and lints rules, runs the tests of the mapping files it is given, and prints every diagnostic on
 * standard output; with `--explain` says what a
 * code means instead. Gives the exit status.
 */
export async function runCheckCommand(paths: readonly string[], options: CheckOptions): Promise<number> {
  if (options.explain !== undefined) return explainCode(options.explain, options.format, options.color);
  const schema = await readSchemaFile(options.schema, options.color);
  if (schema === undefined) return exitStatus.usage;
  const mappingFiles = options.source.filter(isMappingFile);
  const rules = { paths, queries: options.query };
  const compileOptions = { schema, ...sourceOptions(options) };
  const compiled = await (mappingFiles.length > 0 && paths.length + rules.queries.length === 0
    ? compileRules([], compileOptions)
    : compileArguments(rules, compileOptions));
  if (compiled === null) return exitStatus.usage;
  const tested = mappingFiles.flatMap(testMappingFile);
  const covered = options.coverage === true ? coverageDiagnostics(compiled) : [];
  const lints = lintRules(compiled.rules, compiled.plan, { schema });
  const diagnostics = [...compiled.diagnostics, ...tested, ...lints, ...covered];
  const isWritten = await printResult(
    options.format === "json"
      ? jsonOf(diagnostics, compiled)
      : textOf(diagnostics, compiled, mappingFiles.length, useColor(options.color, process.stdout)),
  );
  const level = options.failOn;
  return exitStatusOf({
    outputFailed: !isWritten,
    usageFailed: compiled.failed > 0 || tested.length > 0,
    found: level !== undefined && diagnostics.some(({ severity }) => weights[severity] >= weights[level]),
  });
}

/** The tests in a mapping file that fail; what else is wrong with it is said where it is loaded. */
function testMappingFile(path: string): readonly Diagnostic[] {
  const { mapping } = new MappingLibrary().file(path);
  return mapping === null ? [] : runMappingTests(mapping);
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

function textOf(diagnostics: readonly Diagnostic[], compiled: CompiledRules, mappings: number, color: boolean): string {
  const overrides = countOverrides(compiled.rules);
  return [
    ...(diagnostics.length > 0 ? [renderDiagnostics(diagnostics, { color })] : []),
    ...(mappings > 0 && compiled.rules.length === 0 ? [] : [checkedText(compiled)]),
    mappings === 0
      ? null
      : `${formatCounted(mappings, "mapping file")} checked, with the tests in ${mappings === 1 ? "it" : "them"}`,
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
