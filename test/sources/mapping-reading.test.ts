import { describe, expect, it } from "vitest";
import { readMapping } from "../../src/sources/mapping-reading.ts";
import type { Mapping } from "../../src/sources/mapping.ts";
import { mistakesOf } from "./mistakes.ts";

const head = 'name = "a"\nproduct = "p"\nform = "f"\n[[detect]]\nkind = "x"\n';

function read(text: string): Mapping {
  const { mapping, diagnostics } = readMapping({ name: "a.toml", text });
  expect(diagnostics).toEqual([]);
  if (mapping === null) throw new Error("there is no mapping");
  return mapping;
}

function accessorOf(value: string): unknown {
  return read(`${head}[fields]\nx = ${value}`).fields[0]?.accessor;
}

function mistakesOfStep(step: string): readonly string[] {
  return mistakesOf(`name = "a"\n[fields]\nx = { from = "a", steps = [${step}] }`);
}

const place = (path: string, within = "event") => ({ kind: "paths", paths: [{ path, within }] });

describe("a mapping file", () => {
  it("says how events are recognised and opened, and where fields lie", () => {
    const text = `
      name = "sysmon-winlogbeat"
      product = "sysmon"
      form = "winlogbeat 8"
      extends = "sysmon-fields"
      priority = 10
      each = "records"
      unwrap = "properties"
      decode = "json"
      tiebreaker = "winlog.record_id"
      mode = "fill"
      [[detect]]
      "winlog.provider_name" = "Microsoft-Windows-Sysmon"
      "event.category" = false
      winlog = true
      [[detect]]
      Channel = ["*Sysmon*", "x"]
      EventID = 13
      [names]
      data = "winlog.event_data"
      [fields]
      "process.executable" = "{data}.Image"
      "host.name" = { from = "computer", fill = true }
      "user.id" = { from = "sid", fill = false }
      [never]
      "{data}.TargetObject" = '*\\ControlSet00?\\*'
      "^key" = ["a*", "b"]
      [[test]]
      event = '''{"a":1}'''
      [test.expected]
      "process.pid" = [1, "x", true]
      "x" = []
      "y" = "one"
      [[test]]
      event = "{}"
      index = 2
      expected = {}`;
    expect(read(text)).toEqual({
      source: { name: "a.toml", text },
      name: "sysmon-winlogbeat",
      product: "sysmon",
      form: "winlogbeat 8",
      extends: "sysmon-fields",
      abstract: false,
      priority: 10,
      detect: [
        [
          { kind: "value", path: "winlog.provider_name", texts: ["Microsoft-Windows-Sysmon"] },
          { kind: "absent", path: "event.category" },
          { kind: "exists", path: "winlog" },
        ],
        [
          { kind: "value", path: "Channel", texts: ["*Sysmon*", "x"] },
          { kind: "value", path: "EventID", texts: ["13"] },
        ],
      ],
      envelope: { each: "records", unwrap: "properties", decode: "json" },
      tiebreakerField: "winlog.record_id",
      mode: "fill",
      names: [{ name: "data", accessor: place("winlog.event_data") }],
      fields: [
        { name: "process.executable", accessor: place("{data}.Image"), mode: null },
        { name: "host.name", accessor: place("computer"), mode: "fill" },
        { name: "user.id", accessor: place("sid"), mode: "override" },
      ],
      never: [
        {
          accessor: { kind: "paths", paths: [{ path: "{data}.TargetObject", within: "event" }] },
          texts: ["*\\ControlSet00?\\*"],
        },
        { accessor: { kind: "paths", paths: [{ path: "key", within: "envelope" }] }, texts: ["a*", "b"] },
      ],
      tests: [
        {
          event: '{"a":1}',
          index: 0,
          expected: [
            { name: "process.pid", values: [1, "x", true] },
            { name: "x", values: [] },
            { name: "y", values: ["one"] },
          ],
        },
        { event: "{}", index: 2, expected: [] },
      ],
    });
  });

  it("may leave everything but its name to what it extends", () => {
    expect(read('name = "a"\nabstract = true')).toMatchObject({
      product: null,
      form: null,
      extends: null,
      abstract: true,
      priority: null,
      detect: null,
      envelope: { each: null, unwrap: null, decode: null },
      tiebreakerField: null,
      mode: null,
      names: [],
      fields: [],
      never: [],
      tests: [],
    });
  });

  it("may take every document", () => {
    expect(read('name = "a"\n[[detect]]').detect).toEqual([[]]);
  });

  it("survives structuredClone", () => {
    const mapping = read(`${head}[fields]\nx = { from = "a", steps = ["lower"] }`);
    expect(structuredClone(mapping)).toEqual(mapping);
  });
});

