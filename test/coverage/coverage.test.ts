import { describe, expect, it } from "vitest";
import { Coverage, coverageOf } from "../../src/coverage/coverage.ts";
import type { CoverageReason } from "../../src/coverage/rule-coverage.ts";
import { type PlanOptions, planRules } from "../../src/plan/planning.ts";
import type { FieldAccessor, ValueStep } from "../../src/sources/accessor.ts";
import type { Source } from "../../src/sources/source.ts";
import { ruleOf } from "../evaluate/planning.ts";

const raw = at("Raw");

function at(...paths: readonly string[]): FieldAccessor {
  return { kind: "paths", paths: paths.map((path) => ({ path, within: "event" })) };
}

function constant(value: string | number | boolean, when: FieldAccessor | null = null): FieldAccessor {
  return { kind: "constant", value, when };
}

function table(
  of: FieldAccessor,
  rows: Readonly<Record<string, readonly string[]>>,
  otherwise: "same" | "nothing" = "nothing",
): FieldAccessor {
  return {
    kind: "table",
    of,
    rows: Object.entries(rows).map(([text, values]) => ({ raw: text, values })),
    ignoreCase: true,
    otherwise,
  };
}

function step(of: FieldAccessor, ...steps: readonly ValueStep[]): FieldAccessor {
  return steps.reduce<FieldAccessor>((inner, one) => ({ kind: "step", of: inner, step: one }), of);
}

function sourceOf(fields: Readonly<Record<string, FieldAccessor>>, more: Partial<Source> = {}): Source {
  return {
    name: "made-up",
    product: "product",
    form: "a form",
    detect: [[{ kind: "exists", path: "marker" }]],
    envelope: { each: null, unwrap: null, decode: null },
    fields: Object.entries(fields).map(([name, accessor]) => ({ name, accessor })),
    tiebreakerField: null,
    ...more,
  };
}

/** What is known of a query in events of a source. */
function coverageIn(source: Source, query: string, options: PlanOptions = {}) {
  const plan = planRules([ruleOf(query)], { sources: [source], ...options });
  const [known] = coverageOf({ plan, sources: [source] });
  if (known === undefined) throw new Error("nothing is known");
  return known;
}

function reasonsIn(source: Source, query: string): readonly (readonly [CoverageReason["kind"], string | null])[] {
  return coverageIn(source, query).reasons.map(({ kind, field }) => [kind, field]);
}

/** Whether a condition on `x` can hold where `x` is this. */
function abilityAt(condition: string, accessor: FieldAccessor, more: Partial<Source> = {}): string {
  return coverageIn(sourceOf({ x: accessor, "y.z": raw }, more), `any where ${condition}`).canMatch;
}

const none: FieldAccessor = { kind: "paths", paths: [] };

