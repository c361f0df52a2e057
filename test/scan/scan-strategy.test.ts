import { describe, expect, it } from "vitest";
import { chooseScanStrategy, explainScanStrategy, planLiterals } from "../../src/scan/scan-strategy.ts";
import { planOf } from "../evaluate/planning.ts";

function listOf(count: number, text = "item"): string {
  return Array.from({ length: count }, (_, i) => `"${text} ${i}"`).join(", ");
}

describe("the strategy for a plan", () => {
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
      "literals that a later one implies",
      [`any where x in (${listOf(60)})`, 'any where x : "*item*"'],
      "literal",
      "every match holds one literal",
    ],
    [
      "as many with both quotes and with one",
      [`any where x in (${listOf(64, "wanted item")})`, `any where x : (${listOf(64, "*wanted item")})`],
      "literal",
      "every match holds one of 64 literals",
    ],
    [
      "a rule without any",
      ['any where x == "wanted"', "any where x == null"],
      "extract",
      "of 2 rules 1 has no mandatory literal",
    ],
    ["a rule that can't match", ["any where false"], "literal", "no event can match, so no line is looked at"],
    ["no rule", [], "literal", "no event can match, so no line is looked at"],
  ])("for %s", (_, queries, strategy, reason) => {
    const plan = planOf(...queries);
    expect(chooseScanStrategy(plan)).toBe(strategy);
    expect(explainScanStrategy(plan)).toEqual({ strategy, reason });
  });

  it("counts only the filters that are asked", () => {
    const plan = planOf('any where x == "wanted"', "any where x == null", 'any where x == "other"');
    expect(chooseScanStrategy(plan, [0, 2])).toBe("literal");
    expect(planLiterals(plan, [0, 2])).toEqual(['"wanted"', '"other"']);
    expect(planLiterals(plan, [1])).toBeNull();
    expect(planLiterals(plan, [])).toEqual([]);
  });
});
