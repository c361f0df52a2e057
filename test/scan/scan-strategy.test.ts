import { describe, expect, it } from "vitest";
import { chooseScanStrategy, planLiterals } from "../../src/scan/scan-strategy.ts";
import { planOf } from "../evaluate/planning.ts";

function listOf(count: number): string {
  return Array.from({ length: count }, (_, i) => `"item ${i}"`).join(", ");
}

describe("chooseScanStrategy", () => {
  it.each<[string, string[], string, string]>([
    ["a literal", ['any where x == "wanted"'], "literal", "every match holds one literal"],
    [
      "as many literals as are worth it",
      [`any where x in (${listOf(64)})`],
      "literal",
      "every match holds one of 64 literals",
    ],
    ["more of them", [`any where x in (${listOf(65)})`], "extract", "65 mandatory literals are too many to search for"],
    [
      "a rule without any",
      ['any where x == "wanted"', "any where x == null"],
      "extract",
      "of 2 rules 1 has no mandatory literal",
    ],
    ["a rule that can't match", ["any where false"], "literal", "no event can match, so no line is looked at"],
    ["no rule", [], "literal", "no event can match, so no line is looked at"],
  ])("for %s", (_, queries, strategy, reason) => {
    expect(chooseScanStrategy(planOf(...queries))).toEqual({ strategy, reason });
  });

  it("counts only the filters that are asked", () => {
    const plan = planOf('any where x == "wanted"', "any where x == null", 'any where x == "other"');
    expect(chooseScanStrategy(plan, [0, 2]).strategy).toBe("literal");
    expect(planLiterals(plan, [0, 2])).toEqual(['"wanted"', '"other"']);
    expect(planLiterals(plan, [1])).toBeNull();
    expect(planLiterals(plan, [])).toEqual([]);
  });
});