describe("why a rule can't match", () => {
  const source = sourceOf({
    "event.category": table(at("Kind"), { R: ["registry"], P: ["process"] }),
    "event.type": table(at("Kind"), { R: ["change"], P: ["start", "info"] }),
    "host.os.type": constant("windows"),
    "registry.path": step(at("Key"), { kind: "last", separator: "/" }),
    "registry.value": none,
    "registry.data.strings": at("Data"),
  });

  it.each<[string, string, readonly (readonly [CoverageReason["kind"], string | null])[]]>([
    ["nothing", 'registry where registry.data.strings : "a*"', []],
    ["a field without a source", 'registry where registry.value : "a*"', [["no-source", "registry.value"]]],
    ["a presence without a source", "registry where registry.value != null", [["no-source", "registry.value"]]],
    ["an absence without a source", "registry where registry.value == null", []],
    ["a category that there is not", 'network where registry.value == "a"', [["value", "event.category"]]],
    ["a constant", 'registry where host.os.type == "linux"', [["value", "host.os.type"]]],
    ["a constant that is left out", 'registry where host.os.type != "windows"', [["always", "host.os.type"]]],
    ["a constant in another case", 'registry where host.os.type == "Windows"', [["value", "host.os.type"]]],
    ["no value of a table", 'registry where event.type == "deletion"', [["value", "event.type"]]],
    ["a table's value in other events", 'registry where event.type == "start"', [["value", "event.type"]]],
    ["a value that those events always have", 'process where event.type != "info"', [["always", "event.type"]]],
    ["a spelling", 'registry where registry.path : "HKLM/*"', [["spelling", "registry.path"]]],
    ["no mapping", 'registry where dll.name : "a*"', [["unmapped", "dll.name"]]],
    ["a name that raw events have", 'registry where Data : "a*"', []],
    ["a constant of the rule", "registry where false", [["constant", null]]],
    [
      "both",
      'registry where host.os.type == "linux" and registry.value == "a"',
      [
        ["value", "host.os.type"],
        ["no-source", "registry.value"],
      ],
    ],
    [
      "either",
      'registry where registry.value == "b" or host.os.type : "l*"',
      [
        ["no-source", "registry.value"],
        ["value", "host.os.type"],
      ],
    ],
    ["one of two", 'registry where registry.value == "b" or registry.data.strings == "a"', []],
    [
      "what is certain before what isn't",
      'registry where dll.name : "a*" and registry.value : "b"',
      [["no-source", "registry.value"]],
    ],
    ["a computed condition", "registry where length(registry.value) > 3", [["no-source", "registry.value"]]],
  ])("%s: %s", (_, query, expected) => {
    expect(reasonsIn(source, query)).toEqual(expected);
  });

  it("says what the field has instead, and in which condition", () => {
    const query = 'registry where registry.data.strings : "a" and event.type == "deletion"';
    expect(coverageIn(source, query)).toMatchObject({
      canMatch: "no",
      reasons: [{ condition: 'event.type == "deletion"', gives: ["change", "start", "info"], isOfKind: false }],
    });
    expect(coverageIn(source, 'registry where event.type == "start"')).toMatchObject({
      canMatch: "no",
      reasons: [{ gives: ["change"], isOfKind: true }],
    });
    const text = 'registry where event.type == "start"';
    const [reason] = coverageIn(source, text).reasons;
    expect(text.slice(reason?.span.start, reason?.span.end)).toBe('event.type == "start"');
  });

  it("says no of what can't be, and unmapped of what most likely isn't", () => {
    expect(coverageIn(source, 'registry where registry.value == "a"').canMatch).toBe("no");
    expect(coverageIn(source, 'registry where dll.name == "a"').canMatch).toBe("unmapped");
    expect(coverageIn(source, "registry where dll.name == null").canMatch).toBe("yes");
  });

  it("says nothing of ECS", () => {
    const plan = planRules([ruleOf('network where dll.name == "a"')], { sources: [source] });
    expect(coverageOf({ plan, sources: [source] }).map(({ canMatch }) => canMatch)).toEqual(["no", "yes"]);
  });
});

