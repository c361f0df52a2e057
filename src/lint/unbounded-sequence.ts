import type { Lint } from "./lint.ts";
import { wordSpan } from "./word-span.ts";

/** L113: a sequence whose events may lie any time apart (SEMANTICS 7). */
export const unboundedSequence: Lint = {
  code: "L113",
  level: "note",
  *find({ query }) {
    if (query.kind !== "sequence" || query.maxSpan !== null) return;
    yield {
      message: "a sequence without `maxspan`",
      span: wordSpan(query),
      label: "its events may lie any time apart",
      help: "write `with maxspan=5m` after the keys, or whatever time the behaviour takes at most",
    };
  },
};
