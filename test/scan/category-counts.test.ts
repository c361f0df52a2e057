import { describe, expect, it } from "vitest";
import { addCategoryCounts, type CategoryCounts, extrapolate, noCategories } from "../../src/scan/category-counts.ts";

function counts(
  categories: Readonly<Record<string, number>>,
  sampledBytes: number | null = null,
  isCut = false,
): CategoryCounts {
  const entries = Object.entries(categories);
  return {
    events: [entries.reduce((sum, [, events]) => sum + events, 0)],
    categories: entries.map(([category, events]) => ({ source: 0, field: 1, category, events })),
    isCut,
    sampledBytes,
  };
}

/** One event of each of 200 categories. */
function many(from: number): CategoryCounts {
  return counts(Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`c${from + index}`, 1])));
}

describe("counts of categories", () => {
  it("add up, each category by itself", () => {
    const sum = addCategoryCounts(counts({ registry: 2, process: 1 }), counts({ process: 4, file: 1 }));
    expect(sum).toEqual({ ...counts({ registry: 2, process: 5, file: 1 }), events: [8] });
    expect(addCategoryCounts(noCategories, sum)).toEqual(sum);
  });

  it("add up where one has more sources", () => {
    const both = addCategoryCounts({ ...noCategories, events: [1] }, { ...noCategories, events: [0, 2] });
    expect(both.events).toEqual([1, 2]);
  });

  it("are a sample if a part of them is", () => {
    expect(addCategoryCounts(counts({ a: 1 }, 10), counts({ a: 1 }, 5)).sampledBytes).toBe(15);
    expect(addCategoryCounts(counts({ a: 1 }), counts({ a: 1 }, 5)).sampledBytes).toBe(5);
  });

  it("are bounded", () => {
    const sum = addCategoryCounts(many(0), many(200));
    expect(sum.isCut).toBe(true);
    expect(sum.categories.length).toBe(256);
    expect(sum.events).toEqual([400]);
    expect(addCategoryCounts(many(0), many(0)).isCut).toBe(false);
    expect(addCategoryCounts(sum, noCategories).isCut).toBe(true);
  });

  it("of a sample let expect those of all", () => {
    expect(extrapolate(counts({ a: 2, b: 1 }, 10), 45)).toEqual({ ...counts({ a: 9, b: 5 }, 10), events: [14] });
  });

  it("are none of a sample that was all", () => {
    expect(extrapolate(counts({ a: 2 }, 10), 10)).toEqual(counts({ a: 2 }));
    expect(extrapolate(counts({ a: 2 }), 45)).toEqual(counts({ a: 2 }));
    expect(extrapolate(counts({}, 0), 45)).toEqual(counts({}, 0));
  });
});
