import type { Pattern, PatternList } from "../plan/pattern.ts";
import type { Matcher, MatcherStrategy } from "./matcher.ts";
import { regexpStrategy } from "./regexp.ts";
import { trieStrategy } from "./trie.ts";

/**
 * Chooses a strategy by the shape and the number of the patterns; the matcher says which, and why.
 *
 * The tries are the fastest nearly everywhere (`npm run bench`, figures in `bench/matchers.ts`): they lose only to one or
 * two of V8's expressions that needn't look for the end of the value.
 */
export const autoStrategy: MatcherStrategy = {
  name: "auto",
  compile(list: PatternList): Matcher {
    const { length } = list.patterns;
    if (length > 0 && length <= FEW && list.patterns.every(isOpen)) {
      return {
        ...regexpStrategy.compile(list),
        reason: `${length === 1 ? "a pattern" : "two patterns"} with an open end`,
      };
    }
    return { ...trieStrategy.compile(list), reason: `the cost hardly grows with the ${length} patterns` };
  },
};

const FEW = 2;

/** Whether a pattern has some text and ends with a star. */
function isOpen({ tokens }: Pattern): boolean {
  return tokens.at(-1)?.kind === "any-run" && tokens.some((token) => token.kind === "literal");
}
