import { linearStrategy } from "../../../src/match/linear.ts";
import type { MatcherStrategy } from "../../../src/match/matcher.ts";

/** A matcher strategy that is wrong about one value, and of no use for anything else than to be found out. */
export const wrong: MatcherStrategy = {
  name: "wrong",
  compile(list) {
    const matcher = linearStrategy.compile(list);
    return { strategy: "wrong", test: (value) => matcher.test(value) !== (value === "doubtful") };
  },
};
