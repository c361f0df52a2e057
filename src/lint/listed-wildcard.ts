import type { Lint } from "./lint.ts";
import { looksLikePattern } from "./wildcard-text.ts";

/** L102: `in` and `in~` read `*` and `?` as they stand (SEMANTICS 5). */
export const listedWildcard: Lint = {
  code: "L102",
  level: "warning",
  *find(rule) {
    for (const expression of rule.expressions) {
      if (expression.kind !== "membership") continue;
      const sign = expression.ignoreCase ? "in~" : "in";
      for (const item of expression.items) {
        if (item.kind !== "literal" || typeof item.value !== "string") continue;
        if (!looksLikePattern(item.value, expression.value)) continue;
        yield {
          message: `\`${sign}\` takes a wildcard for an ordinary character`,
          span: item.span,
          label: "only a value with the character itself is equal to this",
          help: `write \`${rule.mention(expression.value.span)} : (…)\`, or with case \`like (…)\``,
        };
      }
    }
  },
};
