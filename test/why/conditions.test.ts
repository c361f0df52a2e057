import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Evaluator } from "../../src/evaluate/evaluator.ts";
import { autoStrategy } from "../../src/match/auto.ts";
import { parseDocument } from "../../src/reference/document.ts";
import { evaluateCondition } from "../../src/reference/evaluator.ts";
import { ConditionExplaining } from "../../src/why/condition-explaining.ts";
import type { ExplainedCondition } from "../../src/why/condition.ts";
import { ReferenceVerdicts } from "../../src/why/reference-verdicts.ts";
import { Choices } from "../evaluate/choices.ts";
import { ConditionWriter } from "../evaluate/conditions.ts";
import { DocumentWriter, vocabularyOf } from "../evaluate/documents.ts";
import { eventOf, eventQueryOf, ruleOf } from "../evaluate/planning.ts";
import { compiledOf, explain, leafOf, leavesOf } from "./explained.ts";

/** A condition in short: `+` for true, `-` for false, `0` for null; `!` before what is at fault. */
function sketch(condition: ExplainedCondition): string {
  const sign = `${condition.isAtFault ? "!" : ""}${condition.truth === null ? "0" : condition.truth ? "+" : "-"}`;
  switch (condition.kind) {
    case "constant":
      return `${sign}constant`;
    case "leaf":
      return `${sign}${condition.text}`;
    case "not":
      return `${sign}not(${sketch(condition.operand)})`;
    case "and":
    case "or":
      return `${sign}${condition.kind}(${condition.operands.map(sketch).join(" ")})`;
  }
}

describe("a condition is explained part by part", () => {
  it.each([
    ["any where a == 1", { a: 1 }, "+a == 1"],
    ["any where a == 1", { a: 2 }, "!-a == 1"],
    ["any where a == 1 and b == 1", { a: 1 }, "!-and(+a == 1 !-b == 1)"],
    ["any where a == 1 or b == 1", { a: 1 }, "+or(+a == 1 -b == 1)"],
    ["any where a == 1 or b == 1", {}, "!-or(!-a == 1 !-b == 1)"],
    ["any where not a == 1", { a: 1 }, "!-not(!+a == 1)"],
    ["any where not a == 1", {}, "+not(-a == 1)"],
    ["any where not (a == 1 and b == 1)", { a: 1, b: 1 }, "!-not(!+and(!+a == 1 !+b == 1))"],
    ["any where not (a == 1 and b == 1)", { a: 1 }, "+not(-and(+a == 1 -b == 1))"],
    ["any where not (a == 1 or b == 1)", { a: 1 }, "!-not(!+or(!+a == 1 -b == 1))"],
    ["any where a == 1 and (not b == 1 or c == 1)", { a: 1, b: 1 }, "!-and(+a == 1 !-or(!-not(!+b == 1) !-c == 1))"],
    ["any where null", {}, "!0constant"],
    ["any where not null", {}, "!0not(!0constant)"],
    ["any where a == 1 or null", {}, "!0or(!-a == 1 !0constant)"],
    ["any where a == 1 or null", { a: 1 }, "+or(+a == 1 0constant)"],
    ["any where 1 < 2 and a == null", {}, "+and(+1 < 2 +a == null)"],
    ["process where true", { event: { category: "file" } }, '!-and(!-event.category == "process" +constant)'],
  ])("%s of %j", (query, event, expected) => {
    expect(sketch(explain(query, event))).toBe(expected);
  });

  it("tells the category test from what the rule spells out", () => {
    const [category, other] = leavesOf(explain('file where event.category == "file"', {}));
    expect([category?.implicit, other?.implicit]).toEqual([true, false]);
  });
});

