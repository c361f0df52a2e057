import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readDocuments } from "../../src/evaluate/document-reader.ts";
import { Evaluator } from "../../src/evaluate/evaluator.ts";
import { autoStrategy } from "../../src/match/auto.ts";
import { planRules } from "../../src/plan/planning.ts";
import { FactTable } from "../../src/scan/extraction-facts.ts";
import { FactResolver } from "../../src/scan/extraction-resolver.ts";
import { readScalar } from "../../src/scan/extraction-scalars.ts";
import { ecsSource } from "../../src/sources/ecs.ts";
import { Choices } from "../evaluate/choices.ts";
import { ConditionWriter } from "../evaluate/conditions.ts";
import { vocabularyOf } from "../evaluate/documents.ts";
import { writeJson } from "../evaluate/json-tree.ts";
import { eventQueryOf, ruleOf } from "../evaluate/planning.ts";

describe("readScalar", () => {
  it.each<[string, unknown]>([
    ['"a"', "a"],
    ['""', ""],
    ['"C:\\\\x\\"\\u0041\\n"', 'C:\\x"A\n'],
    ['"\\ud800a"', "\ufffda"],
    ['"😀"', "😀"],
    ["true", true],
    ["false", false],
    ["null", null],
    ["5", 5],
    ["-0", -0],
    ["1e3", 1000],
    ["9007199254740993", 9007199254740993n],
    ["-9007199254740993", -9007199254740993n],
    ["1e400", Number.POSITIVE_INFINITY],
    ["0.1", 0.1],
    ["nul", undefined],
    ['"a', undefined],
    ['"a"b"', undefined],
    ["0x10", undefined],
    ["", undefined],
  ])("%s", (text, value) => {
    expect(readScalar(text)).toEqual(value);
  });
});

describe("the facts of a value", () => {
  it("are those whose predicate holds for it", () => {
    let holding = 0;
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 100, maxLength: 800, size: "max" }), (numbers) => {
        const choices = Choices.listed(numbers);
        const rules = choices.list(1, 6, () => ruleOf(`any where ${new ConditionWriter(choices).condition(1)}`));
        const plan = planRules(rules);
        const table = new FactTable();
        const asked = plan.predicates.flatMap((predicate, number) => {
          const fields = predicate.kind === "computed" ? predicate.fields : [predicate.field];
          const [field, ...others] = fields;
          if (predicate.kind === "absent" || field === undefined || others.length > 0) return [];
          const test = { kind: "predicate", predicate: number } as const;
          return [{ number, field, fact: table.value(`f${field}`, { test, changes: [], nullValue: null }) }];
        });
        const facts = new Set(asked.map(({ fact }) => fact));
        const resolver = new FactResolver(plan, autoStrategy, table.facts, {
          asked: facts,
          factSlots: table.facts.map(({ slot }) => slot),
        });
        const evaluator = new Evaluator(plan, autoStrategy);
        const vocabularies = rules.map((rule) => vocabularyOf(eventQueryOf(rule).condition));
        for (let i = 0; i < 6 && asked.length > 0; i++) {
          const { field } = choices.pick(asked);
          const text = scalarOf(choices, vocabularies);
          const [name = ""] = [plan.fields[field]?.name];
          const documents = readDocuments(`{${JSON.stringify(name)}:${text}}`, [ecsSource]);
          const [document] = typeof documents === "string" ? [] : documents;
          if (document === undefined) throw new Error(text);
          evaluator.load(document);
          const ofField = asked.filter((one) => one.field === field);
          const expected = ofField.filter(({ number }) => evaluator.truth(number) === true).map(({ fact }) => fact);
          const found = resolver.resolve(
            table.places.findIndex(({ path }) => path === `f${field}`),
            text,
          );
          expect({ text, facts: new Set(found) }).toEqual({ text, facts: new Set(expected) });
          expect(found.length).toBe(expected.length);
          holding += found.length;
        }
      }),
      { numRuns: 1_000 },
    );
    expect(holding).toBeGreaterThan(500);
  });
});

function scalarOf(choices: Choices, vocabularies: readonly ReturnType<typeof vocabularyOf>[]): string {
  const { constants, patterns } = choices.pick(vocabularies);
  const texts = [
    ...constants.map(String),
    ...patterns.map((pattern) => pattern.replaceAll(/[*?]/g, () => choices.pick(["", "b", "😀", "k", "\n"]))),
    "1e400",
    "10.1.2.3",
    "true",
    "5",
  ];
  const text = choices.pick(texts);
  const bent = choices.pick([text, text, text.toUpperCase(), text.toLowerCase(), `${text}b`, `\ud800${text}`]);
  if (choices.once(3) && /^(?:true|false|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:e[0-9]+)?)$/.test(bent)) return bent;
  return writeJson(choices, { kind: "string", value: bent });
}
