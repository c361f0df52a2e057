import { describe, expect, it } from "vitest";
import { compileAccessor, compileOrigin } from "../../src/evaluate/accessor.ts";
import type { FieldValue } from "../../src/evaluate/document.ts";
import { Evaluator } from "../../src/evaluate/evaluator.ts";
import { autoStrategy } from "../../src/match/auto.ts";
import { planRules } from "../../src/plan/planning.ts";
import type { FieldAccessor, TableRow } from "../../src/sources/accessor.ts";
import { ruleOf } from "./planning.ts";
import { always, documentOf, exists, sourceOf } from "./reading.ts";

const source = sourceOf("made-up", always, { envelope: { unwrap: "properties" } });

function at(...paths: readonly string[]): FieldAccessor {
  return {
    kind: "paths",
    paths: paths.map((path) =>
      path.startsWith("^") ? { path: path.slice(1), within: "envelope" } : { path, within: "event" },
    ),
  };
}

function first(...of: readonly FieldAccessor[]): FieldAccessor {
  return { kind: "first", of };
}

function last(of: FieldAccessor): FieldAccessor {
  return { kind: "step", of, step: { kind: "last", separator: "\\" } };
}

function dropDash(of: FieldAccessor): FieldAccessor {
  return { kind: "step", of, step: { kind: "drop", texts: ["-"] } };
}

function join(...parts: readonly FieldAccessor[]): FieldAccessor {
  return { kind: "join", parts, separator: "\\" };
}

function constant(value: string | number | boolean, when: FieldAccessor | null = null): FieldAccessor {
  return { kind: "constant", value, when };
}

function table(of: FieldAccessor, rows: Readonly<Record<string, readonly string[]>>, rest = {}): FieldAccessor {
  const list: readonly TableRow[] = Object.entries(rows).map(([raw, values]) => ({ raw, values }));
  return { kind: "table", of, rows: list, ignoreCase: true, otherwise: "nothing", ...rest };
}

const line =
  '{"category":"Registry-A","big":9007199254740995,"properties":{"key":"HKLM\\\\a","name":"b","list":["-","x","y"],' +
  '"id":9007199254740993,"none":null,"empty":[],"far":1e400,"flag":true,"n":5,"nested":{"deep":[{"a":1},{"a":"2"}]}}}';

interface Case {
  readonly name: string;
  readonly accessor: FieldAccessor;
  readonly values: readonly FieldValue[];
  readonly origin: readonly string[];
}

