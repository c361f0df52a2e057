import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as v from "valibot";
import type { MatcherCase } from "../src/benchmark/matcher-measurement.ts";
import { packageFolder } from "../src/benchmark/package-location.ts";
import { linearStrategy } from "../src/match/linear.ts";
import { type PatternList, wildcardPattern } from "../src/plan/pattern.ts";
import type { HuntPlan } from "../src/plan/plan.ts";
import { makePatterns, makeValues } from "./matcher-input.ts";

/** The lengths and shares that the long list is measured at; every list at the middle ones. */
const valueLengths = [20, 80, 320] as const;
const matchingShares = [0, 0.1, 0.9] as const;
const [, usualLength] = valueLengths;
const [, usualShare] = matchingShares;

/** What a list of the prebuilt rules has on average, and a long one; and the list measured in every way. */
const patternCounts = [17, 100] as const;
const longCount = 1000;

/** More than RE2's sets remember the way of, so that most values are new to them, as in a log. */
const usualValues = 4000;
/** The corpus is so long that who tries one pattern after the other takes a second for this many. */
const corpusValues = 500;
const quickValues = 200;
const broadnessSample = 200;

/**
 * The project's cases: the lists of the shipped rule, made-up lists, and where they are at hand (`EQLHUNT_SHARED`) the
 * patterns of all prebuilt rules of Elastic as one list. Case is ignored, as `:` does. What must match is what the naive matcher
 * says. `quick`: a few cases with few values.
 */
export function matcherBenchCases(plan: HuntPlan, { quick }: { readonly quick: boolean }): readonly MatcherCase[] {
  const count = quick ? quickValues : usualValues;
  const usual = { length: usualLength, matchingShare: usualShare, count };
  const cases = ruleLists(plan).map(({ name, list }) => makeCase(name, list, usual));
  if (quick) return [...cases, madeUpCase(100, usual)];
  for (const patternCount of patternCounts) cases.push(madeUpCase(patternCount, usual));
  for (const length of valueLengths) {
    for (const matchingShare of matchingShares) cases.push(madeUpCase(longCount, { length, matchingShare, count }));
  }
  const corpus = readCorpus();
  if (corpus !== null) cases.push(makeCase("all rules of Elastic", corpus, { ...usual, count: corpusValues }));
  return cases;
}

interface CaseShape {
  readonly length: number;
  readonly matchingShare: number;
  readonly count: number;
}

function madeUpCase(patternCount: number, shape: CaseShape): MatcherCase {
  return makeCase("made up", listOf(makePatterns(patternCount, patternCount)), shape);
}

function makeCase(name: string, list: PatternList, shape: CaseShape): MatcherCase {
  const naive = linearStrategy.compile(list);
  // The naive matcher takes a while for a long list, and is asked twice.
  const verdicts = new Map<string, boolean>();
  const isMatch = (value: string): boolean => {
    const verdict = verdicts.get(value) ?? naive.test(value);
    verdicts.set(value, verdict);
    return verdict;
  };
  const texts = list.patterns.map(({ text }) => text);
  const values = makeValues(texts, { ...shape, seed: shape.length }, isMatch);
  return { name, list, values, matches: values.filter(isMatch).length };
}

/** The lists of several patterns that a plan has, named by their field. */
function ruleLists({ predicates, fields }: HuntPlan): { readonly name: string; readonly list: PatternList }[] {
  const lists: { readonly name: string; readonly list: PatternList }[] = [];
  for (const predicate of predicates) {
    if (predicate.kind !== "patterns" || predicate.list.patterns.length < 2) continue;
    lists.push({ name: fields[predicate.field]?.name ?? "", list: predicate.list });
  }
  return lists;
}

function listOf(texts: readonly string[]): PatternList {
  return { patterns: texts.map(wildcardPattern), caseMode: "ascii" };
}

/** Null where the corpus isn't at hand. */
function readCorpus(): PatternList | null {
  const shared = process.env["EQLHUNT_SHARED"] ?? fileURLToPath(new URL("../shared", packageFolder));
  const path = `${shared}/corpus/wildcard_patterns.json`;
  if (!existsSync(path)) return null;
  const counted = v.parse(v.array(v.tuple([v.string(), v.number()])), JSON.parse(readFileSync(path, "utf8")));
  return withoutBroad(listOf(counted.map(([text]) => text)));
}

/** Leaves out patterns such as `*.exe`: of all rules together some match nearly every value, and the rest would not be asked. */
function withoutBroad({ patterns, caseMode }: PatternList): PatternList {
  const shape = { count: broadnessSample, length: usualLength, matchingShare: 0, seed: 0 };
  const values = makeValues([], shape, () => false);
  const narrow = patterns.filter((pattern) => {
    const naive = linearStrategy.compile({ patterns: [pattern], caseMode });
    return !values.some((value) => naive.test(value));
  });
  return { patterns: narrow, caseMode };
}
