import type { Lint } from "./lint.ts";
import { placedSigns } from "./regex-places.ts";

/** L111: `@`, `#` and `"`, which are operators only to Lucene (SEMANTICS 5). */
export const regexOperator: Lint = {
  code: "L111",
  level: "warning",
  *find(rule) {
    for (const signs of placedSigns(rule, "operator")) {
      for (const { text, span } of signs) {
        const sign = text.charAt(0);
        yield {
          message: `\`${sign}\` is an operator in Lucene's regular expressions`,
          span,
          label: meaningOf(sign),
          help: `write \`\\${sign}\` for the character (in an ordinary string with two backslashes)`,
        };
      }
    }
  },
};

function meaningOf(sign: string): string {
  if (sign === "@") return "it stands for any text, also none";
  return sign === "#" ? "it matches nothing at all" : "what stands between the quotes is taken as it is, without them";
}
