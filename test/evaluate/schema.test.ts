import { describe, expect, it } from "vitest";
import { Evaluator } from "../../src/evaluate/evaluator.ts";
import { autoStrategy } from "../../src/match/auto.ts";
import { matcherStrategies } from "../../src/match/strategies.ts";
import { planRules } from "../../src/plan/planning.ts";
import { schemaCases, schemaText } from "../semantics/schema.ts";
import { schemaOf, schemaRuleOf } from "../semantics/schema-rules.ts";
import { eventOf } from "./planning.ts";

const schema = schemaOf(schemaText);

describe.each([...matcherStrategies])(
  "the evaluator says what SEMANTICS.md says of schemas, with %s",
  (_name, strategy) => {
    it.each(schemaCases)("$rule: $name", ({ condition, document, expected }) => {
      const evaluator = new Evaluator(
        planRules([schemaRuleOf(`any where ${condition}`, schema)], { schema }),
        strategy,
      );
      evaluator.load(eventOf(document));
      expect(evaluator.matches(0)).toBe(expected);
    });
  },
);

describe("one plan of all conditions with a schema", () => {
  const rules = schemaCases.map(({ condition }, index) =>
    schemaRuleOf(`any where ${condition}`, schema, `rule-${index}`),
  );
  const evaluator = new Evaluator(planRules(rules, { schema }), autoStrategy);

  it("gives each its own verdict", () => {
    const wrong = schemaCases.filter(({ document, expected }, rule) => {
      evaluator.load(eventOf(document));
      return evaluator.matchingFilters().includes(rule) !== expected;
    });
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });
});

describe("the time of an event", () => {
  const timed = schemaOf('{"fields":{"t":{"type":"date","format":["dd-MM-yyyy"]}}}');
  const plan = planRules([schemaRuleOf("any where true", timed)], { schema: timed, timestampField: "t" });
  const evaluator = new Evaluator(plan, autoStrategy);

  it.each([
    ['{"t":"01-03-2024"}', 1_709_251_200_000_000_000n],
    ['{"t":["02-03-2024","01-03-2024"]}', 1_709_337_600_000_000_000n],
    ['{"t":"2024-03-01"}', null],
    ["{}", null],
  ])("is read by the schema's formats: %s", (document, expected) => {
    evaluator.load(eventOf(document));
    expect(evaluator.time(0)).toBe(expected);
  });
});
