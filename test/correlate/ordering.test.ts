import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JoinKey } from "../../src/correlate/candidate.ts";
import { compareKeys, compareMoments, compareTiebreakers } from "../../src/correlate/ordering.ts";

const ascending: readonly JoinKey[] = [
  null,
  false,
  true,
  Number.NEGATIVE_INFINITY,
  -(2n ** 60n),
  -1,
  0,
  0.5,
  2 ** 53 - 1,
  2n ** 53n,
  2n ** 60n,
  Number.POSITIVE_INFINITY,
  "",
  "0",
  "A",
  "a",
  "aa",
  "\uffee",
  "\u{1f600}",
];

const pairs = ascending.flatMap((left, leftPlace) =>
  ascending.map((right, rightPlace) => ({ left, right, order: Math.sign(leftPlace - rightPlace) })),
);

describe("the order", () => {
  it("of keys is null, booleans, numbers, strings by bytes", () => {
    for (const { left, right, order } of pairs) expect(Math.sign(compareKeys([left], [right]))).toBe(order);
  });

  it("of several keys is that of the first that differs", () => {
    expect(compareKeys(["a", 1], ["a", 2])).toBeLessThan(0);
    expect(compareKeys(["b", 1], ["a", 2])).toBeGreaterThan(0);
    expect(compareKeys([], [])).toBe(0);
  });

  it("of tiebreakers is the same, but for nulls, which come last", () => {
    for (const { left, right, order } of pairs) {
      const isOther = left === null || right === null;
      expect(Math.sign(compareTiebreakers(left, right))).toBe(isOther ? -order + 0 : order);
    }
  });

  it("of events is by time, tiebreaker, input, offset, index", () => {
    const moments = [
      { timeNs: null, tiebreaker: null, input: 9, offsetBytes: 9 },
      { timeNs: -5n, tiebreaker: null, input: 9, offsetBytes: 9 },
      { timeNs: 1n, tiebreaker: 1, input: 9, offsetBytes: 9 },
      { timeNs: 1n, tiebreaker: "1", input: 8, offsetBytes: 9 },
      { timeNs: 1n, tiebreaker: null, input: 0, offsetBytes: 8 },
      { timeNs: 1n, tiebreaker: null, input: 0, offsetBytes: 9 },
      { timeNs: 1n, tiebreaker: null, input: 1, offsetBytes: 0, index: 2 },
      { timeNs: 1n, tiebreaker: null, input: 1, offsetBytes: 0, index: 10 },
      { timeNs: 1n, tiebreaker: null, input: 1, offsetBytes: 1, index: 1 },
      { timeNs: 1n, tiebreaker: null, input: 1, offsetBytes: 2 },
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(moments, { minLength: moments.length }), (shuffled) => {
        expect(shuffled.toSorted(compareMoments)).toEqual(moments);
      }),
    );
  });
});
