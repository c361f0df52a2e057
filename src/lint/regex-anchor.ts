import type { Lint } from "./lint.ts";
import { placedSigns } from "./regex-places.ts";

/** L110: `^` and `$` as anchors. They are ordinary characters: a pattern matches the whole value anyway (SEMANTICS 5). */
export const regexAnchor: Lint = {
  code: "L110",
  level: "warning",
  *find(rule) {
    for (const signs of placedSigns(rule, "anchor")) {
      for (const { text, span } of signs) {
        yield {
          message: `\`${text}\` is an ordinary character in a regular expression`,
          span,
          label: "the value has to hold it",
          help: `remove it: the whole value has to match anyway; write \`\\${text}\` if the character is meant`,
        };
      }
    }
  },
};
