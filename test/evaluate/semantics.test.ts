import { describe, expect, it } from "vitest";
import { Evaluator } from "../../src/evaluate/evaluator.ts";
import { autoStrategy } from "../../src/match/auto.ts";
import { matcherStrategies } from "../../src/match/strategies.ts";
import { semanticsCases } from "../semantics/cases.ts";
import { eventOf, planOf } from "./planning.ts";

describe.each([...matcherStrategies])("the evaluator says what SEMANTICS.md says, with %s", (_name, strategy) => {
  it.each(semanticsCases)("$rule: $name", ({ condition, document, expected }) => {
    const evaluator = new Evaluator(planOf(`any where ${condition}`), strategy);
    evaluator.load(eventOf(document));
    expect(evaluator.matches(0)).toBe(expected);
    expect(evaluator.reachedCombinationLimit).toBe(false);
  });
});

describe("one plan of all conditions", () => {
  const plan = planOf(...semanticsCases.map(({ condition }) => `any where ${condition}`));

  it("finds all that match at once, in their order", () => {
    const evaluator = new Evaluator(plan, autoStrategy);
    for (const document of new Set(semanticsCases.map((each) => each.document))) {
      evaluator.load(eventOf(document));
      const expected = [...plan.filters.keys()].filter((filter) => evaluator.matches(filter));
      evaluator.load(eventOf(document));
      expect(evaluator.matchingFilters()).toEqual(expected);
    }
  });

  it("finds those that match among some, in their order", () => {
    const evaluator = new Evaluator(plan, autoStrategy);
    const [{ document } = { document: "{}" }] = semanticsCases;
    evaluator.load(eventOf(document));
    const all = evaluator.matchingFilters();
    const asked = [...plan.filters.keys()].filter((filter) => filter % 3 !== 1);
    evaluator.load(eventOf(document));
    expect(evaluator.matchingAmong(asked)).toEqual(all.filter((filter) => filter % 3 !== 1));
    expect(evaluator.matchingAmong([])).toEqual([]);
    expect(all.length).toBeGreaterThan(asked.length / 10);
  });

  it.each([...matcherStrategies])("gives each its own verdict, with %s", (_name, strategy) => {
    const evaluator = new Evaluator(plan, strategy);
    const wrong = semanticsCases.filter(({ document, expected }, rule) => {
      evaluator.load(eventOf(document));
      return evaluator.matches(rule) !== expected;
    });
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });
});
