import type { MatcherStrategy } from "../match/matcher.ts";
import { firstMatch } from "../match/linear.ts";
import { compileRegexes } from "../match/regex-matcher.ts";
import { exactPattern } from "../plan/pattern.ts";
import type { Predicate, PresentConstant } from "../plan/predicate.ts";
import { addressTest, areEqual, areOrdered, canonicalText, holds } from "./comparison.ts";
import type { FieldValue } from "./document.ts";
import { timeOf } from "./expression.ts";

/** A predicate over the single values of one field. */
export type ValuePredicate = Exclude<Predicate, { readonly kind: "absent" | "computed" }>;

/** Answers for one value; and names the pattern that matches a value for which it is true. */
export interface ValueTest {
  test(value: FieldValue): boolean;
  /** The pattern or constant out of several, as the rule has it; `null` where the predicate has none. */
  matchedPattern(value: FieldValue): string | null;
}

/** Compiles a predicate on one field's values. */
export function compileValueTest(predicate: ValuePredicate, strategy: MatcherStrategy): ValueTest {
  switch (predicate.kind) {
    case "patterns": {
      const matcher = strategy.compile(predicate.list);
      const textOf = predicate.values === "strings" ? stringOnly : canonicalText;
      return {
        test: (value) => {
          const text = textOf(value);
          return text !== null && matcher.test(text);
        },
        matchedPattern: (value) => {
          const position = firstMatch(predicate.list, textOf(value) ?? "");
          return predicate.list.patterns[position]?.text ?? null;
        },
      };
    }
    case "regexes": {
      const matcher = compileRegexes(predicate.patterns, predicate.caseMode);
      return {
        test: (value) => {
          const text = canonicalText(value);
          return text !== null && matcher.test(text);
        },
        matchedPattern: (value) => {
          const text = canonicalText(value) ?? "";
          const found = predicate.patterns.find((regex) => compileRegexes([regex], predicate.caseMode).test(text));
          return found?.text ?? null;
        },
      };
    }
    case "equals":
      return compileEquality(predicate.constants, strategy);
    case "order":
      return { test: (value) => areOrdered(value, predicate.operator, predicate.constant), matchedPattern: () => null };
    case "instant":
      return {
        test: (value) => {
          const time = timeOf(value);
          if (time === null) return false;
          return predicate.instants.some((instant) =>
            holds(time < instant ? -1 : Number(time > instant), predicate.operator),
          );
        },
        matchedPattern: () => null,
      };
  }
}

function stringOnly(value: FieldValue): string | null {
  return typeof value === "string" ? value : null;
}

/**
 * Equality with any of the constants. Strings go to a matcher, which answers for thousands at once; the few constants
 * that a string can equal by another reading (numbers, addresses, booleans) are asked one by one.
 */
function compileEquality(constants: readonly PresentConstant[], strategy: MatcherStrategy): ValueTest {
  const tests = constants.map((constant) => {
    const test = addressTest(constant) ?? ((value: FieldValue): boolean => areEqual(value, constant));
    return { constant, test };
  });
  const others = tests.filter(({ constant }) => typeof constant !== "string" || addressTest(constant) !== null);
  const texts = constants.filter((constant) => typeof constant === "string" && addressTest(constant) === null);
  const matcher = strategy.compile({ patterns: texts.map((text) => exactPattern(String(text))), caseMode: "exact" });
  return {
    test: (value) => {
      if (typeof value !== "string") return tests.some(({ test }) => test(value));
      return matcher.test(value) || others.some(({ test }) => test(value));
    },
    matchedPattern: (value) => {
      const found = tests.find(({ test }) => test(value));
      return found === undefined ? null : String(found.constant);
    },
  };
}
