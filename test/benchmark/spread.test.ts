import { describe, expect, it } from "vitest";
import { quartilesOf, rangeOf, speedRatio } from "../../src/benchmark/spread.ts";

describe("spreads", () => {
  it.each([
    { samples: [], range: null, quartiles: null },
    { samples: [5], range: { median: 5, low: 5, high: 5 }, quartiles: { median: 5, low: 5, high: 5 } },
    { samples: [3, 1, 2], range: { median: 2, low: 1, high: 3 }, quartiles: { median: 2, low: 1.5, high: 2.5 } },
    {
      samples: [4, 10, 2, 3],
      range: { median: 3.5, low: 2, high: 10 },
      quartiles: { median: 3.5, low: 2.75, high: 5.5 },
    },
  ])("of $samples", ({ samples, range, quartiles }) => {
    expect(rangeOf(samples)).toEqual(range);
    expect(quartilesOf(samples)).toEqual(quartiles);
  });

  it("leave the samples in their order, which is that of the rounds", () => {
    const samples = [3, 1, 2];
    rangeOf(samples);
    expect(samples).toEqual([3, 1, 2]);
  });
});

describe("the ratio of speeds", () => {
  it("is taken round by round: a machine that slows down for a while slows both", () => {
    expect(speedRatio([1, 10, 2], [2, 20, 4])).toEqual({ median: 2, low: 2, high: 2 });
  });

  it.each([
    { seconds: [1, 2], base: [2, 6], ratio: { median: 2.5, low: 2, high: 3 } },
    { seconds: [1, 2, 9], base: [2], ratio: { median: 2, low: 2, high: 2 } },
    { seconds: [1], base: [], ratio: null },
  ])("$seconds against $base is $ratio", ({ seconds, base, ratio }) => {
    expect(speedRatio(seconds, base)).toEqual(ratio);
  });
});