describe("what a value can be", () => {
  it.each<[string, FieldAccessor, string, "yes" | "no"]>([
    ["a place", raw, 'x == "a"', "yes"],
    ["the first of two", { kind: "first", of: [constant("a"), raw] }, 'x == "b"', "no"],
    ["the first of two that may lack", { kind: "first", of: [raw, constant("a")] }, 'x == "b"', "yes"],
    ["both", { kind: "all", of: [constant("a"), constant("b")] }, 'x == "b" and x == "a"', "yes"],
    ["both, always", { kind: "all", of: [constant("a"), constant("b")] }, 'x != "b"', "no"],
    ["a constant under a condition", constant("a", raw), 'x != "a"', "yes"],
    ["a constant under a condition", constant("a", raw), 'x == "b"', "no"],
    ["a constant that is never meant", constant("a", none), 'x == "a"', "no"],
    ["what is guarded by nothing", { kind: "guarded", of: raw, when: none }, "x != null", "no"],
    ["a number", constant(5), "x > 6", "no"],
    ["a number", constant(5), 'x == "5"', "yes"],
    [
      "what begins a join",
      { kind: "join", parts: [constant("HKLM"), constant("a")], separator: "\\" },
      String.raw`x : "HKCU*"`,
      "no",
    ],
    [
      "what a join holds",
      { kind: "join", parts: [constant("HKLM"), constant("a")], separator: "\\" },
      String.raw`x : "hklm\\A"`,
      "yes",
    ],
    [
      "a join of what may lack",
      { kind: "join", parts: [constant("HKLM"), raw], separator: "\\" },
      'x == "HKLM"',
      "yes",
    ],
    ["a table's other value", table(raw, { a: ["b"] }, "same"), 'x == "c"', "yes"],
    ["a table's only values", table(raw, { a: ["b"], "c*": ["d"] }), 'x in ("a", "c", "e")', "no"],
    ["a row that drops", table(constant("a"), { A: [] }, "same"), "x != null", "no"],
    ["a row of a constant", table(constant("a"), { A: ["b"], "*": ["c"] }), 'x == "c"', "no"],
    ["after the last backslash", step(raw, { kind: "last", separator: "\\" }), String.raw`x : "*a\\b"`, "no"],
    ["after the last backslash", step(raw, { kind: "last", separator: "\\" }), String.raw`x : "*b"`, "yes"],
    ["before the first colon", step(raw, { kind: "head", separator: ":" }), 'x == "a:b"', "no"],
    ["parts of a list", step(raw, { kind: "split", separator: "," }), 'x : "a,*"', "no"],
    ["an extension", step(raw, { kind: "extension" }), 'x == ".exe"', "no"],
    ["an extension", step(raw, { kind: "extension" }), 'x == "exe"', "yes"],
    ["without what is dropped", step(raw, { kind: "drop", texts: ["-"] }), 'x == "-"', "no"],
    ["lower case", step(raw, { kind: "lower" }), 'x == "Abc"', "no"],
    ["lower case", step(raw, { kind: "lower" }), 'x : "Abc"', "yes"],
    ["a number that was a text", step(raw, { kind: "number" }), 'x : "a*"', "no"],
    ["a number that was a text", step(raw, { kind: "number" }), 'x : "1*"', "yes"],
    ["a number that was a text", step(raw, { kind: "number" }), 'x in~ ("1")', "no"],
    [
      "a replaced prefix",
      step(raw, { kind: "prefix", replacements: [{ from: "MACHINE\\", to: "HKLM\\" }] }),
      String.raw`x : "machine\\*"`,
      "no",
    ],
    [
      "a replaced prefix",
      step(raw, { kind: "prefix", replacements: [{ from: "MACHINE\\", to: "HKLM\\" }] }),
      String.raw`x : "hklm\\*"`,
      "yes",
    ],
    ["a kept prefix that can't be", step(constant("MD5=a"), { kind: "keep", prefix: "SHA256=" }), "x != null", "no"],
    ["two steps", step(raw, { kind: "split", separator: "," }, { kind: "keep", prefix: "SHA1=" }), 'x == "a,b"', "no"],
  ])("%s: %j, %s", (_, accessor, condition, expected) => {
    expect(abilityAt(condition, accessor)).toBe(expected);
  });

  const never = [{ place: { path: "Raw", within: "event" as const }, texts: ["*\\ControlSet00?\\*", "MACHINE\\*"] }];

  it.each<[string, FieldAccessor, string, "yes" | "no"]>([
    ["a part of it", raw, String.raw`x : "HKLM\\*\\controlset001\\a"`, "no"],
    ["more than it", raw, String.raw`x : "HKLM\\*\\ControlSet*"`, "yes"],
    ["its beginning", raw, String.raw`x == "MACHINE\\a"`, "no"],
    [
      "another field at the same place",
      { kind: "first", of: [raw, at("Other")] },
      String.raw`x == "MACHINE\\a"`,
      "yes",
    ],
    [
      "a part of the value",
      step(raw, { kind: "initial", separator: "=" }),
      String.raw`x : "*\\ControlSet001\\*"`,
      "no",
    ],
    [
      "what only the whole value never is",
      step(raw, { kind: "last", separator: "=" }),
      String.raw`x == "MACHINE\\a"`,
      "yes",
    ],
    [
      "a canonical spelling",
      step(raw, { kind: "registry-spellings" }),
      String.raw`x : "HKLM\\*\\ControlSet001\\*"`,
      "yes",
    ],
    ["no canonical spelling either", step(raw, { kind: "registry-spellings" }), String.raw`x : "MACHINE\\*"`, "no"],
    ["a raw name", constant("a"), String.raw`Raw : "MACHINE\\*"`, "no"],
  ])("what the product never writes: %s, %j, %s", (_, accessor, condition, expected) => {
    expect(abilityAt(condition, accessor, { never })).toBe(expected);
  });

  it.each<[string, Partial<Source>, "yes" | "no"]>([
    ["where it is recognised by that", { detect: [[{ kind: "absent", path: "Raw" }]] }, "no"],
    ["where it may be recognised otherwise", { detect: [[{ kind: "absent", path: "Raw" }], []] }, "yes"],
    [
      "where the event is only a part of what is recognised",
      { detect: [[{ kind: "absent", path: "Raw" }]], envelope: { each: null, unwrap: "inner", decode: null } },
      "yes",
    ],
  ])("what is absent, %s", (_, more, expected) => {
    expect(abilityAt("x != null", raw, more)).toBe(expected);
  });
});