describe("a leaf", () => {
  it("has all values of its fields, in document order, whatever the spelling", () => {
    const leaf = leafOf("process.pid > 5", { process: { pid: [1, null] }, "process.pid": "2" });
    expect(leaf.fields).toEqual([{ field: "process.pid", values: [1, "2"], from: [], similar: [] }]);
  });

  it("names what made it true", () => {
    const leaf = leafOf('process.name : ("a*", "b*")', { process: { name: ["x", "Bc"] } });
    expect(leaf.matched).toEqual([{ field: "process.name", value: "Bc", pattern: "b*" }]);
    expect(leaf.nearest).toBeNull();
  });

  it("names the value that came nearest, and to what", () => {
    const leaf = leafOf('process.name : ("cmd.exe", "powershell.exe")', { process: { name: ["x", "PowerShell.dll"] } });
    expect(leaf.nearest).toMatchObject({
      field: "process.name",
      value: "PowerShell.dll",
      pattern: "powershell.exe",
      parting: { from: "start", agreed: 11, wanted: "exe" },
    });
  });

  it.each([
    ['a == "x"', 'a value equal to "x"'],
    ['a in ("x", 5)', 'a value equal to one of "x", 5'],
    ['a in~ ("x", "y")', 'a string (no number or truth value) equal to one of "x", "y", ignoring case'],
    ['a : "x*"', 'a text that matches "x*", ignoring case'],
    ['a like "x*"', 'a text that matches "x*"'],
    ['a regex "x+"', "a text all of which matches /x+/"],
    ["a >= 5", "a value >= 5"],
    ["5 < a", "a value > 5"],
    ["a == null", "no value"],
    ["a", "a value equal to true"],
    ['@timestamp > "2025-01-01"', "a time > 2025-01-01T00:00:00.000Z"],
    ["length(a) > 2", "what it computes"],
    ['a : ("1", "2", "3", "4", "5", "6")', 'a text that matches one of 6: "1", "2", "3", "4", "5", …, ignoring case'],
  ])("%s asks for %s", (condition, asks) => {
    expect(leafOf(condition, {}).asks).toBe(asks);
  });

  it.each([
    ['a == "Evil"', { a: "evil" }, { kind: "letter-case", field: "a", value: "evil", pattern: "Evil" }],
    ['a : "É*"', { a: "éa" }, { kind: "letter-case", field: "a", value: "éa", pattern: "É*" }],
    [
      'a : "HKLM\\\\SYSTEM\\\\ControlSet*\\\\x"',
      { a: "HKLM\\SYSTEM\\CurrentControlSet\\x" },
      {
        kind: "registry-spelling",
        field: "a",
        value: "HKLM\\SYSTEM\\CurrentControlSet\\x",
        spelling: "HKLM\\SYSTEM\\ControlSet001\\x",
        pattern: "HKLM\\SYSTEM\\ControlSet*\\x",
      },
    ],
    ["a > 5", { a: "five" }, { kind: "no-number", field: "a", value: "five" }],
    ["a == 5", { a: true }, { kind: "no-number", field: "a", value: true }],
    [
      '@timestamp < "2025-01-01"',
      { "@timestamp": "yesterday" },
      { kind: "no-time", field: "@timestamp", value: "yesterday" },
    ],
    ["length(a) > 5", { a: "abc" }, { kind: "computed", side: "left", result: 3 }],
    ['"b" == substring(a, 0, 1)', { a: "abc" }, { kind: "computed", side: "right", result: "a" }],
    ["(a + 1) in (1, 2)", { a: 5 }, { kind: "computed", side: "left", result: 6 }],
  ])("%s of %j hints", (condition, event, hint) => {
    expect(leafOf(condition, event).hints).toEqual([hint]);
  });

  it.each([
    ['a == "Evil"', { a: "good" }],
    ["a > 5", { a: "4" }],
    ['a : "x"', {}],
    ['a == "evil"', { a: "evil" }],
  ])("%s of %j has nothing to hint", (condition, event) => {
    expect(leafOf(condition, event).hints).toEqual([]);
  });

  it.each([
    [{ registry: { valeu: "x", path: "y" } }, ["registry.valeu"]],
    [{ Registry: { Value: "x" } }, ["Registry.Value"]],
    [{ registry_value: "x" }, ["registry_value"]],
    [{ registry: { value: { strings: ["x"] } } }, ["registry.value.strings"]],
    [{ winlog: { event_data: { Value: "x" } } }, ["winlog.event_data.Value"]],
    [{ registry: { path: "x", key: "y" } }, []],
    [{ registry: { valeu: null } }, []],
  ])("without a value in %j suggests %j", (event, similar) => {
    expect(leafOf('registry.value : "x"', event).fields[0]?.similar).toEqual(similar);
  });
});

/** How many conditions; `EQLHUNT_WHY_RUNS` makes it a longer run. */
const runs = Number(process.env["EQLHUNT_WHY_RUNS"] ?? 1_000);
const numbers = fc.array(fc.nat(), { minLength: 100, maxLength: 600, size: "max" });

describe("on random conditions over random documents", () => {
  it("what is said agrees with the evaluator and the reference evaluator", () => {
    let matching = 0;
    let nearest = 0;
    fc.assert(
      fc.property(numbers, (numbers) => {
        const choices = Choices.listed(numbers);
        const text = `any where ${new ConditionWriter(choices).condition(2)}`;
        const rule = ruleOf(text);
        const compiled = compiledOf(rule);
        const evaluator = new Evaluator(compiled.plan, autoStrategy);
        const explaining = new ConditionExplaining(compiled.plan, evaluator);
        const references = new ReferenceVerdicts(compiled);
        const { condition } = eventQueryOf(rule);
        const writer = new DocumentWriter(choices, vocabularyOf(condition));
        for (let count = 0; count < 8; count++) {
          const line = writer.document();
          const document = eventOf(line);
          evaluator.load(document);
          const explained = explaining.explain(0, document);
          const reference = parseDocument(line);
          if (reference === null) throw new Error(`no document: ${line}`);
          expect({ text, line, truth: explained.truth }).toEqual({
            text,
            line,
            truth: evaluateCondition(condition, reference),
          });
          const matches = evaluator.matches(0);
          expect(references.matches(0, document, evaluator)).toBe(matches);
          expect(explained.truth === true).toBe(matches);
          expect(explained.isAtFault).toBe(!matches);
          expect(isConsistent(explained)).toBe(true);
          for (const leaf of leavesOf(explained)) {
            if (leaf.nearest !== null) nearest++;
            expect(leaf.nearest === null || leaf.truth !== true).toBe(true);
          }
          if (matches) matching++;
        }
      }),
      { numRuns: runs },
    );
    expect(matching / runs).toBeGreaterThan(1);
    expect(nearest / runs).toBeGreaterThan(0.5);
  });
});

/** Whether each part is what its operands make it, and wants of them what it takes. */
function isConsistent(condition: ExplainedCondition): boolean {
  const { truth, wanted, isAtFault } = condition;
  if (condition.kind === "constant" || condition.kind === "leaf") return true;
  if (condition.kind === "not") {
    const { operand } = condition;
    const expected = operand.truth === null ? null : !operand.truth;
    const isPassedOn = operand.wanted === !wanted && operand.isAtFault === isAtFault;
    return truth === expected && isPassedOn && isConsistent(operand);
  }
  const { operands } = condition;
  const decisive = condition.kind === "or";
  const truths = new Set(operands.map((operand) => operand.truth));
  return (
    truth === (truths.has(decisive) ? decisive : truths.has(null) ? null : !decisive) &&
    operands.every(
      (operand) =>
        operand.wanted === wanted &&
        operand.isAtFault === (isAtFault && operand.truth !== wanted) &&
        isConsistent(operand),
    )
  );
}
