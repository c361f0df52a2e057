import type RE2 from "re2";
import type { Pattern, PatternList } from "../plan/pattern.ts";
import { foldPatterns, foldText } from "./case-folding.ts";
import { linearStrategy } from "./linear.ts";
import type { Matcher, MatcherStrategy } from "./matcher.ts";
import { re2Package } from "./re2-package.ts";
import { printPattern, RE2_FLAGS } from "./re2-source.ts";
import { encodeUtf8 } from "./utf8-scratch.ts";

/** One RE2 expression per pattern, one after the other. */
export const re2Strategy: MatcherStrategy = {
  name: "re2",
  compile(list: PatternList): Matcher {
    const matchesBytes = compileExpressions(list);
    return {
      strategy: "re2",
      test(value) {
        return matchesBytes(encodeFolded(value, list), value);
      },
    };
  },
};

/** A value as RE2 is to see it: folded where folding is not printed into the expression. Valid until the next call. */
export function encodeFolded(value: string, list: PatternList): Buffer {
  return encodeUtf8(list.caseMode === "unicode" ? foldText(value, list.caseMode) : value);
}

/** Whether some pattern matches a value that is given as bytes and as it stands. */
export type BytesTest = (bytes: Buffer, value: string) => boolean;

/** Compiles each pattern alone. What RE2 refuses, the naive matcher takes. */
export function compileExpressions(list: PatternList): BytesTest {
  const folded = list.caseMode === "unicode" ? foldPatterns(list) : list.patterns;
  const expressions: RE2[] = [];
  const refused: Pattern[] = [];
  for (const pattern of folded) {
    const expression = compileRe2(printPattern(pattern, list.caseMode));
    if (expression !== null) expressions.push(expression);
    else refused.push(pattern);
  }
  const rest = refused.length > 0 ? linearStrategy.compile({ ...list, patterns: refused }) : null;
  return (bytes, value) => expressions.some((expression) => expression.test(bytes)) || (rest?.test(value) ?? false);
}

/** Null if RE2 refuses the source, which it does for want of memory: about 50,000 characters, fewer with large classes. */
export function compileRe2(source: string): RE2 | null {
  const Expression = re2Package();
  try {
    return new Expression(source, RE2_FLAGS);
  } catch {
    return null;
  }
}
