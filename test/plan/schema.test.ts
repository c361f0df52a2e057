import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parseQuery } from "../../src/language/parser.ts";
import { resolveQuery } from "../../src/language/resolution.ts";
import type { Schema } from "../../src/language/schema.ts";
import { compileRules } from "../../src/plan/compilation.ts";
import type { HuntPlan, JoinKeyPlan } from "../../src/plan/plan.ts";
import { mandatoryLiterals } from "../../src/plan/literals.ts";
import { planRules } from "../../src/plan/planning.ts";
import { readBareQuery } from "../../src/rules/query.ts";
import { schemaOf } from "../semantics/schema-rules.ts";

const schema = schemaOf(`{"fields":{
  "k":{"type":"keyword"}, "n":{"type":"keyword","null_value":"ImagePath"}, "ip":{"type":"ip"}, "v":{"type":"version"},
  "d":{"type":"date"}, "dmy":{"type":"date","format":["dd-MM-yyyy"]}, "x":{"type":"long"}
}}`);

function planOf(text: string, some: Schema | null = schema): HuntPlan {
  const reading = readBareQuery("query-1", "query-1.eql", text, (query) => parseQuery(query, { schema: "closed" }));
  if (reading.kind !== "rule") throw new Error(`${text} is no rule`);
  const { query } = resolveQuery(reading.rule.query, some, ["@timestamp", "event.category"]);
  if (query === null) throw new Error(`${text} has a mistake`);
  return planRules([{ ...reading.rule, query }], { schema: some });
}

function literalsOf(condition: string): unknown {
  return mandatoryLiterals(planOf(`any where ${condition}`)).of(0, 0);
}

/** Of the first stage of the first rule. */
function keysOf(plan: HuntPlan): readonly JoinKeyPlan[] {
  const query = plan.rules[0]?.query;
  return query === undefined || query.kind === "event" ? [] : (query.stages[0]?.keys ?? []);
}

describe("predicates", () => {
  it.each([
    ['d > "2024-03-01"', { kind: "instant", operator: ">", instants: [1_709_251_200_000_000_000n] }],
    ['dmy == "01-03-2024"', { kind: "instant", operator: "==", instants: [1_709_251_200_000_000_000n] }],
    ['dmy in ("2024-03-01", "soon")', { kind: "instant", operator: "==", instants: [1_709_251_200_000_000_000n] }],
    ['ip < "10.0.0.1"', { kind: "order", operator: "<", constant: "10.0.0.1", by: "address" }],
    ['"1.2" <= v', { kind: "order", operator: ">=", constant: "1.2", by: "version" }],
    ['ip == "10.0.0.1"', { kind: "equals", constants: ["10.0.0.1"] }],
    ['v == "1.2"', { kind: "equals", constants: ["1.2"] }],
  ])("%s", (condition, expected) => {
    expect(planOf(`any where ${condition}`).predicates).toEqual([{ field: 0, ...expected }]);
  });

  it("of an order by 5a say nothing of types", () => {
    expect(planOf('any where k < "1.2"').predicates).toEqual([
      { kind: "order", field: 0, operator: "<", constant: "1.2" },
    ]);
  });

  it("are none where an unlisted field decides", () => {
    const plan = planOf('any where ?u == "a" or not ?u : "b"');
    expect(plan.predicates).toEqual([]);
    expect(mandatoryLiterals(plan).of(0, 0)).toEqual([]);
  });
});

describe("literals", () => {
  it.each([
    ['k == "ImagePath"', ['"imagepath"']],
    ['n == "ImagePath"', ['"n"']],
    ['n : "image*"', ['"n"']],
    ['n in~ ("imagepath")', ['"n"']],
    ['n regex "Image.*"', ['"n"']],
    ['n == "other"', ['"n"']],
    ['n == "ImagePath" and k == "ServiceDll"', ['"servicedll"']],
    ['not (n != "ImagePath")', ['"n"']],
    ['ip == "10.0.0.1"', ['"ip"']],
    ['ip == "localhost"', ['"localhost"']],
    ['d == "2024-03-01"', ['"d"']],
    ['dmy in ("01-03-2024", "2024-03-01")', ['"dmy"']],
    ['v > "1.2.3"', ['"v"']],
    ['v == "1.2.3-SNAPSHOT"', ['"1.2.3-snapshot"']],
  ])("of %s", (condition, expected) => {
    expect(literalsOf(condition)).toEqual(expected);
  });

  it("of the category, if it may be null: its name", () => {
    const nullable = schemaOf('{"fields":{"event.category":{"type":"keyword","null_value":"process"}}}');
    expect(mandatoryLiterals(planOf("process where true", nullable)).of(0, 0)).toEqual(['"category"', '.category"']);
    expect(mandatoryLiterals(planOf("process where true")).of(0, 0)).toEqual(['"process"']);
  });
});

