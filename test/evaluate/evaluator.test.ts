import { describe, expect, it } from "vitest";
import { Evaluator } from "../../src/evaluate/evaluator.ts";
import { autoStrategy } from "../../src/match/auto.ts";
import type { MatcherStrategy } from "../../src/match/matcher.ts";
import { eventOf, planOf } from "./planning.ts";

function evaluatorOf(document: string, ...queries: readonly string[]): Evaluator {
  const evaluator = new Evaluator(planOf(...queries), autoStrategy);
  evaluator.load(eventOf(document));
  return evaluator;
}

describe("an evaluator", () => {
  it("forgets the document before", () => {
    const evaluator = evaluatorOf('{"x":1,"y":"a"}', 'any where x == 1 and y : "a"');
    expect(evaluator.matches(0)).toBe(true);
    evaluator.load(eventOf('{"y":"a"}'));
    expect(evaluator.matches(0)).toBe(false);
    expect(evaluator.explain(0)).toEqual([expect.objectContaining({ value: "a" })]);
    evaluator.load(eventOf('{"x":1,"y":"A"}'));
    expect(evaluator.matches(0)).toBe(true);
  });

  it("says nothing before there is a document, or of a rule that isn't there", () => {
    const evaluator = new Evaluator(planOf("any where x == 1"), autoStrategy);
    expect(evaluator.matches(0)).toBe(false);
    expect(evaluator.time(0)).toBeNull();
    evaluator.load(eventOf('{"x":1}'));
    expect(evaluator.matches(7)).toBe(false);
    expect(evaluator.explain(7)).toEqual([]);
  });

  it("asks only the filters that it is made for, unless one is asked by its number", () => {
    const plan = planOf("any where x == 1", "any where x != null", "any where y == null");
    const evaluator = new Evaluator(plan, autoStrategy, [1]);
    evaluator.load(eventOf('{"x":1}'));
    expect(evaluator.matchingFilters()).toEqual([1]);
    expect([0, 1, 2].filter((filter) => evaluator.matches(filter))).toEqual([0, 1, 2]);
    expect(evaluator.explain(0)).toHaveLength(1);
  });

  it("asks each predicate once, and none that decides nothing", () => {
    const asked: string[] = [];
    const strategy: MatcherStrategy = {
      name: "listening",
      compile: (list) => ({
        strategy: "listening",
        test: (value) => {
          asked.push(`${list.patterns[0]?.text} ${value}`);
          return autoStrategy.compile(list).test(value);
        },
      }),
    };
    const evaluator = new Evaluator(
      planOf(
        'any where x : "a*" and y : "b*"',
        'any where y : "b*" or x : "a*"',
        'any where not x : "a*" and y : "c*"',
      ),
      strategy,
    );
    evaluator.load(eventOf('{"x":"ab","y":"bc"}'));
    expect([0, 1, 2].map((rule) => evaluator.matches(rule))).toEqual([true, true, false]);
    expect(asked).toEqual(["a* ab", "b* bc"]);
  });

  it.each<[string, bigint | null]>([
    ['{"@timestamp":"2025-08-18T10:00:00.5Z"}', 1_755_511_200_500_000_000n],
    ['{"@timestamp":["5","6"]}', 5_000_000n],
    ['{"@timestamp":[null,7]}', 7_000_000n],
    ['{"@timestamp":["x","6"]}', null],
    ['{"@timestamp":true}', null],
    ["{}", null],
  ])("reads the time of %s", (document, expected) => {
    expect(evaluatorOf(document, "any where true").time(0)).toBe(expected);
  });
});

function explained(document: string, condition: string): unknown[] {
  const plan = planOf(`any where ${condition}`);
  const evaluator = new Evaluator(plan, autoStrategy);
  evaluator.load(eventOf(document));
  expect(evaluator.matches(0)).toBe(true);
  return evaluator
    .explain(0)
    .map(({ field, value, pattern, text }) => [plan.fields[field]?.name, value, pattern, text]);
}

