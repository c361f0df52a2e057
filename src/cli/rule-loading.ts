import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { renderDiagnostics } from "../diagnostics/rendering.ts";
import { type CompiledRules, compileRules, type CompileOptions } from "../plan/compilation.ts";
import { formatSkipped } from "../report/skipped-rules.ts";
import { areFewRules } from "./command-size.ts";
import { type ColorChoice, say, useColor } from "./terminal.ts";
import { keepYoungGeneration } from "./young-generation.ts";

/** Where a command's rules are. */
export interface RuleArguments {
  readonly paths: readonly string[];
  readonly queries: readonly string[];
}

/** Compiles the rules that a command was given; `null`, with a sentence on standard error, if it was given none. */
export async function compileArguments(
  { paths, queries }: RuleArguments,
  options: CompileOptions = {},
): Promise<CompiledRules | null> {
  if (paths.length === 0 && queries.length === 0) {
    say("error: no rules: give rule files or folders, or a query with -q");
    return null;
  }
  if (!areFewRules(paths)) keepYoungGeneration();
  return compileRules(paths, { ...options, queries });
}

/** Shows diagnostics on standard error, if there are any. */
export function sayDiagnostics(diagnostics: readonly Diagnostic[], color: ColorChoice): void {
  if (diagnostics.length > 0) say(renderDiagnostics(diagnostics, { color: useColor(color, process.stderr) }));
}

/** Why there is no rule to run; `null` if there is one. A hunt without rules would be a false "nothing found". */
export function whyNoRules({ rules, skipped }: CompiledRules): string | null {
  if (rules.length > 0) return null;
  return `there is no rule to run: ${formatSkipped(skipped) ?? "none was loaded"}`;
}