describe("join keys", () => {
  it("are compared by the type of their field", () => {
    const plan = planOf("sequence by ip, d, v, x [any where true] [any where true]");
    expect(keysOf(plan)).toMatchObject([
      { comparison: "address" },
      { comparison: "instant" },
      { comparison: "text" },
      { comparison: "text" },
    ]);
  });

  it("are compared by text without a schema, the timestamp too", () => {
    const plan = planOf("sequence by ip, @timestamp [any where true] [any where true]", null);
    expect(keysOf(plan).map(({ comparison }) => comparison)).toEqual(["text", "text"]);
  });

  it("are fields that no event has, where they aren't listed", () => {
    const plan = planOf("sample by ?u [any where true] [any where x == 1]");
    expect(keysOf(plan).map(({ field }) => plan.fields[field])).toEqual([{ name: "u", accessors: [] }]);
  });

  it("of a rule's own field are another field than one that isn't listed", () => {
    const rules = ["sample by ?t [any where true] [any where true]", 'any where t == "a"'].map((text, index) => {
      const reading = readBareQuery(`query-${index}`, "query.eql", text, (query) =>
        parseQuery(query, { schema: "closed" }),
      );
      if (reading.kind !== "rule") throw new Error(`${text} is no rule`);
      const { query } = resolveQuery(reading.rule.query, schema, index === 1 ? ["t"] : []);
      if (query === null) throw new Error(`${text} has a mistake`);
      return { ...reading.rule, query };
    });
    const { fields } = planRules(rules, { schema });
    expect(fields.filter(({ name }) => name === "t").map(({ accessors }) => accessors.length)).toEqual([0, 1]);
  });
});

describe("the hash of a plan", () => {
  const text =
    'sequence by k [any where x == 1 and d == "2024-03-01"] [any where v > "1" or ip > "::1" or concat(k, d) == "a"]';

  function hashWith(change: string): string {
    const base = { k: "keyword", x: "long", d: "date", v: "version", ip: "ip" };
    const entries = Object.entries(base).map(([name, type]) => `"${name}":{"type":"${type}"}`);
    return planOf(text, schemaOf(`{"fields":{${[...entries, ...(change === "" ? [] : [change])].join(",")}}}`)).hash;
  }

  function hashOf(fields: string): string {
    return planOf(text, schemaOf(`{"fields":{${fields}}}`)).hash;
  }

  it("covers everything that a schema changes", () => {
    const rest = '"x":{"type":"long"},"v":{"type":"version"},"ip":{"type":"ip"}';
    const hashes = [
      hashOf(`"k":{"type":"keyword"},"d":{"type":"date"},${rest}`),
      hashOf(`"k":{"type":"ip"},"d":{"type":"date"},${rest}`),
      hashOf(`"k":{"type":"date"},"d":{"type":"date"},${rest}`),
      hashOf(`"k":{"type":"keyword","null_value":""},"d":{"type":"date"},${rest}`),
      hashOf(`"k":{"type":"keyword","null_value":"a"},"d":{"type":"date"},${rest}`),
      hashOf(`"k":{"type":"keyword"},"d":{"type":"keyword"},${rest}`),
      hashOf(`"k":{"type":"keyword"},"d":{"type":"date","format":["iso"]},${rest}`),
      hashOf(`"k":{"type":"keyword"},"d":{"type":"date","format":["yyyy-MM-dd"]},${rest}`),
      hashOf(
        `"k":{"type":"keyword"},"d":{"type":"date"},"x":{"type":"long"},"v":{"type":"keyword"},"ip":{"type":"ip"}`,
      ),
      hashOf(
        `"k":{"type":"keyword"},"d":{"type":"date"},"x":{"type":"long"},"v":{"type":"version"},"ip":{"type":"keyword"}`,
      ),
      planOf(text, null).hash,
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it("does not change with what the rules don't ask for", () => {
    expect(hashWith('"other":{"type":"ip"}')).toBe(hashWith(""));
  });

  it("is that of a plan without a schema, if types change nothing", () => {
    const [open, closed] = [null, schema].map((some) =>
      planOf('any where k == "a" and x > 1 and startsWith(k, "b")', some),
    );
    expect(closed).toEqual(open);
  });
});

describe("rules compiled by a schema", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "eqlhunt-schema-"));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it("fail alone where a field is unknown, at its place", async () => {
    const text = "any where k == 1 and kk == 1";
    writeFileSync(path.join(folder, "wrong.eql"), text);
    const compiled = await compileRules([folder], {
      queries: ['any where ?u == ?w and k == "a"', "any where ?k == ?x"],
      schema,
    });
    expect(compiled.rules.map(({ id }) => id)).toEqual(["query-1"]);
    expect(compiled.plan.rules.map(({ id }) => id)).toEqual(["query-1"]);
    expect(compiled.failed).toBe(2);
    expect(compiled.diagnostics).toMatchObject([
      {
        code: "E309",
        severity: "error",
        span: { start: text.indexOf("kk"), end: text.indexOf("kk") + 2 },
        source: { text },
        label: "did you mean `k`?",
      },
      { code: "E303", severity: "error" },
    ]);
  });

  it("know the fields that the user names", async () => {
    const queries = ['any where t > "2024-03-01" and c == "a" and b == 1'];
    const own = { timestampField: "t", categoryField: "c", tiebreakerField: "b" };
    const compiled = await compileRules([], { queries, schema, ...own });
    expect(compiled.diagnostics).toEqual([]);
    expect(compiled.plan.predicates[0]).toMatchObject({ kind: "instant" });
    expect((await compileRules([], { queries, schema })).diagnostics.map(({ code }) => code)).toEqual([
      "E309",
      "E309",
      "E309",
    ]);
  });

  it("are as before without a schema", async () => {
    const compiled = await compileRules([], { queries: ["any where kk == 1", "any where ?k == ?x"] });
    expect(compiled.rules.map(({ id }) => id)).toEqual(["query-1"]);
    expect(compiled.diagnostics.map(({ code }) => code)).toEqual(["E303"]);
  });
});
