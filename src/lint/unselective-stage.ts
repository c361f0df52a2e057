import { fieldPathsOf } from "../language/expression.ts";
import type { Lint } from "./lint.ts";

/** What nearly every event of a kind has in common. */
const commonFields: ReadonlySet<string> = new Set([
  "event.type",
  "event.category",
  "event.kind",
  "host.os.type",
  "host.os.family",
]);

/** L117: a stage that tests no more than the kind of event: every such event of every host is kept and sorted. */
export const unselectiveStage: Lint = {
  code: "L117",
  level: "note",
  *find({ query, filters, reading }) {
    if (query.kind === "event") return;
    for (const { condition, categorySpan } of filters) {
      const fields = fieldPathsOf(condition);
      if (!fields.every((path) => commonFields.has(path) || path === reading.categoryField)) continue;
      yield {
        message: "a stage that tests only what kind of event it is",
        span: categorySpan,
        label: "every such event takes part",
        help: "a condition that fewer events meet makes the rule faster, if there is one",
      };
    }
  },
};
