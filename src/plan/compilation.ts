import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Schema } from "../language/schema.ts";
import { loadRules } from "../rules/rule-files.ts";
import type { Rule } from "../rules/rule.ts";
import type { Source } from "../sources/source.ts";
import { loadSources } from "../sources/source-loading.ts";
import { type PlanOptions, planRules } from "./planning.ts";
import type { HuntPlan } from "./plan.ts";
import { budgetRules } from "./rule-budget.ts";
import { type ResolvedRules, resolveRules } from "./rule-resolution.ts";

/** What {@link compileRules} may be told beside the files. */
export interface CompileOptions extends PlanOptions {
  /** Queries without a file; their rules are `query-1`, `query-2` and so on, after those of the files. */
  readonly queries?: readonly string[];
  /**
   * What raw events may look like: `auto` (all built-in mappings, the default), `ecs` (every event is read as ECS), names of
   * mappings or products, and mapping files; see `loadSources`. Without effect beside `sources`.
   */
  readonly source?: readonly string[];
}

/** Rules ready to hunt with. Pure data; survives `structuredClone`. */
export interface CompiledRules {
  readonly plan: HuntPlan;
  /** What events may look like, ECS left out: whole, where the plan's sources have only the fields that it asks for. */
  readonly sources: readonly Source[];
  /** What the fields are known to be; `null` for the open schema. */
  readonly schema: Schema | null;
  /** The rules that compiled, in load order, as the plan numbers them. */
  readonly rules: readonly Rule[];
  /** How many rules in other languages were left out, by kind. */
  readonly skipped: Readonly<Record<string, number>>;
  /** How many files or queries gave no rule because of an error in them, and what is wrong with mappings. */
  readonly failed: number;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads rule files and folders (`.toml` as Elastic publishes them, `.eql` with a bare query, `.ndjson` as Kibana exports
 * them) and lowers all rules that compile into one plan, which knows how events of the built-in sources are read. Never
 * throws for a bad rule: `diagnostics` says what is wrong with it and where, and the others are there all the same;
 * `failed` counts it.
 *
 * @param paths files or folders, taken in this order; a folder's files by the bytes of their path.
 * @example
 * const rules = await compileRules(["datasets/rules/"]);
 * rules.plan.rules.map((rule) => rule.name); // ["Unusual Persistence via Services Registry"]
 */
export async function compileRules(paths: readonly string[], options: CompileOptions = {}): Promise<CompiledRules> {
  const { queries = [], source = ["auto"], ...others } = options;
  const { schema = null } = others;
  const mapped = others.sources === undefined ? loadSources(source) : { sources: others.sources, diagnostics: [] };
  const planOptions = { ...others, sources: mapped.sources };
  const loaded = await loadRules(paths, queries, { schema: schema === null ? "open" : "closed" });
  const budgeted = budgetRules(loaded.rules);
  const resolved = schema === null ? settled(budgeted.rules) : resolveRules(budgeted.rules, schema, planOptions);
  return {
    plan: planRules(resolved.rules, planOptions),
    sources: mapped.sources,
    schema,
    rules: resolved.rules,
    skipped: loaded.skipped,
    failed: loaded.failed + budgeted.failed + resolved.failed + mapped.diagnostics.length,
    diagnostics: [...mapped.diagnostics, ...loaded.diagnostics, ...budgeted.diagnostics, ...resolved.diagnostics],
  };
}

/** Without a schema every field is known. */
function settled(rules: readonly Rule[]): ResolvedRules {
  return { rules, failed: 0, diagnostics: [] };
}