describe("a field", () => {
  it.each([
    ['"a.b"', place("a.b")],
    ['"^a.b"', place("a.b", "envelope")],
    ['["a"]', place("a")],
    ['["a", "^b"]', { kind: "first", of: [place("a"), place("b", "envelope")] }],
    ['{ from = "a" }', place("a")],
    ['{ from = ["a", "b"] }', { kind: "first", of: [place("a"), place("b")] }],
    ['{ from = { from = "a" } }', place("a")],
    ['{ first = ["a", "b"] }', { kind: "first", of: [place("a"), place("b")] }],
    ['{ all = ["a", { from = "b" }] }', { kind: "all", of: [place("a"), place("b")] }],
    ["{ none = true }", { kind: "paths", paths: [] }],
    ['{ const = "x" }', { kind: "constant", value: "x", when: null }],
    ["{ const = 1.5 }", { kind: "constant", value: 1.5, when: null }],
    ["{ const = 12345678901234567890 }", { kind: "constant", value: "12345678901234567890", when: null }],
    ["{ const = true }", { kind: "constant", value: true, when: null }],
    [
      '{ const = ["x", 2] }',
      {
        kind: "all",
        of: [
          { kind: "constant", value: "x", when: null },
          { kind: "constant", value: 2, when: null },
        ],
      },
    ],
    ['{ const = "x", when = "a" }', { kind: "constant", value: "x", when: place("a") }],
    [
      '{ const = ["x"], when = ["a", "b"] }',
      { kind: "constant", value: "x", when: { kind: "first", of: [place("a"), place("b")] } },
    ],
    [
      '{ from = { const = "x", when = "a" }, when = "b" }',
      { kind: "guarded", of: { kind: "constant", value: "x", when: place("a") }, when: place("b") },
    ],
    ['{ from = "a", when = "b" }', { kind: "guarded", of: place("a"), when: place("b") }],
    [
      '{ from = "a", when = "b", steps = ["lower"] }',
      { kind: "guarded", of: { kind: "step", of: place("a"), step: { kind: "lower" } }, when: place("b") },
    ],
    [
      `{ join = ["a", "^b"], with = '\\' }`,
      { kind: "join", parts: [place("a"), place("b", "envelope")], separator: "\\" },
    ],
    ['{ join = ["a"], with = "" }', { kind: "join", parts: [place("a")], separator: "" }],
    [
      '{ from = "a", table = { "x" = "y" } }',
      { kind: "table", of: place("a"), rows: [{ raw: "x", values: ["y"] }], ignoreCase: true, otherwise: "same" },
    ],
    [
      '{ from = "a", table = { "x" = [] }, otherwise = "nothing", ignore_case = false }',
      { kind: "table", of: place("a"), rows: [{ raw: "x", values: [] }], ignoreCase: false, otherwise: "nothing" },
    ],
    [
      '{ from = "a", table = { "z" = "0" }, steps = ["lower"], otherwise = "same" }',
      {
        kind: "table",
        of: { kind: "step", of: place("a"), step: { kind: "lower" } },
        rows: [{ raw: "z", values: ["0"] }],
        ignoreCase: true,
        otherwise: "same",
      },
    ],
    [
      '{ from = "a", steps = ["lower", { last = "." }] }',
      {
        kind: "step",
        of: { kind: "step", of: place("a"), step: { kind: "lower" } },
        step: { kind: "last", separator: "." },
      },
    ],
  ])("%s", (text, accessor) => {
    expect(accessorOf(text)).toEqual(accessor);
  });

  it("has rows that are texts before those that are patterns, these in the order written", () => {
    expect(
      accessorOf('{ from = "a", table = { "z*" = "1", "za" = "2", "*" = ["3", "4"], "13" = "5" } }'),
    ).toMatchObject({
      rows: [
        { raw: "13", values: ["5"] },
        { raw: "za", values: ["2"] },
        { raw: "z*", values: ["1"] },
        { raw: "*", values: ["3", "4"] },
      ],
    });
  });

  it("may be a table with a header", () => {
    const mapping = read(`${head}[fields."event.type"]\nfrom = "a"\n[fields."event.type".table]\n"1" = "start"`);
    expect(mapping.fields).toEqual([
      {
        name: "event.type",
        accessor: {
          kind: "table",
          of: place("a"),
          rows: [{ raw: "1", values: ["start"] }],
          ignoreCase: true,
          otherwise: "same",
        },
        mode: null,
      },
    ]);
  });
});

