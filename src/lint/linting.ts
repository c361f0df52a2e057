import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnosticInSource } from "../diagnostics/embedded.ts";
import { parseQuery } from "../language/parser.ts";
import type { Schema } from "../language/schema.ts";
import type { Query } from "../language/syntax.ts";
import type { HuntPlan } from "../plan/plan.ts";
import type { Rule } from "../rules/rule.ts";
import { applyAllowances, type CodedFinding } from "./allowance.ts";
import type { LintCode, LintLevel } from "./lint.ts";
import { type FieldReading, LintedRule } from "./linted-rule.ts";
import { lints } from "./lints.ts";

/** What lints may be told beside rules and plan. */
export interface LintOptions {
  /** The schema that the plan was made with; `null`, the default: none. */
  readonly schema?: Schema | null;
}

/** How grave each lint is. */
export const lintLevels: ReadonlyMap<LintCode, LintLevel> = new Map([
  ["L100", "note"],
  ...lints.map(({ code, level }) => [code, level] as const),
]);

/**
 * Looks rules through for what they probably don't mean, or needn't say (codes L1xx, `diagnostics/explanations.ts`). Nothing
 * is a guess about events: a lint that says `never` or `always` has decided it by SEMANTICS 3 to 6. Rules are looked at
 * as they are written, without exceptions and whatever a schema folds. Comments silence: `// eqlhunt: allow L101`.
 * Never throws; time is bounded for each rule.
 *
 * @param rules as `compileRules` gives them: the plan's rules, in its order
 * @returns by rule, then by place, with spans in the rule files
 * @example
 * const { rules, plan } = await compileRules(["rules/"]);
 * lintRules(rules, plan).filter(({ severity }) => severity === "warning");
 */
export function lintRules(rules: readonly Rule[], plan: HuntPlan, options: LintOptions = {}): readonly Diagnostic[] {
  const { schema = null } = options;
  return rules.flatMap((rule, number) => {
    const planned = plan.rules[number];
    const reading: FieldReading = {
      timestampField: plan.fields[planned?.timestampField ?? -1]?.name ?? "@timestamp",
      categoryField: plan.fields[planned?.categoryField ?? -1]?.name ?? "event.category",
      typeOf: (path) => schema?.fields.get(path)?.type ?? null,
    };
    return lintRule(rule, writtenQuery(rule, schema), reading);
  });
}

function lintRule(rule: Rule, query: Query, reading: FieldReading): readonly Diagnostic[] {
  const subject = new LintedRule(rule.text.text, query, reading);
  const found = lints.flatMap((lint) => [...lint.find(subject)].map((finding) => ({ ...finding, code: lint.code })));
  return firstOfEach(applyAllowances(rule.text.text, query.span.start, onePerPlace(found)))
    .toSorted((a, b) => a.span.start - b.span.start)
    .map(({ code, ...finding }) => {
      const diagnostic: Diagnostic = { code, severity: lintLevels.get(code) ?? "note", ...finding };
      return diagnosticInSource(rule.text, diagnostic);
    });
}

/** What more of the same is said in a rule helps nobody: a list of 100,000 entries may have as many that others cover. */
const mostOfALint = 100;

/** Of each lint the first findings by place; the last of them says how many more there are. */
function firstOfEach(findings: readonly CodedFinding[]): readonly CodedFinding[] {
  if (findings.length <= mostOfALint) return findings;
  return [...Map.groupBy(findings, ({ code }) => code).values()].flatMap((all) => {
    const kept = all.toSorted((a, b) => a.span.start - b.span.start).slice(0, mostOfALint);
    const last = kept.at(-1);
    if (all.length <= mostOfALint || last === undefined) return kept;
    const more = `${(all.length - mostOfALint).toLocaleString("en")} more in this rule`;
    return [...kept.slice(0, -1), { ...last, message: `${last.message}, and ${more}` }];
  });
}

/** Without what exceptions added and a schema folded: neither stands in the text. */
function writtenQuery(rule: Rule, schema: Schema | null): Query {
  if (schema === null && rule.exceptions === 0) return rule.query;
  return parseQuery(rule.text.text, schema === null ? {} : { schema: "closed" }).query ?? rule.query;
}

/** Of several findings of one lint at the same place the first: it may clash with many others. */
function onePerPlace(findings: readonly CodedFinding[]): readonly CodedFinding[] {
  const seen = new Set<string>();
  return findings.filter(({ code, span }) => {
    const key = `${code} ${span.start} ${span.end}`;
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}
