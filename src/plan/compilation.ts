import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Schema } from "../language/schema.ts";
import { loadRules } from "../rules/rule-files.ts";
import type { Rule } from "../rules/rule.ts";
import { type PlanOptions, planRules } from "./planning.ts";
import type { HuntPlan } from "./plan.ts";
import { resolveRules } from "./rule-resolution.ts";

/** What {@link compileRules} may be told beside the files. */
export interface CompileOptions extends PlanOptions {
  /** Queries without a file; their rules are `query-1`, `query-2` and so on, after those of the files. */
  readonly queries?: readonly string[];
}

/** Rules ready to hunt with. Pure data; survives `structuredClone`. */
export interface CompiledRules {
  readonly plan: HuntPlan;
  /** What the fields are known to be; `null` for the open schema. */
  readonly schema: Schema | null;
  /** The rules that compiled, in load order, as the plan numbers them. */
  readonly rules: readonly Rule[];
  /** Rules that were left out, by kind: other languages, and queries this version doesn't run. */
  readonly skipped: Readonly<Record<string, number>>;
  /** How many files or queries gave no rule because of an error in them. */
  readonly failed: number;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads rule files and folders (`.toml` as Elastic publishes them, `.eql` with a bare query) and lowers all rules that
 * compile into one plan. Never throws for a bad rule: `diagnostics` says what is wrong with it and where, and the others
 * are there all the same; `failed` counts it.
 *
 * @param paths files or folders, taken in this order; a folder's files by the bytes of their path.
 * @example
 * const rules = await compileRules(["datasets/rules/"]);
 * rules.plan.rules.map((rule) => rule.name); // ["Unusual Persistence via Services Registry"]
 */
export async function compileRules(paths: readonly string[], options: CompileOptions = {}): Promise<CompiledRules> {
  const { queries = [], ...planOptions } = options;
  const { schema = null } = planOptions;
  const loaded = await loadRules(paths, queries, { schema: schema === null ? "open" : "closed" });
  if (schema === null) return { plan: planRules(loaded.rules, planOptions), schema, ...loaded };
  const { rules, failed, diagnostics } = resolveRules(loaded.rules, schema, planOptions);
  return {
    plan: planRules(rules, planOptions),
    schema,
    rules,
    skipped: loaded.skipped,
    failed: loaded.failed + failed,
    diagnostics: [...loaded.diagnostics, ...diagnostics],
  };
}
