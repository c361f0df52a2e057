import type { Lint } from "./lint.ts";

/** L105: two conditions that an event must meet and that no event meets, whatever its fields hold. */
export const exclusiveConditions: Lint = {
  code: "L105",
  level: "warning",
  *find(rule) {
    for (const { conflicts } of rule.truths) {
      for (const { kind, first, second } of conflicts) {
        if (kind !== "exclusive") continue;
        yield {
          message: "a condition that another one decides",
          span: second.written.span,
          label: `\`${rule.mention(first.written.span)}\` must ${first.mustHold ? "" : "not "}hold, so this ${second.mustHold ? "never" : "always"} does`,
        };
      }
    }
  },
};
