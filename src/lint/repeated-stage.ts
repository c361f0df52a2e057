import type { SequenceStage } from "../language/syntax.ts";
import type { Lint } from "./lint.ts";
import type { LintedRule } from "./linted-rule.ts";

/** L115: a stage of a sequence that is the one before it once more: `with runs` says that (SEMANTICS 7). */
export const repeatedStage: Lint = {
  code: "L115",
  level: "note",
  *find(rule) {
    if (rule.query.kind !== "sequence") return;
    let runs = 0;
    let previous: string | null = null;
    for (const stage of rule.query.stages) {
      const key = keyOf(stage, rule);
      runs = key !== null && key === previous ? runs + stage.runs : stage.runs;
      if (key !== null && key === previous) {
        yield {
          message: "the same stage as the one before it",
          span: stage.span,
          help: `write it once, \`with runs=${runs}\``,
        };
      }
      previous = key;
    }
  },
};

function keyOf({ filter, keys, missing }: SequenceStage, rule: LintedRule): string | null {
  if (missing) return null;
  const joined = keys.map(({ path, optional }) => [path, optional]);
  return JSON.stringify([filter.category, rule.identity.numberOf(filter.condition), joined]);
}
