import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { Evaluator } from "../../src/evaluate/evaluator.ts";
import { filtersOf } from "../../src/language/filters.ts";
import type { EventFilter } from "../../src/language/syntax.ts";
import { matcherStrategies } from "../../src/match/strategies.ts";
import { compileRules } from "../../src/plan/compilation.ts";
import { planRules } from "../../src/plan/planning.ts";
import { parseDocument } from "../../src/reference/document.ts";
import { evaluateQuery } from "../../src/reference/evaluator.ts";
import type { Rule } from "../../src/rules/rule.ts";
import { Choices } from "./choices.ts";
import { type ConditionVocabulary, DocumentWriter, vocabularyOf } from "./documents.ts";
import { eventOf } from "./planning.ts";

const shared = resolve(import.meta.dirname, "../..", process.env["EQLHUNT_SHARED"] ?? "../shared");
const ruleFolder = join(shared, "corpus/elastic-rules");
const documentsEach = 30;

/** What a filter compares, with its category, which it asks for first. */
function filterVocabulary(rule: Rule, { category, condition }: EventFilter): ConditionVocabulary {
  const vocabulary = vocabularyOf(condition);
  const categoryField = rule.categoryField ?? "event.category";
  if (category === null) return vocabulary;
  return { ...vocabulary, paths: [categoryField, ...vocabulary.paths], constants: [...vocabulary.constants, category] };
}

describe.skipIf(!existsSync(ruleFolder))("the filters of the corpus' rules", () => {
  it("agree with the reference on documents made of their own constants, with each matcher strategy in turn", async () => {
    const { rules } = await compileRules([ruleFolder]);
    const strategies = [...matcherStrategies.values()];
    const choices = Choices.seeded(30);
    const wrong: string[] = [];
    let matches = 0;
    let conditions = 0;
    const filters = rules.flatMap((rule) => filtersOf(rule.query).map((filter) => ({ rule, filter })));
    for (const [number, { rule, filter }] of filters.entries()) {
      const strategy = strategies[number % strategies.length];
      if (strategy === undefined) continue;
      // The condition by itself too: few made-up documents hold all of a rule's conjuncts.
      const { condition } = filter;
      const parts = condition.kind === "and" ? condition.operands : [condition];
      const filtersOfParts = parts.map((part) => ({ ...filter, category: null, condition: part }));
      const queries = [filter, ...filtersOfParts].map((one) => ({ ...one, kind: "event", pipes: [] }) as const);
      const plan = planRules(queries.map((query) => ({ ...rule, query })));
      const evaluator = new Evaluator(plan, strategy);
      const options = rule.categoryField === null ? {} : { categoryField: rule.categoryField };
      const writer = new DocumentWriter(choices, filterVocabulary(rule, filter));
      for (let count = 0; count < documentsEach; count++) {
        const line = writer.document();
        const document = parseDocument(line);
        evaluator.load(eventOf(line));
        const matching = new Set(evaluator.matchingFilters());
        for (const [index, query] of queries.entries()) {
          const expected = document !== null && evaluateQuery(query, document, options).matches;
          if (matching.has(index) !== expected || evaluator.matches(index) !== expected)
            wrong.push(`${strategy.name}: ${rule.name}, ${index}: ${line}`);
          if (expected) matches++;
          conditions++;
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(matches / conditions).toBeGreaterThan(0.15);
  });
});
