import { describe, expect, it } from "vitest";
import { buildFilterTree, type FilterTree } from "../../src/evaluate/filter-tree.ts";
import { planOf } from "./planning.ts";

/** The tree as text: of each branch its predicate, of each filter how many conditions are left of it. */
function show({ filters, branches }: FilterTree): unknown[] {
  return [
    ...filters.map(({ filter, conjuncts }) => `filter ${filter}, ${conjuncts.length} left`),
    ...branches.map(({ predicate, tree }) => ({ [`p${predicate}`]: show(tree) })),
  ];
}

describe("buildFilterTree", () => {
  it("hangs filters on the conditions that they begin with", () => {
    const plan = planOf(
      'process where os == "w" and type == "s" and name : "a"',
      'file where os == "w"',
      'process where os == "w" and type == "e"',
      "any where true",
      'process where not os == "w"',
      'any where os == "w" or x == 1',
      'process where os == "w" and 1 / 0 == 1 and type == "s"',
    );
    expect(show(buildFilterTree(plan))).toEqual([
      "filter 3, 1 left",
      "filter 5, 1 left",
      {
        p0: [
          "filter 4, 1 left",
          { p1: ["filter 6, 2 left", { p2: [{ p3: ["filter 0, 0 left"] }] }, { p5: ["filter 2, 0 left"] }] },
        ],
      },
      { p4: [{ p1: ["filter 1, 0 left"] }] },
    ]);
  });

  it("has the filters that are asked, and no others", () => {
    const plan = planOf('process where os == "w" and name : "a"', 'file where os == "w"', 'process where os == "w"');
    expect(show(buildFilterTree(plan, [0, 2]))).toEqual([
      { p0: [{ p1: ["filter 2, 0 left", { p2: ["filter 0, 0 left"] }] }] },
    ]);
    expect(show(buildFilterTree(plan, []))).toEqual([]);
  });

  it("is no deeper than a few levels, however long a conjunction is", () => {
    const plan = planOf(`any where ${Array.from({ length: 20_000 }, (_, i) => `x == ${i}`).join(" and ")}`);
    expect(show(buildFilterTree(plan))).toEqual([{ p0: [{ p1: [{ p2: [{ p3: ["filter 0, 19996 left"] }] }] }] }]);
  });
});
