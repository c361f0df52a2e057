import { describe, expect, it } from "vitest";
import type { HuntOptions } from "../../src/hunt/hunt-options.ts";
import type { CoverageStatistics } from "../../src/hunt/coverage-statistics.ts";
import type { FieldAccessor } from "../../src/sources/accessor.ts";
import { exists, sourceOf } from "../evaluate/reading.ts";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { compileRules } from "./built.ts";
import { huntAll } from "./events.ts";

const folder = useTemporaryFolder();
let files = 0;

function at(path: string): FieldAccessor {
  return { kind: "paths", paths: [{ path, within: "event" }] };
}

const maker = sourceOf("maker-rows", [[exists("Marker")]], {
  fields: [
    {
      name: "event.category",
      accessor: {
        kind: "table",
        of: at("Kind"),
        rows: [
          { raw: "R", values: ["configuration", "registry"] },
          { raw: "P", values: ["process"] },
        ],
        ignoreCase: true,
        otherwise: "nothing",
      },
    },
    { name: "process.name", accessor: { kind: "step", of: at("Image"), step: { kind: "last", separator: "/" } } },
  ],
});

const registry = '{"Marker":1,"Kind":"R","Image":"a/b.exe"}\n';
const process = '{"Marker":1,"Kind":"P","Image":"a/b.exe"}\n';
const ecs = '{"event":{"category":"process"},"process":{"name":"b.exe"}}\n';

/** What a hunt says of what was seen. */
async function coverageOf(
  queries: readonly string[],
  text: string,
  options: Partial<HuntOptions> = {},
): Promise<CoverageStatistics | undefined> {
  const path = folder.write(`${files++}.ndjson`, text);
  const rules = await compileRules([], { queries, sources: [maker] });
  const { summary } = await huntAll({ rules, inputs: [path], threads: 1, ...options });
  expect(summary.problems).toEqual([]);
  return summary.statistics.coverage;
}

describe.each(["parse", "literal"] as const)("coverage of a hunt by %s", (strategy) => {
  it("counts the events of each rule's category by source", async () => {
    const queries = ['registry where process.name : "x.exe"', 'process where process.name : "y.exe"'];
    const coverage = await coverageOf(queries, registry.repeat(3) + process + ecs.repeat(2), { strategy });
    expect(coverage).toMatchObject({
      sampled: false,
      sources: [
        { product: "maker", form: "made up", events: 4, ableRules: 2 },
        { product: "ecs", events: 2, ableRules: 2 },
      ],
      rules: [
        { rule: "query-1", product: "maker", events: 3, canMatch: "yes" },
        { rule: "query-1", product: "ecs", events: 0, canMatch: "yes" },
        { rule: "query-2", product: "maker", events: 1, canMatch: "yes" },
        { rule: "query-2", product: "ecs", events: 2, canMatch: "yes" },
      ],
      unable: [],
    });
  });

  it("names rules that could not have matched what was seen, and only those", async () => {
    const queries = [
      'process where process.name : "a/*"',
      'process where dll.name : "a"',
      'network where process.name : "a"',
      'process where process.name : "zzz"',
    ];
    const coverage = await coverageOf(queries, registry + process, { strategy });
    expect(coverage?.unable).toMatchObject([
      { rule: "query-1", product: "maker", canMatch: "no", reasons: [{ kind: "spelling", field: "process.name" }] },
      { rule: "query-2", canMatch: "unmapped", reasons: [{ kind: "unmapped", field: "dll.name" }] },
      { rule: "query-3", canMatch: "no", reasons: [{ kind: "value", field: "event.category" }] },
    ]);
    const withEcs = await coverageOf(queries, registry + process + ecs, { strategy });
    expect(withEcs?.unable).toEqual([]);
  });
});

describe("coverage of a hunt", () => {
  const many = registry.repeat(1_000);

  it("is of a sample where not every line is read, and of all where it is", async () => {
    const queries = ['registry where process.name : "nothing.exe"'];
    const sampled = await coverageOf(queries, many, { strategy: "literal" });
    expect(sampled).toMatchObject({ sampled: true, rules: [{ product: "maker", events: 1_000 }] });
    const parsed = await coverageOf(queries, many, { strategy: "parse" });
    expect(parsed).toMatchObject({ sampled: false, rules: [{ events: 1_000 }] });
    const counted = await coverageOf(queries, many, { strategy: "literal", count: true });
    expect(counted).toMatchObject({ sampled: false, rules: [{ events: 1_000 }] });
  });

  it("is the same however the input is cut", async () => {
    const queries = ['registry where process.name : "a/*"', 'any where x == "a"'];
    const whole = await coverageOf(queries, many + process, { strategy: "parse" });
    const cut = await coverageOf(queries, many + process, { strategy: "parse", splitSizeBytes: 1_000, threads: 2 });
    expect(cut).toEqual(whole);
    expect(whole?.rules.map(({ events }) => events)).toEqual([1_000, 1_001]);
  });

  it("is none of nothing", async () => {
    expect(await coverageOf(["any where true"], "")).toBeUndefined();
  });

  it("never says of a rule with detections that it could have none", async () => {
    // Against what the mapping takes for granted, an event has two kinds.
    const queries = ['registry where event.category == "process"'];
    const coverage = await coverageOf(queries, '{"Marker":1,"Kind":["R","P"]}\n', { strategy: "parse" });
    expect(coverage?.rules).toMatchObject([{ canMatch: "no" }]);
    expect(coverage?.unable).toEqual([]);
  });
});
