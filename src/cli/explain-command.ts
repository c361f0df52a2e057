import { autoStrategy } from "../match/auto.ts";
import { explainPlan } from "../plan/explanation.ts";
import { escapeControl } from "../diagnostics/escaping.ts";
import { explainScanStrategy } from "../scan/scan-strategy.ts";
import { exitStatus, exitStatusOf } from "./exit-status.ts";
import { printResult } from "./output.ts";
import { compileArguments, sayDiagnostics, whyNoRules } from "./rule-loading.ts";
import { sourceOptions } from "./source-options.ts";
import { readSchemaFile } from "./schema-file.ts";
import { type ColorChoice, say } from "./terminal.ts";

interface ExplainOptions {
  readonly query: readonly string[];
  readonly schema?: string | undefined;
  readonly source: readonly string[];
  readonly canonical?: boolean | undefined;
  readonly color: ColorChoice;
}

/** `eqlhunt explain`: prints the plan of the rules that compile. Gives the exit status. */
export async function runExplainCommand(paths: readonly string[], options: ExplainOptions): Promise<number> {
  const schema = await readSchemaFile(options.schema, options.color);
  if (schema === undefined) return exitStatus.usage;
  const compiled = await compileArguments({ paths, queries: options.query }, { schema, ...sourceOptions(options) });
  if (compiled === null) return exitStatus.usage;
  sayDiagnostics(compiled.diagnostics, options.color);
  const nothing = whyNoRules(compiled);
  if (nothing !== null) {
    say(`error: ${nothing}`);
    return exitStatus.usage;
  }
  const { strategy, reason } = explainScanStrategy(compiled.plan);
  const text = explainPlan(compiled.plan, {
    describeMatcher: (list) => {
      const matcher = autoStrategy.compile(list);
      return matcher.reason === undefined ? matcher.strategy : `${matcher.strategy}: ${matcher.reason}`;
    },
    scanning: `${strategy}: ${reason}`,
  });
  // A rule's text is anybody's: line by line, so that its own line breaks are shown as escapes.
  const isWritten = await printResult(`${text.split("\n").map(escapeControl).join("\n")}\n`);
  return exitStatusOf({ outputFailed: !isWritten, usageFailed: compiled.failed > 0 });
}
