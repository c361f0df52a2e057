import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { samplePlanCases } from "../../src/benchmark/plan-cases.ts";
import { findInputs } from "../../src/input/finding.ts";
import type { InputFile } from "../../src/input/split.ts";
import { compileRules } from "../../src/plan/compilation.ts";
import type { HuntPlan } from "../../src/plan/plan.ts";

const size = { lists: 10, values: 100, events: 1000 };
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "plan-cases-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function planOf(...queries: readonly string[]): Promise<HuntPlan> {
  const { plan, diagnostics } = await compileRules([], { queries });
  expect(diagnostics).toEqual([]);
  return plan;
}

async function inputOf(...lines: readonly string[]): Promise<readonly InputFile[]> {
  const path = join(folder, "events.ndjson");
  writeFileSync(path, lines.map((line) => `${line}\n`).join(""));
  return (await findInputs([path])).inputs;
}

describe("matcher cases from rules and events", () => {
  it("take the fields' values as they stand in the events, and count what the naive matcher finds", async () => {
    const plan = await planOf('any where a.b : ("x*", "y") and c : "z"');
    const inputs = await inputOf('{"a":{"b":["X1","no"]},"c":"z"}', "broken", "", '{"a.b":"y","c":[5,null,"Z"]}');
    const cases = await samplePlanCases(plan, inputs, size);
    expect(cases.map(({ name, values, matches }) => ({ name, values, matches }))).toEqual([
      { name: "a.b", values: ["X1", "no", "y"], matches: 2 },
      { name: "c", values: ["z", "5", "Z"], matches: 2 },
    ]);
  });

  it("ask only strings where a list looks at nothing else", async () => {
    const plan = await planOf('any where a in~ ("5", "x")');
    const [matcherCase] = await samplePlanCases(plan, await inputOf('{"a":[5,"X",true]}'), size);
    expect(matcherCase).toMatchObject({ values: ["X"], matches: 1 });
  });

  it("are the longest lists first, and so many; without those that no event has a value for", async () => {
    const plan = await planOf(
      'any where a : "1*" and b : ("1*", "2*", "3*") and c : ("1*", "2*") and d : ("1*", "2*", "3*", "4*")',
    );
    const inputs = await inputOf('{"a":"1","b":"1","c":"1"}');
    const names = async (lists: number): Promise<readonly string[]> => {
      return (await samplePlanCases(plan, inputs, { ...size, lists })).map(({ name }) => name);
    };
    expect(await names(10)).toEqual(["b", "c", "a"]);
    expect(await names(3)).toEqual(["b", "c"]);
  });

  it("look at so many values and events at most", async () => {
    const plan = await planOf('any where a : "1*" and b : "x*"');
    const inputs = await inputOf('{"a":["1","2"]}', '{"a":"3"}', '{"b":"x"}', '{"b":"y"}');
    const sample = async (values: number, events: number): Promise<readonly (readonly string[])[]> => {
      return (await samplePlanCases(plan, inputs, { lists: 10, values, events })).map((each) => each.values);
    };
    expect(await sample(100, 100)).toEqual([
      ["1", "2", "3"],
      ["x", "y"],
    ]);
    expect(await sample(2, 100)).toEqual([
      ["1", "2"],
      ["x", "y"],
    ]);
    expect(await sample(100, 3)).toEqual([["1", "2", "3"], ["x"]]);
  });

  it("are none for rules without patterns, and none without inputs", async () => {
    expect(await samplePlanCases(await planOf("any where a > 5"), await inputOf('{"a":6}'), size)).toEqual([]);
    expect(await samplePlanCases(await planOf('any where a : "x*"'), [], size)).toEqual([]);
  });
});
