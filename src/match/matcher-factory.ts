import { wildcardPattern, type PatternList } from "../plan/pattern.ts";
import { autoStrategy } from "./auto.ts";
import type { Matcher, MatcherStrategy } from "./matcher.ts";
import { matcherStrategies, type StrategyName } from "./strategies.ts";

/** What {@link createMatcher} may be told. */
export interface MatcherOptions {
  /** A strategy by name, or one's own. Default `auto`: chosen by the shape and number of the patterns. */
  readonly strategy?: StrategyName | MatcherStrategy;
  /**
   * Whether `A`–`Z` equal `a`–`z`, as EQL's `:` and `like~` have it; false compares as `like` does. Default true.
   * Nothing beyond ASCII folds. A {@link PatternList} brings its own case mode, and this is then not looked at.
   */
  readonly ignoreCase?: boolean;
}

/**
 * A matcher for values that are equal to one of some wildcard patterns: `*` is any run of characters (none, line breaks
 * included), `?` exactly one Unicode code point, a backslash an ordinary character; there is no escape (SEMANTICS 5).
 * The pattern is for the whole value. An empty list matches nothing; the empty pattern matches the empty value.
 * Lone surrogates count as U+FFFD, in patterns and values. Takes time linear in the value, whatever the patterns.
 *
 * @example
 * const drivers = createMatcher(["?:\\windows\\*.sys"], { strategy: "trie", ignoreCase: true });
 * drivers.test("C:\\Windows\\x.sys"); // true
 * drivers.test("C:\\Windows\\x.sys.txt"); // false
 */
export function createMatcher(patterns: readonly string[] | PatternList, options: MatcherOptions = {}): Matcher {
  const matcher = findStrategy(options.strategy).compile(toPatternList(patterns, options.ignoreCase ?? true));
  return {
    strategy: matcher.strategy,
    ...(matcher.reason === undefined ? {} : { reason: matcher.reason }),
    test: (value) => matcher.test(value.toWellFormed()),
  };
}

function toPatternList(patterns: readonly string[] | PatternList, ignoreCase: boolean): PatternList {
  if ("patterns" in patterns) return patterns;
  return {
    patterns: patterns.map((text) => wildcardPattern(text.toWellFormed())),
    caseMode: ignoreCase ? "ascii" : "exact",
  };
}

/** Falls back to `auto` for a name that is none, which only untyped callers can give: verdicts are the same anyway. */
function findStrategy(strategy: StrategyName | MatcherStrategy = "auto"): MatcherStrategy {
  return typeof strategy === "string" ? (matcherStrategies.get(strategy) ?? autoStrategy) : strategy;
}
