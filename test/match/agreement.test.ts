import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wildcardPattern, type CaseMode, type PatternList } from "../../src/plan/pattern.ts";
import { linearStrategy } from "../../src/match/linear.ts";
import type { MatcherStrategy } from "../../src/match/matcher.ts";
import { matcherStrategies } from "../../src/match/strategies.ts";
import { listAndValues, seededNumbers, valueFor } from "./bent-values.ts";

const all = [...matcherStrategies.values()];

/** Where a strategy says something else than the naive one, for people; and how many values the naive one finds. */
function compare(
  list: PatternList,
  values: readonly string[],
  strategies = all,
): { differing: string[]; matched: number } {
  const naive = linearStrategy.compile(list);
  const expected = values.map((value) => naive.test(value));
  const differing = strategies.flatMap((strategy) => {
    const matcher = strategy.compile(list);
    return values
      .filter((value, i) => matcher.test(value) !== expected[i])
      .map(
        (value) => `${strategy.name}, ${list.caseMode}: ${JSON.stringify(value)} by ${blame(strategy, list, value)}`,
      );
  });
  return { differing, matched: expected.filter(Boolean).length };
}

/** The pattern on which the strategy errs, if it does so with that one alone. */
function blame(strategy: MatcherStrategy, list: PatternList, value: string): string {
  const culprit = list.patterns.find((pattern) => {
    const single = { ...list, patterns: [pattern] };
    return strategy.compile(single).test(value) !== linearStrategy.compile(single).test(value);
  });
  return JSON.stringify(culprit?.text ?? list.patterns.map(({ text }) => text));
}

describe("all strategies agree", () => {
  it("on random lists and values that nearly match", () => {
    let matched = 0;
    fc.assert(
      fc.property(listAndValues, ({ list, values }) => {
        const found = compare(list, values);
        matched += found.matched;
        expect(found.differing).toEqual([]);
      }),
      { numRuns: 1_500 },
    );
    expect(matched).toBeGreaterThan(500);
  });

  it.each<CaseMode>(["exact", "ascii", "unicode"])("on lists of every length up to 300, %s", (caseMode) => {
    const choose = seededNumbers(7);
    const letters = ["a", "b", "A", "abcd", "bcdefgh", "Zzzzzzzzz", "*", "*", "?", "é", "😀"];
    const text = (): string => Array.from({ length: 1 + choose(6) }, () => letters[choose(letters.length)]).join("");
    for (const length of [0, 1, 2, 3, 4, 5, 16, 99, 100, 101, 300]) {
      const patterns = Array.from({ length }, () => wildcardPattern(text()));
      const values = [...Array.from({ length: 50 }, text), ...patterns.slice(0, 50).map((p) => valueFor(p, choose))];
      expect(compare({ patterns, caseMode }, values).differing).toEqual([]);
    }
  });
});

const corpus = resolve(process.env["EQLHUNT_SHARED"] ?? "../shared", "corpus/wildcard_patterns.json");

describe.skipIf(!existsSync(corpus))("all strategies agree on the patterns of the prebuilt rules", () => {
  const parsed: unknown = existsSync(corpus) ? JSON.parse(readFileSync(corpus, "utf8")) : [];
  const texts = Array.isArray(parsed) ? parsed.map((entry) => (Array.isArray(entry) ? String(entry[0]) : "")) : [];
  const patterns = texts.map(wildcardPattern);

  it.each<CaseMode>(["exact", "ascii"])("each alone, %s", (caseMode) => {
    const choose = seededNumbers(1);
    expect(patterns).toHaveLength(11_407);
    let matched = 0;
    const differing: string[] = [];
    for (const pattern of patterns) {
      const values = [valueFor(pattern, choose), valueFor(pattern, choose), texts[choose(texts.length)] ?? ""];
      const found = compare({ patterns: [pattern], caseMode }, values);
      matched += found.matched;
      if (found.differing.length > 0) differing.push(...found.differing);
    }
    expect(differing).toEqual([]);
    expect(matched).toBeGreaterThan(caseMode === "ascii" ? 10_000 : 5_000);
  });

  it.each<CaseMode>(["exact", "ascii"])("in lists of 17, 100 and 2,609, %s", (caseMode) => {
    const choose = seededNumbers(2);
    for (const length of [17, 17, 17, 100, 100, 100, 2_609]) {
      // Not the three that match nearly everything: what the others say would not be seen.
      const list = Array.from({ length }, () => patterns[choose(patterns.length)] ?? wildcardPattern("")).filter(
        ({ text }) => !/^[*?]*$/.test(text),
      );
      const values = Array.from({ length: 60 }, () =>
        valueFor((choose(2) === 0 ? list : patterns)[choose(list.length)] ?? wildcardPattern(""), choose),
      );
      expect(compare({ patterns: list, caseMode }, values).differing).toEqual([]);
    }
  });

  it("all at once, by the strategies that are made for many", () => {
    const choose = seededNumbers(3);
    const list = patterns.filter(({ text }) => !/^[*?]*$/.test(text));
    const values = Array.from({ length: 40 }, () => valueFor(list[choose(list.length)] ?? wildcardPattern(""), choose));
    const strategies = ["trie", "re2-set"] as const;
    const many = strategies.map((name) => matcherStrategies.get(name)).filter((strategy) => strategy !== undefined);
    expect(many).toHaveLength(2);
    expect(compare({ patterns: list, caseMode: "ascii" }, values, many).differing).toEqual([]);
  });
});
