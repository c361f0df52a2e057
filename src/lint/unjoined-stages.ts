import type { Lint } from "./lint.ts";
import { wordSpan } from "./word-span.ts";

/** L114: a sequence or sample without a join key: events of different hosts and users make one detection (SEMANTICS 7 and 8). */
export const unjoinedStages: Lint = {
  code: "L114",
  level: "warning",
  *find({ query }) {
    if (query.kind === "event" || query.stages.some(({ keys }) => keys.length > 0)) return;
    yield {
      message: `a ${query.kind} without a join key`,
      span: wordSpan(query),
      label: "nothing says that its events belong together",
      help: `write \`${query.kind} by host.id\`, or by whatever its events have in common`,
    };
  },
};
