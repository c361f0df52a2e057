import { describe, expect, it } from "vitest";
import { deferrableStages, stageFilters } from "../../src/correlate/stage-choice.ts";
import { planOf } from "../evaluate/planning.ts";

/** Filters are numbered by rule, then stage, then `until`. */
const plan = planOf(
  "any where a == 1",
  "sequence by k [any where a == 1] [any where b == 1] [any where a == 1] until [any where c == 1]",
  "sequence by k with maxspan=1s [any where a == 1] ![any where b == 1]",
  "sample by k [any where a == 1] [any where b == 1]",
  "sequence by k [any where a == 1] with runs=3",
);

describe("stages that can wait", () => {
  it("are never those of an event rule", () => {
    expect(stageFilters(plan)).toEqual(plan.filters.map((_, filter) => filter).slice(1));
  });

  it("are those that many events hit, but for the rarest of each rule that must be hit", () => {
    const shares = [1, 0.5, 0.01, 0.6, 0.7, 0.9, 0.001, 0.2, 0.3, 1];
    expect(deferrableStages(plan, (filter) => shares[filter] ?? 0, 0.1)).toEqual([1, 3, 4, 8]);
    expect(deferrableStages(plan, (filter) => shares[filter] ?? 0, 0.55)).toEqual([3, 4]);
  });

  it("leave the first one where all are as frequent", () => {
    expect(deferrableStages(plan, () => 1, 0)).toEqual([2, 3, 4, 6, 8]);
    expect(deferrableStages(plan, () => 0, 0)).toEqual([]);
  });
});
