import { describe, expect, it } from "vitest";
import { compileKernel } from "../../src/kernel/kernel-module.ts";
import { LineSample } from "../../src/scan/line-sample.ts";
import { chooseScanStrategy, explainScanStrategy, planLiterals } from "../../src/scan/scan-strategy.ts";
import { planOf } from "../evaluate/planning.ts";

const literals = await compileKernel("literals");

function listOf(count: number, text = "item"): string {
  return Array.from({ length: count }, (_, i) => `"${text} ${i}"`).join(", ");
}

describe("the strategy for a plan", () => {
  it.each<[string, string[], string, string]>([
    [
      "a literal",
      ['any where x == "wanted"'],
      "literal",
      "every match holds one literal; extract, if more than 20 % of the lines do",
    ],
    [
      "as many literals as are worth it",
      [`any where x in (${listOf(64)})`],
      "literal",
      "every match holds one of 64 literals; extract, if more than 20 % of the lines do",
    ],
    ["more of them", [`any where x in (${listOf(65)})`], "extract", "65 mandatory literals are too many to search for"],
    [
      "literals that a later one implies",
      [`any where x in (${listOf(60)})`, 'any where x : "*item*"'],
      "literal",
      "every match holds one literal; extract, if more than 20 % of the lines do",
    ],
    [
      "as many with both quotes and with one",
      [`any where x in (${listOf(64, "wanted item")})`, `any where x : (${listOf(64, "*wanted item")})`],
      "literal",
      "every match holds one of 64 literals; extract, if more than 20 % of the lines do",
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
    expect(chooseScanStrategy(plan).strategy).toBe(strategy);
    expect(explainScanStrategy(plan)).toEqual({ strategy, reason });
  });

  const extract = "extract" as const;
  const literal = "literal" as const;
  it.each([
    [
      "few lines",
      '{"x":"wanted"}\n' + '{"x":"other"}\n'.repeat(9),
      literal,
      "every match holds one literal, as do 10 % of a sample's lines",
    ],
    [
      "as many as are worth it",
      '{"x":"wanted"}\n' + "{}\n".repeat(4),
      literal,
      "every match holds one literal, as do 20 % of a sample's lines",
    ],
    [
      "more of them",
      '{"x":"wanted"}\n' + "{}\n".repeat(3),
      extract,
      "every match holds one literal, as do 25 % of a sample's lines",
    ],
    [
      "next to none",
      '{"x":"wanted"}\n' + "{}\n".repeat(400),
      literal,
      "every match holds one literal, as do less than 1 % of a sample's lines",
    ],
    ["none", "{}\n{}", literal, "every match holds one literal, as do 0 % of a sample's lines"],
    [
      "lines that may hide it",
      '{"x":"wante\\u0064"}',
      extract,
      "every match holds one literal, as do 100 % of a sample's lines",
    ],
    ["no line at all", "", literal, "every match holds one literal"],
  ])("by a sample in which %s hold the literal", (_, lines, strategy, reason) => {
    const sample = new LineSample([Buffer.from(lines)], literals);
    expect(chooseScanStrategy(planOf('any where x == "wanted"'), { sample })).toEqual({ strategy, reason });
  });

  it.each([
    [["any where x == null"], extract, "not every rule has a mandatory literal"],
    [[`any where x in (${listOf(65)})`], extract, "more than 64 mandatory literals are too many to search for"],
    [["any where false"], literal, "no event can match, so no line is looked at"],
  ])("whatever the sample, for %j", (queries, strategy, reason) => {
    const sample = new LineSample([Buffer.from("{}")], literals);
    expect(chooseScanStrategy(planOf(...queries), { sample })).toEqual({ strategy, reason });
  });

  it("counts only the filters that are asked", () => {
    const plan = planOf('any where x == "wanted"', "any where x == null", 'any where x == "other"');
    expect(chooseScanStrategy(plan, { asked: [0, 2] }).strategy).toBe("literal");
    expect(planLiterals(plan, [0, 2])).toEqual(['"wanted"', '"other"']);
    expect(planLiterals(plan, [1])).toBeNull();
    expect(planLiterals(plan, [])).toEqual([]);
  });
});
