import type { PatternList } from "../plan/pattern.ts";

/**
 * A compiled {@link PatternList}. Values are well-formed strings: lone surrogates have become U+FFFD before
 * (SEMANTICS 5a). Every method takes time linear in the value's length, whatever the patterns.
 */
export interface Matcher {
  /** The strategy that answers: for `auto` the one it chose. */
  readonly strategy: string;
  /** Why `auto` chose it, in a clause. */
  readonly reason?: string;
  /** True if some pattern matches the whole value. */
  test(value: string): boolean;
}

/** A way to turn patterns into a {@link Matcher}. All strategies give the same verdicts; `checkMatcherStrategy` proves it for one's own. */
export interface MatcherStrategy {
  readonly name: string;
  compile(list: PatternList): Matcher;
}
