import { describe, expect, it } from "vitest";
import { buildRuleTree, type RuleTree } from "../../src/evaluate/rule-tree.ts";
import { planOf } from "./planning.ts";

/** The tree as text: of each branch its predicate, of each rule how many conditions are left of it. */
function show({ rules, branches }: RuleTree): unknown[] {
  return [
    ...rules.map(({ rule, conjuncts }) => `rule ${rule}, ${conjuncts.length} left`),
    ...branches.map(({ predicate, tree }) => ({ [`p${predicate}`]: show(tree) })),
  ];
}

describe("buildRuleTree", () => {
  it("hangs rules on the conditions that they begin with", () => {
    const plan = planOf(
      'process where os == "w" and type == "s" and name : "a"',
      'file where os == "w"',
      'process where os == "w" and type == "e"',
      "any where true",
      'process where not os == "w"',
      'any where os == "w" or x == 1',
      'process where os == "w" and 1 / 0 == 1 and type == "s"',
    );
    expect(show(buildRuleTree(plan))).toEqual([
      "rule 3, 1 left",
      "rule 5, 1 left",
      {
        p0: [
          "rule 4, 1 left",
          { p1: ["rule 6, 2 left", { p2: [{ p3: ["rule 0, 0 left"] }] }, { p5: ["rule 2, 0 left"] }] },
        ],
      },
      { p4: [{ p1: ["rule 1, 0 left"] }] },
    ]);
  });

  it("is no deeper than a few levels, however long a conjunction is", () => {
    const plan = planOf(`any where ${Array.from({ length: 20_000 }, (_, i) => `x == ${i}`).join(" and ")}`);
    expect(show(buildRuleTree(plan))).toEqual([{ p0: [{ p1: [{ p2: [{ p3: ["rule 0, 19996 left"] }] }] }] }]);
  });
});
