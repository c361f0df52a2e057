import type { Matcher, MatcherStrategy } from "../match/matcher.ts";
import { firstMatch } from "../match/linear.ts";
import { compileRegexes } from "../match/regex-matcher.ts";
import type { Predicate, PresentConstant } from "../plan/predicate.ts";
import { addressTest, areEqual, areOrdered, canonicalText } from "./comparison.ts";
import type { FieldValue } from "./document.ts";
import { compileEquality } from "./equality.ts";
import { areInstantsOrdered, type DateReader } from "./instant.ts";
import { areOrderedBy } from "./typed-order.ts";

/** A predicate over the single values of one field. */
export type ValuePredicate = Exclude<Predicate, { readonly kind: "absent" | "computed" }>;

/** Answers for one value; and names the pattern that matches a value for which it is true. */
export interface ValueTest {
  test(value: FieldValue): boolean;
  /** The pattern or constant out of several, as the rule has it; `null` where the predicate has none. */
  matchedPattern(value: FieldValue): string | null;
}

/** Compiles a predicate on one field's values. `dates` reads them where they are compared as instants. */
export function compileValueTest(predicate: ValuePredicate, strategy: MatcherStrategy, dates: DateReader): ValueTest {
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
      const each = compileEach(predicate);
      return {
        test: (value) => {
          const text = canonicalText(value);
          return text !== null && matcher.test(text);
        },
        matchedPattern: (value) => {
          const text = canonicalText(value) ?? "";
          const position = each().findIndex((single) => single.test(text));
          return predicate.patterns[position]?.text ?? null;
        },
      };
    }
    case "equals":
      return {
        test: compileEquality(predicate.constants, strategy),
        matchedPattern: (value) => {
          const found = predicate.constants.find((constant) => equalsConstant(value, constant));
          return found === undefined ? null : String(found);
        },
      };
    case "order": {
      const { operator, constant, by } = predicate;
      return {
        test:
          by === undefined
            ? (value) => areOrdered(value, operator, constant)
            : (value) => areOrderedBy(by, value, operator, constant) === true,
        matchedPattern: () => null,
      };
    }
    case "instant":
      return {
        test: (value) => {
          const time = dates.ofValue(value);
          if (time === null) return false;
          return predicate.instants.some((instant) => areInstantsOrdered(time, predicate.operator, instant));
        },
        matchedPattern: () => null,
      };
  }
}

function stringOnly(value: FieldValue): string | null {
  return typeof value === "string" ? value : null;
}

/** The matcher of each pattern by itself, made when the first match is explained. */
function compileEach({ patterns, caseMode }: Predicate & { readonly kind: "regexes" }): () => readonly Matcher[] {
  let matchers: readonly Matcher[] | null = null;
  return () => (matchers ??= patterns.map((pattern) => compileRegexes([pattern], caseMode)));
}

function equalsConstant(value: FieldValue, constant: PresentConstant): boolean {
  return addressTest(constant)?.(value) ?? areEqual(value, constant);
}
