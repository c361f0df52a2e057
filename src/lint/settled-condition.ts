import type { Lint } from "./lint.ts";

/** L104: a condition that is the same for every event (SEMANTICS 3 to 6). `where true` is how one asks for all events. */
export const settledCondition: Lint = {
  code: "L104",
  level: "warning",
  *find(rule) {
    const whole = new Set(rule.filters.map(({ condition }) => condition));
    for (const { settled } of rule.truths) {
      for (const { verdict, reason, written } of settled) {
        if (written.kind === "literal" && whole.has(written)) continue;
        const what =
          verdict === null ? "never true, and neither is its contrary" : verdict ? "always true" : "never true";
        yield { message: `a condition that is ${what}`, span: written.span, label: reason };
      }
    }
  },
};
