import { wildcardPattern, type CaseMode, type Pattern } from "../plan/pattern.ts";
import { characterCases } from "./character-cases.ts";
import type { MatcherStrategy } from "./matcher.ts";
import { wildcardCases } from "./wildcard-cases.ts";

/** One line of the table: what a list must say of a value. */
export interface MatcherCase {
  /** The rule that the case shows, in a clause. */
  readonly shows: string;
  readonly patterns: readonly Pattern[];
  readonly caseMode: CaseMode;
  readonly value: string;
  readonly expected: boolean;
}

/** A case on which a strategy does not say what it must. */
export interface MatcherMismatch {
  readonly case: MatcherCase;
  /** What it said, or, if it threw, the message. */
  readonly actual: boolean | string;
}

/**
 * Runs a strategy through {@link matcherCases}. An empty answer: it agrees with all others on every case. The table is
 * there for whoever writes a strategy of their own and hands it to `createMatcher`. Never throws.
 *
 * @example
 * checkMatcherStrategy(myStrategy).map(({ case: { shows, value } }) => `${shows}: ${value}`);
 */
export function checkMatcherStrategy(strategy: MatcherStrategy): readonly MatcherMismatch[] {
  const mismatches: MatcherMismatch[] = [];
  for (const matcherCase of matcherCases) {
    const actual = answer(strategy, matcherCase);
    if (actual !== matcherCase.expected) mismatches.push({ case: matcherCase, actual });
  }
  return mismatches;
}

function answer(strategy: MatcherStrategy, { patterns, caseMode, value }: MatcherCase): boolean | string {
  try {
    return strategy.compile({ patterns, caseMode }).test(value);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * The table that says what patterns mean, for every strategy: SEMANTICS 5 in examples. In no particular order; each case
 * stands for itself.
 */
export const matcherCases: readonly MatcherCase[] = [...wildcardCases, ...characterCases].flatMap((group) => {
  const { shows, mode: caseMode = "exact", matches, misses } = group;
  const patterns = group.texts.map((text) => (typeof text === "string" ? wildcardPattern(text) : text));
  const toCase = (value: string, expected: boolean): MatcherCase => ({ shows, patterns, caseMode, value, expected });
  return matches.map((value) => toCase(value, true)).concat(misses.map((value) => toCase(value, false)));
});
