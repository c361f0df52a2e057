import type RE2 from "re2";
import type { PatternList } from "../plan/pattern.ts";
import { foldPatterns } from "./case-folding.ts";
import type { Matcher, MatcherStrategy } from "./matcher.ts";
import { compileExpressions, encodeFolded, type BytesTest } from "./re2.ts";
import { re2Package } from "./re2-package.ts";
import { printPattern, RE2_FLAGS } from "./re2-source.ts";

/** Sets of RE2 expressions, each of which answers for up to 100 patterns in one pass over the value. */
export const re2SetStrategy: MatcherStrategy = {
  name: "re2-set",
  compile(list: PatternList): Matcher {
    const tests: BytesTest[] = [];
    for (let i = 0; i < list.patterns.length; i += SET_SIZE) {
      tests.push(compileSet({ ...list, patterns: list.patterns.slice(i, i + SET_SIZE) }));
    }
    return {
      strategy: "re2-set",
      test(value) {
        if (tests.length === 0) return false;
        const bytes = encodeFolded(value, list);
        return tests.some((matchesBytes) => matchesBytes(bytes, value));
      },
    };
  },
};

/** A set of 1,794 patterns with several stars took 509 µs for a command line not seen before, one of 100 takes 6. */
const SET_SIZE = 100;

/**
 * A set can run out of memory while it is built, and again while it matches, if the value drives it into too many states.
 * Then its patterns are matched one by one, from then on.
 */
function compileSet(list: PatternList): BytesTest {
  let set = buildSet(list);
  let single: BytesTest | null = null;
  return (bytes, value) => {
    if (set !== null) {
      try {
        return set.test(bytes);
      } catch {
        set = null;
      }
    }
    single ??= compileExpressions(list);
    return single(bytes, value);
  };
}

function buildSet(list: PatternList): RE2Set | null {
  const folded = list.caseMode === "unicode" ? foldPatterns(list) : list.patterns;
  const { Set: ExpressionSet } = re2Package();
  try {
    const sources = folded.map((pattern) => printPattern(pattern, list.caseMode));
    return new ExpressionSet(sources, RE2_FLAGS, { anchor: "both" });
  } catch {
    return null;
  }
}

type RE2Set = InstanceType<typeof RE2.Set>;
