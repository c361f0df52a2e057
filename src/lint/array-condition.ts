import type { Lint } from "./lint.ts";
import { mayHoldSeveral } from "./several-values.ts";

/** L106: two conditions that only a field with several values meets, on a field that has one (SEMANTICS 4). */
export const arrayCondition: Lint = {
  code: "L106",
  level: "warning",
  *find(rule) {
    for (const { conflicts } of rule.truths) {
      for (const { kind, first, second } of conflicts) {
        if (kind !== "array" || second.fields.some(mayHoldSeveral)) continue;
        yield {
          message: "a condition that needs a second value of the same field",
          span: second.written.span,
          label: `no single value meets this where \`${rule.mention(first.written.span)}\` ${first.mustHold ? "holds" : "doesn't hold"}`,
          help: "if one of them is enough, write `or`, or both in one list",
        };
      }
    }
  },
};
