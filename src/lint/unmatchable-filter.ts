import type { Lint } from "./lint.ts";
import type { LintedRule } from "./linted-rule.ts";

/** L116: a rule, or a stage of one, that no event matches. */
export const unmatchableFilter: Lint = {
  code: "L116",
  level: "warning",
  *find(rule) {
    for (const [number, { verdict }] of rule.truths.entries()) {
      const filter = rule.filters[number];
      if (filter === undefined || (verdict !== false && verdict !== null)) continue;
      const { message, label } = describe(rule, number);
      yield { message, span: filter.categorySpan, ...(label === null ? {} : { label }) };
    }
  },
};

function describe({ query }: LintedRule, number: number): { message: string; label: string | null } {
  if (query.kind === "event") return { message: "a rule that no event matches", label: null };
  const stage = query.stages[number];
  if (stage === undefined) return { message: "an `until` that no event matches", label: "it never ends a sequence" };
  const message = "a stage that no event matches";
  const isMissing = query.kind === "sequence" && query.stages[number]?.missing === true;
  return { message, label: isMissing ? "it is always missing" : `so the ${query.kind} finds nothing` };
}
