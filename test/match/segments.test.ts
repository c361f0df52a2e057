import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { firstMatch } from "../../src/match/linear.ts";
import { hasShortSegments, matchSegments, segmentPattern } from "../../src/match/segments.ts";
import { wildcardPattern } from "../../src/plan/pattern.ts";

describe("segmentPattern", () => {
  it.each([
    ["", { start: [], middle: [], end: [], hasRun: false }],
    ["a?b", { start: ["a", 1, "b"], middle: [], end: [], hasRun: false }],
    ["*", { start: [], middle: [], end: [], hasRun: true }],
    ["*a*", { start: [], middle: [["a"]], end: [], hasRun: true }],
    ["a*b??c*?*d", { start: ["a"], middle: [["b", 2, "c"], [1]], end: ["d"], hasRun: true }],
  ])("of %j", (text, segments) => {
    expect(segmentPattern(wildcardPattern(text))).toEqual(segments);
  });
});

describe("matchSegments", () => {
  it.each([
    ["a*?b*c", "abc", false],
    ["a*?b*c", "axbc", true],
    ["a*?b*c", "abbc", true],
    ["*?a*", "aa", true],
    ["a*b?*?c", "abxc", false],
    ["a*b?*?c", "abxyc", true],
    ["*😀?a*", "😀😀aa", true],
  ])("%j on %j: %s", (text, value, expected) => {
    expect(matchSegments(segmentPattern(wildcardPattern(text)), value)).toBe(expected);
  });

  it("says what the naive matcher says", () => {
    const text = fc
      .array(fc.constantFrom("a", "b", "ab", "😀", "*", "*", "?"), { maxLength: 9 })
      .map((all) => all.join(""));
    const value = fc.array(fc.constantFrom("a", "b", "😀"), { maxLength: 9 }).map((all) => all.join(""));
    let matched = 0;
    fc.assert(
      fc.property(text, fc.array(value, { minLength: 5, maxLength: 5 }), (text, values) => {
        const pattern = wildcardPattern(text);
        const segments = segmentPattern(pattern);
        const expected = values.map((value) => firstMatch({ patterns: [pattern], caseMode: "exact" }, value) === 0);
        expect(values.map((value) => matchSegments(segments, value))).toEqual(expected);
        matched += expected.filter(Boolean).length;
      }),
      { numRuns: 5_000 },
    );
    expect(matched).toBeGreaterThan(1_000);
  });
});

describe("hasShortSegments", () => {
  it.each([
    [`${"*a?b".repeat(200)}*`, true],
    [`*${"a?".repeat(8)}*`, true],
    [`*${"a?".repeat(9)}*`, false],
    ["a?".repeat(9), false],
    [`*${"a?".repeat(9)}`, false],
  ])("of %j: %s", (text, expected) => {
    expect(hasShortSegments(segmentPattern(wildcardPattern(text)))).toBe(expected);
  });
});
