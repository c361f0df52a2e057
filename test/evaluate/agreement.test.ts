import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Evaluator } from "../../src/evaluate/evaluator.ts";
import { matcherStrategies } from "../../src/match/strategies.ts";
import { planRules } from "../../src/plan/planning.ts";
import { fieldValues, parseDocument } from "../../src/reference/document.ts";
import { evaluateQuery } from "../../src/reference/evaluator.ts";
import { Choices } from "./choices.ts";
import { ConditionWriter } from "./conditions.ts";
import { DocumentWriter, vocabularyOf } from "./documents.ts";
import { eventOf, eventQueryOf, ruleOf } from "./planning.ts";

/** How many conditions; `EQLHUNT_AGREEMENT_RUNS` makes it a longer run. Each meets some documents of its own. */
const conditions = Number(process.env["EQLHUNT_AGREEMENT_RUNS"] ?? 2_000);
const documentsEach = 12;

/** Numbers to choose by, of which a condition takes a hundred and a document fifty or so. */
const numbers = fc.array(fc.nat(), { minLength: 100, maxLength: 800, size: "max" });

describe("the evaluator and the reference evaluator agree", () => {
  it("on random conditions over random documents, with each matcher strategy", () => {
    let pairs = 0;
    let matches = 0;
    fc.assert(
      fc.property(numbers, (numbers) => {
        const choices = Choices.listed(numbers);
        const text = `any where ${new ConditionWriter(choices).condition(2)}`;
        const rule = ruleOf(text);
        const query = eventQueryOf(rule);
        const plan = planRules([rule]);
        const evaluators = [...matcherStrategies].map(([name, strategy]) => ({
          name,
          evaluator: new Evaluator(plan, strategy),
        }));
        const writer = new DocumentWriter(choices, vocabularyOf(query.condition));
        for (let count = 0; count < documentsEach; count++) {
          const line = writer.document();
          const event = eventOf(line);
          const document = parseDocument(line);
          if (document === null) throw new Error(`no document: ${line}`);
          const expected = evaluateQuery(query, document);
          for (const { name, evaluator } of evaluators) {
            evaluator.load(event);
            for (const { field, value } of evaluator.explain(0)) expect(evaluator.values(field)).toContain(value);
            const matches = evaluator.matchingFilters().includes(0);
            expect(evaluator.matches(0)).toBe(matches);
            const actual = { matches, combinationLimit: evaluator.reachedCombinationLimit };
            expect({ name, text, line, ...actual }).toEqual({ name, text, line, ...expected });
          }
          const [first] = evaluators;
          for (const [field, { name }] of plan.fields.entries()) {
            const values = first?.evaluator.values(field).map(withoutSign);
            expect({ name, line, values }).toEqual({ name, line, values: fieldValues(document, name) });
          }
          pairs++;
          if (expected.matches) matches++;
        }
      }),
      { numRuns: conditions },
    );
    expect(pairs).toBeGreaterThanOrEqual(conditions * documentsEach);
    expect(matches / pairs).toBeGreaterThan(0.2);
    expect(matches / pairs).toBeLessThan(0.5);
  });
});

/** Of zeros the sign counts nowhere. */
function withoutSign(value: unknown): unknown {
  return value === 0 ? 0 : value;
}