describe("a step", () => {
  it.each([
    ['"lower"', { kind: "lower" }],
    ['"number"', { kind: "number" }],
    ['"argv"', { kind: "argv" }],
    ['"unescape-percent"', { kind: "unescape-percent" }],
    ['"extension"', { kind: "extension" }],
    ['"unbrace"', { kind: "unbrace" }],
    ['"sysmon-details"', { kind: "sysmon-details" }],
    ['"registry-spellings"', { kind: "registry-spellings" }],
    [`{ last = '\\' }`, { kind: "last", separator: "\\" }],
    ['{ initial = "." }', { kind: "initial", separator: "." }],
    ['{ head = ": " }', { kind: "head", separator: ": " }],
    ['{ split = "," }', { kind: "split", separator: "," }],
    ['{ keep = "SHA256=" }', { kind: "keep", prefix: "SHA256=" }],
    ['{ drop = "" }', { kind: "drop", texts: [""] }],
    ['{ drop = ["-", "none"] }', { kind: "drop", texts: ["-", "none"] }],
    ['{ time = "filetime" }', { kind: "time", format: "filetime" }],
    ['{ time = "epoch_seconds" }', { kind: "time", format: "epoch_seconds" }],
    [
      `{ prefix = { 'M\\' = "", 'M\\S\\' = "x" } }`,
      {
        kind: "prefix",
        replacements: [
          { from: "M\\S\\", to: "x" },
          { from: "M\\", to: "" },
        ],
      },
    ],
  ])("%s", (text, step) => {
    expect(accessorOf(`{ from = "a", steps = [${text}] }`)).toEqual({ kind: "step", of: place("a"), step });
  });
});

describe("names of a hostile file", () => {
  it("are data", () => {
    const mapping = read(
      `${head}"__proto__" = "y"\nconstructor = true\n[names]\n"__proto__" = "p"\ntoString = "t"\n` +
        '[fields]\n"__proto__" = "a"\n"constructor" = { from = "b", table = { "__proto__" = "1", "hasOwnProperty" = "2" } }\n' +
        '[[test]]\nevent = "{}"\n[test.expected]\n"__proto__" = "a"\n"constructor" = []',
    );
    expect(mapping.detect?.[0]?.map(({ path }) => path)).toEqual(["kind", "__proto__", "constructor"]);
    expect(mapping.names.map(({ name }) => name)).toEqual(["__proto__", "toString"]);
    expect(mapping.fields.map(({ name }) => name)).toEqual(["__proto__", "constructor"]);
    expect(mapping.fields[1]?.accessor).toMatchObject({ rows: [{ raw: "__proto__" }, { raw: "hasOwnProperty" }] });
    expect(mapping.tests[0]?.expected.map(({ name }) => name)).toEqual(["__proto__", "constructor"]);
    expect(({} as Record<string, unknown>)["a"]).toBeUndefined();
  });

  it.each(["toString = 1", "constructor = 1", '"__proto__" = 1'])("are unknown where they are no data: %s", (line) => {
    expect(mistakesOf(`name = "a"\n${line}`)).toHaveLength(1);
    expect(mistakesOf(`name = "a"\n${line}`)[0]).toMatch(/^E123 2:1 /);
  });

  it.each(["toString", "constructor", "__proto__"])("are no step: %s", (name) => {
    expect(mistakesOfStep(`"${name}"`)[0]).toMatch(/^E122 3:\d+ «"\w+"» there is no such step/);
    expect(mistakesOfStep(`{ "${name}" = 1 }`)[0]).toMatch(/^E123 3:\d+ «"\w+"» there is no such step/);
  });
});