const cases: readonly Case[] = [
  { name: "a path", accessor: at("key"), values: ["HKLM\\a"], origin: ["key"] },
  { name: "paths in any spelling", accessor: at("nested.deep.a"), values: [1, "2"], origin: ["nested.deep.a"] },
  { name: "several paths", accessor: at("name", "none", "key"), values: ["b", "HKLM\\a"], origin: ["name", "key"] },
  {
    name: "a path in the envelope",
    accessor: at("^category", "category"),
    values: ["Registry-A"],
    origin: ["^category"],
  },
  { name: "the event by way of the envelope", accessor: at("^properties.n"), values: [5], origin: ["^properties.n"] },
  {
    name: "exact numbers",
    accessor: at("id", "^big"),
    values: [2n ** 53n + 1n, 2n ** 53n + 3n],
    origin: ["id", "^big"],
  },
  {
    name: "the first that has a value",
    accessor: first(at("none"), at("empty"), at("name"), at("key")),
    values: ["b"],
    origin: ["name"],
  },
  { name: "the first of none", accessor: first(at("none"), at("x")), values: [], origin: [] },
  {
    name: "all",
    accessor: { kind: "all", of: [at("n"), constant("c"), at("name")] },
    values: [5, "c", "b"],
    origin: ["n", "name"],
  },
  { name: "none", accessor: { kind: "all", of: [] }, values: [], origin: [] },
  { name: "a constant", accessor: constant("windows"), values: ["windows"], origin: [] },
  { name: "a constant where something is", accessor: constant(7, at("key")), values: [7], origin: ["key"] },
  { name: "a constant where nothing is", accessor: constant(7, at("none")), values: [], origin: [] },
  {
    name: "guarded where something is",
    accessor: { kind: "guarded", of: at("n"), when: at("key") },
    values: [5],
    origin: ["n"],
  },
  {
    name: "guarded where nothing is",
    accessor: { kind: "guarded", of: at("n"), when: at("none") },
    values: [],
    origin: [],
  },
  { name: "a join", accessor: join(at("key"), at("name")), values: ["HKLM\\a\\b"], origin: ["key", "name"] },
  {
    name: "a join without a part",
    accessor: join(at("none"), at("far"), at("name")),
    values: ["b"],
    origin: ["name"],
  },
  { name: "a join of first values", accessor: join(at("list"), at("n")), values: ["-\\5"], origin: ["list", "n"] },
  { name: "a join of nothing", accessor: join(at("none")), values: [], origin: [] },
  { name: "a step", accessor: last(at("key", "name")), values: ["a", "b"], origin: ["key", "name"] },
  { name: "a step that drops", accessor: dropDash(at("list")), values: ["x", "y"], origin: ["list"] },
  {
    name: "a step that leaves numbers",
    accessor: dropDash(at("n", "id")),
    values: [5, 2n ** 53n + 1n],
    origin: ["n", "id"],
  },
  { name: "a step over what has no text", accessor: dropDash(at("far", "n")), values: [5], origin: ["n"] },
  {
    name: "the first that has a value after its step",
    accessor: first(table(at("list"), { q: ["z"] }), dropDash(at("name"))),
    values: ["b"],
    origin: ["name"],
  },
  {
    name: "a table",
    accessor: table(at("^category"), { "registry-*": ["registry", "configuration"] }),
    values: ["registry", "configuration"],
    origin: ["^category"],
  },
  {
    name: "a table of numbers and booleans",
    accessor: table(at("n", "flag"), { 5: ["five"], true: ["yes"] }),
    values: ["five", "yes"],
    origin: ["n", "flag"],
  },
  {
    name: "a table's first row that has it",
    accessor: table(at("name"), { "*": ["any"], b: ["b"] }),
    values: ["any"],
    origin: ["name"],
  },
  {
    name: "a table's exact row before a glob",
    accessor: table(at("name"), { B: ["exact"], "*": ["any"] }),
    values: ["exact"],
    origin: ["name"],
  },
  {
    name: "a table that counts case",
    accessor: table(at("name"), { B: ["x"], "*B": ["y"] }, { ignoreCase: false }),
    values: [],
    origin: [],
  },
  {
    name: "a table that leaves what it lacks",
    accessor: table(at("n", "list"), { x: [], y: ["Y"] }, { otherwise: "same" }),
    values: [5, "-", "Y"],
    origin: ["n", "list"],
  },
];

describe("an accessor", () => {
  it.each(cases)("reads $name", ({ accessor, values, origin }) => {
    const document = documentOf(line, [source]);
    expect(compileAccessor(accessor, null)(document)).toEqual(values);
    const places = compileOrigin(accessor, null)(document);
    expect(places.map(({ path, within }) => (within === "envelope" ? `^${path}` : path))).toEqual(origin);
  });

  it("takes a null for what the schema says, where values are those of places", () => {
    const document = documentOf(line, [source]);
    const values = (accessor: FieldAccessor) => compileAccessor(accessor, "none")(document);
    expect(values(at("none"))).toEqual(["none"]);
    expect(values(first(at("none"), at("name")))).toEqual(["none"]);
    expect(values(last(at("none")))).toEqual([]);
    expect(values(join(at("none")))).toEqual([]);
    expect(values(constant("x", at("none")))).toEqual([]);
    expect(compileOrigin(at("none"), "none")(document)).toEqual([{ path: "none", within: "event" }]);
    expect(compileOrigin(at("none"), null)(document)).toEqual([]);
  });
});

describe("the origin of a field's values", () => {
  it("is that of the document's own source", () => {
    const mapped = sourceOf("mapped", [[exists("properties")]], {
      envelope: { unwrap: "properties" },
      fields: [
        { name: "process.name", accessor: first(at("Name"), at("^category")) },
        { name: "host.os.type", accessor: constant("windows") },
      ],
    });
    const rule = ruleOf('any where process.name == "b" and host.os.type == "windows" and other.field == 1');
    const plan = planRules([rule], { sources: [mapped] });
    const evaluator = new Evaluator(plan, autoStrategy);
    const originOf = (name: string) => evaluator.fieldOrigin(plan.fields.findIndex((field) => field.name === name));
    expect(originOf("process.name")).toEqual([]);
    evaluator.load(documentOf('{"category":"b","properties":{"other":{"field":1}}}', [mapped]));
    expect(originOf("process.name")).toEqual([{ path: "category", within: "envelope" }]);
    expect(originOf("host.os.type")).toEqual([]);
    expect(originOf("other.field")).toEqual([{ path: "other.field", within: "event" }]);
    evaluator.load(documentOf('{"process":{"name":"b"}}', [mapped]));
    expect(originOf("process.name")).toEqual([{ path: "process.name", within: "event" }]);
    expect(originOf("other.field")).toEqual([]);
  });
});