describe("sequences and samples", () => {
  const source = sourceOf({
    "event.category": table(at("Kind"), { R: ["registry"], P: ["process"] }),
    "host.id": at("Computer"),
    "user.id": none,
  });
  const other = sourceOf({ "event.category": constant("network"), "host.id": at("Computer") }, { name: "other" });

  it.each<[string, string, "yes" | "no" | "unmapped", readonly (number | null)[]]>([
    ["all stages", "sequence by host.id [process where true] [registry where true]", "yes", []],
    ["a stage that can't", "sequence by host.id [process where true] [network where true]", "no", [2]],
    [
      "a repeated stage that can't",
      "sequence by host.id [process where true] [network where true] with runs=3",
      "no",
      [2],
    ],
    [
      "an event that must be missing",
      "sequence by host.id with maxspan=1m [process where true] ![network where true]",
      "yes",
      [],
    ],
    [
      "what ends it",
      "sequence by host.id [process where true] [registry where true] until [network where true]",
      "yes",
      [],
    ],
    ["a key without a source", "sequence by user.id [process where true] [registry where true]", "no", [1, 2]],
    ["a key that may lack", "sequence by ?user.id [process where true] [registry where true]", "yes", []],
    ["a key without a mapping", "sequence by agent.id [process where true] [registry where true]", "unmapped", [1, 2]],
    ["a sample", "sample by host.id [process where true] [network where true]", "no", [2]],
  ])("%s: %s", (_, query, canMatch, stages) => {
    const known = coverageIn(source, query);
    expect(known.canMatch).toBe(canMatch);
    expect(known.reasons.map(({ stage }) => stage)).toEqual(stages);
  });

  it("may come of several sources together", () => {
    const rule = ruleOf("sequence by host.id [process where true] [network where true]");
    const plan = planRules([rule], { sources: [source, other] });
    const coverage = new Coverage(plan, [source, other]);
    expect(coverage.of(0, [0]).canMatch).toBe("no");
    expect(coverage.of(0, [1]).canMatch).toBe("no");
    expect(coverage.of(0, [0, 1]).canMatch).toBe("yes");
  });
});

it("is decided soon, however many patterns there are", () => {
  const patterns = Array.from({ length: 2_000 }, (_, index) => `"*a*${index}*b?c*"`).join(", ");
  const accessor = step(raw, { kind: "prefix", replacements: [{ from: "a", to: "HKLM\\SYSTEM\\" }] });
  const start = performance.now();
  expect(abilityAt(`x : (${patterns})`, accessor)).toBe("yes");
  expect(performance.now() - start).toBeLessThan(2_000);
});
