import type { Lint } from "./lint.ts";
import { mayHoldSeveral } from "./several-values.ts";

/** L107: an `or` of which one side always holds, as in `x != "a" or x != "b"`. */
export const certainAlternative: Lint = {
  code: "L107",
  level: "warning",
  *find(rule) {
    for (const { conflicts } of rule.truths) {
      for (const { kind, first, second } of conflicts) {
        if (kind !== "certain" && kind !== "certain-single") continue;
        if (kind === "certain-single" && second.fields.some(mayHoldSeveral)) continue;
        const other = `\`${rule.mention(first.written.span)}\` ${first.mustHold ? "holds" : "doesn't hold"}`;
        const exception = kind === "certain" ? "" : ", unless the field has several values";
        yield {
          message: "an `or` that leaves nothing out",
          span: second.written.span,
          label: `where ${other}, this ${second.mustHold ? "doesn't" : "does"}${exception}`,
          help: "if neither value is wanted, write `and`, or `not … : (…)` with both in one list",
        };
      }
    }
  },
};
