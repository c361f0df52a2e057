import { describe, expect, it } from "vitest";
import { Evaluator } from "../../src/evaluate/evaluator.ts";
import { autoStrategy } from "../../src/match/auto.ts";
import { planLiterals } from "../../src/scan/scan-strategy.ts";
import { eventOf, planOf } from "./planning.ts";

const many = 100_000;

function listOf(item: (index: number) => string): string {
  return Array.from({ length: many }, (_, index) => item(index)).join(", ");
}

/** Plans, evaluates two documents and looks for literals. */
function verdictsOf(condition: string, ...documents: readonly string[]): boolean[] {
  const plan = planOf(`any where ${condition}`);
  planLiterals(plan);
  const evaluator = new Evaluator(plan, autoStrategy);
  return documents.map((document) => {
    evaluator.load(eventOf(document));
    const matches = evaluator.matches(0);
    evaluator.explain(0);
    return matches;
  });
}

describe("rules of any size evaluate", () => {
  it.each<[string, string, string, string]>([
    [
      "100,000 operands of or",
      Array.from({ length: many }, (_, i) => `x == ${i}`).join(" or "),
      '{"x":99999}',
      '{"x":-1}',
    ],
    [
      "100,000 operands of and",
      Array.from({ length: many }, (_, i) => `x != ${i}`).join(" and "),
      '{"x":-1}',
      '{"x":99999}',
    ],
    ["100,000 texts", `x in (${listOf((i) => `"text ${i}"`)})`, '{"x":"text 99999"}', '{"x":"text 100000"}'],
    ["100,000 numbers", `x in (${listOf(String)})`, '{"x":99999.0}', '{"x":100000}'],
    ["100,000 numbers as text", `x in (${listOf((i) => `"${i}"`)})`, '{"x":99999}', '{"x":0.5}'],
    ["100,000 texts in any case", `x in~ (${listOf((i) => `"Text ${i}"`)})`, '{"x":"TEXT 99999"}', '{"x":"text"}'],
    ["100,000 patterns", `x : (${listOf((i) => `"*text ${i};*"`)})`, '{"x":"a text 99999;"}', '{"x":"text 100000;"}'],
    ["100,000 computed", `concat(x, "") in (${listOf((i) => `"text ${i}"`)})`, '{"x":"text 99999"}', '{"x":"text"}'],
    ["100,000 arguments", `length(concat(x, ${listOf(() => '"a"')})) == 100001`, '{"x":"b"}', '{"x":"bc"}'],
    [
      "as many operands of arithmetic as there may be",
      `x + ${Array.from({ length: 200 }, () => "1").join(" + ")} == 201`,
      '{"x":1}',
      '{"x":2}',
    ],
    ["as many parentheses as there may be", `${"(".repeat(200)}x == 1${")".repeat(200)}`, '{"x":1}', '{"x":2}'],
    [
      "constants compared with constants compared",
      `x == 1 and ${"(".repeat(100)}1${" == 1)".repeat(100)} == null or x == 1`,
      '{"x":1}',
      '{"x":2}',
    ],
    ["as many negations as there may be", `${"not ".repeat(100)}x == 1`, '{"x":1}', '{"x":2}'],
  ])("%s", (_, condition, yes, no) => {
    const start = performance.now();
    expect(verdictsOf(condition, yes, no)).toEqual([true, false]);
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it("reads a value as an address once, however many networks are asked for", () => {
    const plan = planOf(`any where cidrMatch(x, ${listOf((i) => `"10.${(i >> 8) & 255}.${i & 255}.0/24"`)})`);
    const evaluator = new Evaluator(plan, autoStrategy);
    const start = performance.now();
    for (const [value, expected] of [
      ["a".repeat(1_000_000), false],
      [`${"1.".repeat(1_000_000)}1`, false],
      [":".repeat(1_000_000), false],
      ["10.1.2.3", true],
      ["11.1.2.3", false],
    ] as const) {
      evaluator.load(eventOf(JSON.stringify({ x: value })));
      expect(evaluator.matches(0)).toBe(expected);
    }
    expect(performance.now() - start).toBeLessThan(3_000);
  });

  it("takes no more time for a value that is in none of 100,000 items", () => {
    const plan = planOf(
      `any where x in (${listOf((i) => `"text ${i}"`)}) or y in (${listOf((i) => `${i}.5`)}) or concat(x, "") in~ (${listOf((i) => `"t ${i}"`)})`,
    );
    const evaluator = new Evaluator(plan, autoStrategy);
    const start = performance.now();
    for (let count = 0; count < 2_000; count++) {
      evaluator.load(eventOf(`{"x":[${count},"text -${count}",true],"y":[${count},"${count}",false]}`));
      expect(evaluator.matches(0)).toBe(false);
    }
    // One look at each item takes 2,000 times 300,000 steps.
    expect(performance.now() - start).toBeLessThan(3_000);
  });
});
