import { codePointsOf } from "./code-points.ts";
import type { Pattern, PatternList } from "../plan/pattern.ts";
import { foldPatterns, foldText } from "./case-folding.ts";
import type { Matcher, MatcherStrategy } from "./matcher.ts";

/**
 * The naive strategy, which the others are held to: one pattern after the other, over code points.
 *
 * A pattern takes at most (code points of the value) × (code points of its longest run between two stars) steps, never
 * more: whatever stands before a star is settled at its leftmost place and not looked at again, so 200 stars cost no
 * more than one.
 */
export const linearStrategy: MatcherStrategy = {
  name: "linear",
  compile(list: PatternList): Matcher {
    const patterns = flattenPatterns(list);
    return {
      strategy: "linear",
      test(value) {
        const codePoints = codePointsOf(foldText(value, list.caseMode));
        return patterns.some((pattern) => matchCodePoints(pattern, codePoints));
      },
    };
  },
};

/**
 * The place in the list of the first pattern that matches the whole value, -1 if none does. For explanations: it says
 * which pattern held, where a matcher only says that one did.
 *
 * @example
 * firstMatch({ patterns: [exactPattern("a"), wildcardPattern("b*")], caseMode: "ascii" }, "BC"); // 1
 */
export function firstMatch(list: PatternList, value: string): number {
  let patterns = flattenedLists.get(list);
  if (patterns === undefined) flattenedLists.set(list, (patterns = flattenPatterns(list)));
  const codePoints = codePointsOf(foldText(value, list.caseMode));
  return patterns.findIndex((pattern) => matchCodePoints(pattern, codePoints));
}

/** A long list explained event by event would otherwise be folded for each of them. */
const flattenedLists = new WeakMap<PatternList, readonly Int32Array[]>();

/** Stand in a flattened pattern for wildcards; code points are never negative. */
const ANY_ONE = -1;
const ANY_RUN = -2;

function flattenPatterns(list: PatternList): Int32Array[] {
  return foldPatterns(list).map(flattenPattern);
}

function flattenPattern(pattern: Pattern): Int32Array {
  const flat: number[] = [];
  for (const token of pattern.tokens) {
    if (token.kind === "any-one") flat.push(ANY_ONE);
    else if (token.kind === "any-run") flat.push(ANY_RUN);
    else for (const codePoint of codePointsOf(token.text)) flat.push(codePoint);
  }
  return Int32Array.from(flat);
}

/** Two pointers; on a mismatch only the last star met takes one code point more. */
function matchCodePoints(pattern: Int32Array, value: Int32Array): boolean {
  let p = 0;
  let v = 0;
  let afterStar = -1;
  let starEnd = 0;
  while (v < value.length) {
    const expected = pattern[p];
    if (expected === ANY_RUN) {
      afterStar = ++p;
      starEnd = v;
    } else if (expected !== undefined && (expected === ANY_ONE || expected === value[v])) {
      p++;
      v++;
    } else if (afterStar >= 0) {
      p = afterStar;
      v = ++starEnd;
    } else {
      return false;
    }
  }
  while (pattern[p] === ANY_RUN) p++;
  return p === pattern.length;
}