describe("explain", () => {
  it.each<[string, string, unknown[]]>([
    ['{"x":["q","Bc","ab"]}', 'x : ("a*", "b*")', [["x", "Bc", "b*", 'x : ("a*", "b*")']]],
    ['{"x":"b"}', 'x in ("a", "b", 5)', [["x", "b", "b", 'x in ("a", "b", 5)']]],
    ['{"x":"5.0"}', 'x in ("a", "b", 5)', [["x", "5.0", "5", 'x in ("a", "b", 5)']]],
    ['{"x":"0::1"}', 'x == "::1"', [["x", "0::1", "::1", 'x == "::1"']]],
    ['{"x":true}', "x", [["x", true, "true", "x"]]],
    ['{"x":7}', "x > 5", [["x", 7, null, "x > 5"]]],
    ['{"x":"ab"}', 'startsWith(x, "a")', [["x", "ab", "a", 'startsWith(x, "a")']]],
    ['{"x":"abb"}', 'x regex ("a", "ab*")', [["x", "abb", "ab*", 'x regex ("a", "ab*")']]],
    [
      '{"x":"a","y":["c","b"]}',
      'concat(x, y) == "ab"',
      [
        ["x", "a", null, 'concat(x, y) == "ab"'],
        ["y", "b", null, 'concat(x, y) == "ab"'],
      ],
    ],
    ['{"x":"a"}', "y == null", []],
    ['{"x":"a"}', 'not x : "b"', []],
    ['{"x":"a"}', 'not not x : "a"', [["x", "a", "a", 'x : "a"']]],
    ['{"x":"a"}', 'x != "b" and x : "a" and true', [["x", "a", "a", 'x : "a"']]],
    ['{"x":"a","y":"q"}', 'x : "b" or y : "q"', [["y", "q", "q", 'y : "q"']]],
    [
      '{"x":9007199254740993}',
      "x == 9007199254740993",
      [["x", 9007199254740993n, "9007199254740993", "x == 9007199254740993"]],
    ],
  ])("of %s and %s", (document, condition, expected) => {
    expect(explained(document, condition)).toEqual(expected);
  });

  it("leaves the category test out", () => {
    const evaluator = evaluatorOf('{"event.category":"process","x":1}', "process where x == 1");
    expect(evaluator.matches(0)).toBe(true);
    expect(evaluator.explain(0).map(({ text }) => text)).toEqual(["x == 1"]);
  });
});

/** The array of the numbers from 0, as JSON. */
function numbers(count: number): string {
  return JSON.stringify(Array.from({ length: count }, (_, index) => index));
}

describe("the limit of combinations", () => {
  it.each<[string, number, number, string, boolean, boolean]>([
    ["all are tried up to the limit", 256, 256, 'concat(x, ":", y) == "255:255"', true, false],
    ["the first ones are tried, the last field fastest", 257, 256, 'concat(x, ":", y) == "255:255"', true, false],
    ["one behind the limit isn't", 257, 256, 'concat(x, ":", y) == "256:0"', false, true],
    ["one that never holds", 257, 256, 'concat(x, ":", y) == "a"', false, true],
    ["not of one that is cut off", 257, 256, 'not concat(x, ":", y) == "256:0"', true, true],
    ["none where there are no more", 256, 256, 'concat(x, ":", y) == "a"', false, false],
    ["none for a single field", 65_537, 1, "x == 65536", true, false],
    ["none for a function of a single field", 65_537, 1, 'concat(x, x) == "6553665536"', true, false],
    ["none where nothing asks", 257, 256, 'false and concat(x, ":", y) == "a"', false, false],
  ])("%s", (_, first, second, condition, matches, combinationLimit) => {
    const evaluator = evaluatorOf(`{"x":${numbers(first)},"y":${numbers(second)}}`, `any where ${condition}`);
    expect(evaluator.matches(0)).toBe(matches);
    expect(evaluator.reachedCombinationLimit).toBe(combinationLimit);
    evaluator.load(eventOf("{}"));
    expect(evaluator.reachedCombinationLimit).toBe(false);
  });
});
