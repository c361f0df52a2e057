import type { Lint } from "./lint.ts";
import { placedSigns } from "./regex-places.ts";

/** L112: `\d`, `\s`, `\w`, which some versions of Elasticsearch don't read as classes (SEMANTICS 5). One note a pattern. */
export const regexClass: Lint = {
  code: "L112",
  level: "note",
  *find(rule) {
    for (const [first] of placedSigns(rule, "class")) {
      if (first === undefined) continue;
      yield {
        message: `\`${first.text}\` is not a class in every version of Elasticsearch`,
        span: first.span,
        label: "some versions from 7.16 to 8.3 take the letter itself",
        help: "a class such as `[0-9]` means the same everywhere",
      };
    }
  },
};
