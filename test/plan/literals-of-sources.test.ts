import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EventDocument } from "../../src/evaluate/document.ts";
import { readDocuments } from "../../src/evaluate/document-reader.ts";
import { Evaluator } from "../../src/evaluate/evaluator.ts";
import { linearStrategy } from "../../src/match/linear.ts";
import type { HuntPlan } from "../../src/plan/plan.ts";
import { mandatoryLiterals } from "../../src/plan/literals.ts";
import { PossibleMatches } from "../../src/plan/possible-matches.ts";
import { planRules } from "../../src/plan/planning.ts";
import { planLiterals } from "../../src/scan/scan-strategy.ts";
import type { FieldAccessor } from "../../src/sources/accessor.ts";
import type { DocumentTest, Source } from "../../src/sources/source.ts";
import { Choices } from "../evaluate/choices.ts";
import { ConditionWriter } from "../evaluate/conditions.ts";
import { vocabularyOf } from "../evaluate/documents.ts";
import { eventQueryOf, ruleOf } from "../evaluate/planning.ts";
import { kindsOf, SourceWriter } from "./accessor-writer.ts";
import { RawEventWriter } from "./raw-event-writer.ts";
import { linesHolding } from "../kernel/plain-lines.ts";

const anything: Source = {
  name: "made-up",
  product: "made-up",
  form: "",
  detect: [],
  envelope: { each: null, unwrap: null, decode: null },
  fields: [],
  tiebreakerField: null,
};

function at(...paths: readonly string[]): FieldAccessor {
  return { kind: "paths", paths: paths.map((path) => ({ path, within: "event" })) };
}

function literalsOf(query: string, source: Partial<Source>): readonly string[] | null | undefined {
  const plan = planRules([ruleOf(query)], { sources: [{ ...anything, ...source }] });
  return mandatoryLiterals(plan).of(0, 0);
}

/** The literals of a condition on `x`, which the source has where it is said. */
function literalsAt(condition: string, accessor: FieldAccessor, source: Partial<Source> = {}): unknown {
  return literalsOf(`any where ${condition}`, { fields: [{ name: "x", accessor }], ...source });
}

const raw = at("Raw");

describe("the literals of a field that lies elsewhere", () => {
  it.each<[string, string, FieldAccessor, readonly string[] | null]>([
    ["a path: the value", 'x == "ImagePath"', raw, ['"imagepath"']],
    ["a path: the name, if the value says nothing", "x == 5", raw, ['"raw"']],
    ["a dotted path: its last name, in both spellings", "x == 5", at("data.Raw"), ['"raw"', '.raw"']],
    ["several paths", "x > 5", at("Raw", "Cooked"), ['"raw"', '"cooked"']],
    ["no place", 'x == "ImagePath"', { kind: "all", of: [] }, []],
    ["no place, where none is wanted", "x == null", { kind: "all", of: [] }, null],
    ["no place, where any is wanted", "x != null", { kind: "all", of: [] }, []],
    ["presence", "x != null", raw, ['"raw"']],
    [
      "the first of some",
      'x == "ImagePath"',
      { kind: "first", of: [raw, { kind: "step", of: at("Other"), step: { kind: "last", separator: "\\" } }] },
      ['imagepath"'],
    ],
    ["the right constant", 'x == "windows"', { kind: "constant", value: "windows", when: null }, null],
    [
      "the right constant under a condition",
      'x == "windows"',
      { kind: "constant", value: "windows", when: raw },
      ['"raw"'],
    ],
    ["another constant", 'x == "linux"', { kind: "constant", value: "windows", when: null }, []],
    ["another constant under a condition", 'x == "linux"', { kind: "constant", value: "windows", when: raw }, []],
    ["a constant in another case", 'x : "WIN*"', { kind: "constant", value: "windows", when: null }, null],
    ["not a constant", 'x != "windows"', { kind: "constant", value: "windows", when: null }, []],
    ["not a constant under a condition", 'x != "windows"', { kind: "constant", value: "windows", when: raw }, null],
    ["not another constant", 'x != "linux"', { kind: "constant", value: "windows", when: null }, null],
    ["not a constant in another case", 'x != "Windows"', { kind: "constant", value: "windows", when: null }, null],
    ["a constant number", "x == 5", { kind: "constant", value: 5, when: null }, null],
    ["what is guarded", 'x == "ImagePath"', { kind: "guarded", of: raw, when: at("Marker") }, ['"imagepath"']],
    ["the guard, if that is rarer", "x == 5", { kind: "guarded", of: at("a.name"), when: at("Marker") }, ['"marker"']],
    ["what never passes its guard", "x == 5", { kind: "guarded", of: raw, when: { kind: "all", of: [] } }, []],
  ])("%s: %s", (_, condition, accessor, expected) => {
    expect(literalsAt(condition, accessor)).toEqual(expected);
  });
});

describe("the literals of a table", () => {
  const rows = [
    { raw: "RegistryValueSet", values: ["persist", "write"] },
    { raw: "*KeyCreated", values: ["creation"] },
    { raw: "13", values: ["number"] },
    { raw: "*", values: ["other"] },
  ];

  it.each<[string, "same" | "nothing", readonly string[] | null]>([
    ['x == "persist"', "nothing", ['"registryvalueset"']],
    ['x : "WRI*"', "nothing", ['"registryvalueset"']],
    ['x in ("persist", "creation")', "nothing", ['"registryvalueset"', 'keycreated"']],
    ['x == "number"', "nothing", ['"raw"']],
    ['x == "other"', "nothing", ['"raw"']],
    ['x == "elsewhere"', "nothing", []],
    ['x == "elsewhere"', "same", ['"elsewhere"']],
    ['x == "persist"', "same", ['"registryvalueset"', '"persist"']],
    ["x > 5", "nothing", ['"raw"']],
    ['x regex "pers.*"', "nothing", ['"registryvalueset"']],
  ])("%s, otherwise %s", (condition, otherwise, expected) => {
    expect(literalsAt(condition, { kind: "table", of: raw, rows, ignoreCase: true, otherwise })).toEqual(expected);
  });

  it("give way to those of another condition, since each stands for many events", () => {
    const table: FieldAccessor = { kind: "table", of: raw, rows, ignoreCase: true, otherwise: "nothing" };
    const fields = [{ name: "x", accessor: table }];
    expect(literalsOf('any where x == "persist" and y : "reg.exe"', { fields })).toEqual(['"reg.exe"']);
  });
});

describe("the literals of joined texts", () => {
  const parts = [at("Key"), at("Name")];

  it.each<[string, string, readonly string[] | null]>([
    [String.raw`x : "HKLM\\SYSTEM\\*\\Services\\*\\ImagePath"`, "\\", ['imagepath"']],
    [String.raw`x : "Persistence\\*"`, "\\", ['"persistence']],
    [String.raw`x : "a\\Persistence\\*"`, "\\", ["persistence"]],
    [String.raw`x == "Persistence"`, "\\", ['"persistence"']],
    ['x : "Persist::ence*"', "::", ['"persist']],
    ['x : "ab:cd*"', "::", ['"ab']],
    ['x == "Persistence"', "", ['"key"', '"name"']],
    ["x == 5", "\\", ['"key"', '"name"']],
    [String.raw`x : "5\\7"`, "\\", ['"key"', '"name"']],
  ])("%s by %s", (condition, separator, expected) => {
    expect(literalsAt(condition, { kind: "join", parts, separator })).toEqual(expected);
  });

  it("leave out what a constant part gives", () => {
    const hive: FieldAccessor = { kind: "constant", value: "HKLM", when: null };
    const accessor: FieldAccessor = { kind: "join", parts: [hive, at("Name")], separator: "\\" };
    expect(literalsAt(String.raw`x : "HKLM\\Persistence"`, accessor)).toEqual(['persistence"']);
    expect(literalsAt('x : "HKLM*"', accessor)).toBeNull();
  });
});

describe("the literals of what a step gives", () => {
  it.each<
    [
      string,
      FieldAccessor & { readonly kind: "step" } extends { readonly step: infer Step } ? Step : never,
      readonly string[] | null,
    ]
  >([
    ['x == "ImagePath"', { kind: "last", separator: "\\" }, ['imagepath"']],
    ['x : "ImagePath*"', { kind: "last", separator: "\\" }, ["imagepath"]],
    ['x == "ImagePath"', { kind: "initial", separator: "\\" }, ['"imagepath']],
    ['x == "ImagePath"', { kind: "initial", separator: "=" }, ['"imagepath=']],
    ['x == "ImagePath"', { kind: "head", separator: "\\" }, ['"imagepath']],
    ['x == "ImagePath"', { kind: "split", separator: "," }, ["imagepath"]],
    ['x == "ImagePath"', { kind: "drop", texts: ["-"] }, ['"imagepath"']],
    ['x == "abcdef"', { kind: "keep", prefix: "SHA256=" }, ['"sha256=abcdef"']],
    ['x == "12345"', { kind: "keep", prefix: "SHA256=" }, ['"sha256=']],
    ['x : "12345"', { kind: "keep", prefix: "SHA256=" }, ['"sha256=12345"']],
    ['x == "passkeyword"', { kind: "lower" }, ['eyword"']],
    ['x : "%COMSPEC% /c*"', { kind: "unescape-percent" }, ["comspec"]],
    ['x == "cab"', { kind: "extension" }, ['.cab"']],
    ['x == "abc-def"', { kind: "unbrace" }, ["abc-def"]],
    ['x == "ImagePath"', { kind: "number" }, ['"raw"']],
    ['x == "ImagePath"', { kind: "argv" }, ['"raw"']],
    ['x == "ImagePath"', { kind: "time", format: "iso" }, ['"raw"']],
    ['x == "ImagePath"', { kind: "sysmon-details" }, ['"imagepath"']],
    ['x : "12*"', { kind: "sysmon-details" }, ['"raw"']],
    ['x : ("12*", "ImagePath")', { kind: "sysmon-details" }, ['"raw"']],
    [String.raw`x : "HKLM\\SYSTEM\\ControlSet*\\Persist\\*"`, { kind: "registry-spellings" }, ["persist"]],
    [String.raw`x : "HKLM\\*\\CurrentControlSet"`, { kind: "registry-spellings" }, ['"raw"']],
    [String.raw`x : "HKLM\\*\\ImagePath"`, { kind: "registry-spellings" }, ['imagepath"']],
    [String.raw`x : "\\REGISTRY\\MACHINE\\*"`, { kind: "registry-spellings" }, ['"raw"']],
  ])("%s, %o", (condition, step, expected) => {
    expect(literalsAt(condition, { kind: "step", of: raw, step })).toEqual(expected);
  });

  it.each<[string, readonly string[]]>([
    [String.raw`x : "HKLM\\Persistence"`, ['persistence"']],
    [String.raw`x : "Persistence\\HKLM"`, ['"persistence']],
    ['x : "HK*tence"', ['tence"']],
    ['x : "HKLM"', ['"raw"']],
  ])("%s, of which the start may have been another", (condition, expected) => {
    const step = {
      kind: "prefix",
      replacements: [
        { from: "MACHINE\\", to: "HKLM\\" },
        { from: "MACHINE", to: "HKLM" },
      ],
    } as const;
    expect(literalsAt(condition, { kind: "step", of: raw, step })).toEqual(expected);
  });

  it("is a text, also where the value is a number", () => {
    expect(literalsAt('x in~ ("12345")', raw)).toEqual(['"12345"']);
    expect(literalsAt('x in~ ("12345")', { kind: "step", of: raw, step: { kind: "drop", texts: [] } })).toEqual([
      '"raw"',
    ]);
  });
});

describe("the literals of an event within its document", () => {
  const inEnvelope: FieldAccessor = { kind: "paths", paths: [{ path: "Raw", within: "envelope" }] };

  it.each<[string, FieldAccessor, Source["envelope"]["decode"], readonly string[] | null]>([
    ['x == "ImagePath"', raw, null, ['"imagepath"']],
    ['x == "ImagePath"', raw, "json", ["imagepath"]],
    ["x == 5", raw, "json", ["raw"]],
    ["x == 5", at("Id"), "json", null],
    ["x == 5", at("a.Image ID/5"), "json", ["image id"]],
    ['x == "ImagePath"', raw, "evtx-xml", null],
    ['x == "ImagePath"', inEnvelope, "json", ['"imagepath"']],
    ['x == "ImagePath"', inEnvelope, "evtx-xml", ['"imagepath"']],
    ["x == 5", inEnvelope, "evtx-xml", ['"raw"']],
  ])("%s at %o in %s", (condition, accessor, decode, expected) => {
    expect(literalsAt(condition, accessor, { envelope: { each: null, unwrap: "message", decode } })).toEqual(expected);
  });
});

describe("the literals of a source's documents", () => {
  const kind: DocumentTest = { kind: "value", path: "maker.name", texts: ["*-Recorder", "Recorder*"] };

  it.each<[string, Source["detect"], readonly string[] | null]>([
    ["a value", [[kind]], ['-recorder"', '"recorder']],
    ["a number", [[{ kind: "value", path: "EventID", texts: ["13"] }]], ['"eventid"']],
    ["a member", [[{ kind: "exists", path: "data.Marker" }]], ['"marker"', '.marker"']],
    ["what is absent says nothing", [[{ kind: "absent", path: "Marker" }]], null],
    [
      "the rarest of several",
      [[{ kind: "absent", path: "z" }, { kind: "exists", path: "Marker" }, kind]],
      ['-recorder"', '"recorder'],
    ],
    [
      "those of each alternative",
      [[{ kind: "exists", path: "Marker" }], [{ kind: "exists", path: "Other" }]],
      ['"marker"', '"other"'],
    ],
    ["an alternative without", [[{ kind: "exists", path: "Marker" }], []], null],
    ["no alternative", [], null],
  ])("%s", (_, detect, expected) => {
    expect(literalsOf("any where true", { detect })).toEqual(expected);
  });

  it("give way to those of a condition", () => {
    expect(literalsOf('any where x == "ImagePath"', { detect: [[kind]] })).toEqual(['"imagepath"']);
    expect(literalsOf("any where wanted == 5", { detect: [[kind]] })).toEqual(['"wanted"']);
    expect(literalsOf("any where false", { detect: [[kind]] })).toEqual([]);
  });

  it("hold where what is there is an object or a text, in any spelling", () => {
    const source: Source = { ...anything, detect: [[{ kind: "exists", path: "data.Marker" }]] };
    const plan = planRules([ruleOf("any where true")], { sources: [source] });
    const lines = ['{"data":{"Marker":{}}}', '{"data.Marker":{"a":1}}', '{"data":[{"\\u004darker":[0]}]}'];
    expect(lines.map((line) => sourcesOf(plan, line))).toEqual([[0], [0], [0]]);
    expect(lines.map((line) => isCandidate(onlyFirstSource(plan), line))).toEqual([true, true, true]);
  });

  it("are better than a word that most events hold", () => {
    expect(literalsOf('any where host.name == "windows"', { detect: [[kind]] })).toEqual(['-recorder"', '"recorder']);
  });
});

describe("an event that is a text in a JSON document", () => {
  const source: Source = {
    ...anything,
    detect: [[]],
    envelope: { each: null, unwrap: "message", decode: "json" },
  };
  const plan = planRules([ruleOf('any where x == "ImagePath"')], { sources: [source] });

  it.each([
    String.raw`{"message":"{\"x\":\"ImagePath\"}"}`,
    String.raw`{"message":"{\"x\":\"\\u0049magePath\"}"}`,
    String.raw`{"message":"{\"x\":\"\u005cu0049magePath\"}"}`,
    String.raw`{"message":"{\"x\":\"\\\u00750049magePath\"}"}`,
    String.raw`{"message":"{\"x\":\"\\u0\u00304\u0039magePath\"}"}`,
    String.raw`{"message":"{\u0022x\u0022:\u0022ImagePath\u0022}"}`,
    String.raw`{"message":{"x":"ImagePath"}}`,
  ])("is found: %s", (line) => {
    expect(matchingSources(plan, line)).toEqual([0]);
    expect(isCandidate(onlyFirstSource(plan), line)).toBe(true);
  });

  it("isn't looked for where nothing hides a letter of it", () => {
    expect(isCandidate(onlyFirstSource(plan), String.raw`{"message":"{\"x\":\"\u003cimage\\u0026path\"}"}`)).toBe(
      false,
    );
  });
});

/** Texts in whose raw forms much can go wrong. */
const texts = [
  "ImagePath",
  "HKLM\\SYSTEM\\CurrentControlSet\\Services\\x\\ImagePath",
  "HKLM\\System\\ControlSet001",
  "C:\\Windows\\System32\\reg.exe",
  "kernel32.dll",
  "%COMSPEC% /c k",
  "SHA256=abc",
  "po-wershell",
  "registry",
  "12",
  "true",
  "a, b",
  'say "hi"',
  "étage/kilo",
  "{abc}",
  "-",
];

/** A condition on which values like {@link texts} bear. */
function plainCondition(choices: Choices): string {
  const field = choices.pick(["x", "y", "a.b", "event.type"]);
  const text = JSON.stringify(choices.pick(texts));
  const glob = JSON.stringify(bendToGlob(choices, choices.pick(texts)));
  return choices.pick([
    `${field} : ${glob}`,
    `${field} == ${text}`,
    `${field} in~ (${text}, ${JSON.stringify(choices.pick(texts))})`,
    `not (${field} != ${text})`,
    `(${field} : ${glob} or ${choices.pick(["x", "y"])} == ${text})`,
    `${field} != null`,
    `not ${field} == ${text}`,
    `endsWith~(${field}, "Path")`,
    `${field} regex~ ".*path"`,
    `${field} >= 12`,
  ]);
}

function bendToGlob(choices: Choices, text: string): string {
  const from = choices.below(text.length);
  const to = from + 1 + choices.below(3);
  return choices.pick([
    `${text.slice(0, from)}*${text.slice(to)}`,
    `*${text.slice(from)}`,
    `${text.slice(0, to)}*`,
    text,
  ]);
}

/** ECS events hold what those of a source need not: here only the source's are of interest. */
function onlyFirstSource(plan: HuntPlan): HuntPlan {
  return { ...plan, sources: plan.sources.slice(0, 1) };
}

function documentsOf(plan: HuntPlan, line: string): readonly EventDocument[] {
  const documents = readDocuments(line, plan.sources);
  return typeof documents === "string" ? [] : documents;
}

function sourcesOf(plan: HuntPlan, line: string): readonly number[] {
  return documentsOf(plan, line).map(({ source }) => source);
}

/** The sources of the documents in the line that some filter matches. */
function matchingSources(plan: HuntPlan, line: string): readonly number[] {
  const evaluator = new Evaluator(plan, linearStrategy);
  return documentsOf(plan, line)
    .filter((document) => {
      evaluator.load(document);
      return evaluator.matchingFilters().length > 0;
    })
    .map(({ source }) => source);
}

function isCandidate(plan: HuntPlan, line: string): boolean {
  const literals = planLiterals(plan);
  if (literals === null) return true;
  return linesHolding(literals, Buffer.from(line)).length > 0;
}

describe("every line that a rule matches", () => {
  it("is a candidate, wherever its source has the fields and however the line is written", () => {
    /** By kind of accessor, step and envelope: matches in whose source it was. */
    const kinds = new Map<string, number>();
    let withLiterals = 0;
    let matches = 0;
    let refused = 0;
    let impossible = 0;
    let without = 0;
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 150, maxLength: 1_200, size: "max" }), (numbers) => {
        const choices = Choices.listed(numbers);
        const conditions = choices.list(1, 2, () =>
          choices.once(3) ? `(${new ConditionWriter(choices).condition(1)})` : plainCondition(choices),
        );
        const rule = ruleOf(`${choices.pick(["any", "any", "registry"])} where ${conditions.join(" and ")}`);
        const { condition } = eventQueryOf(rule);
        const vocabulary = vocabularyOf(condition);
        const wanted = [...vocabulary.patterns, ...vocabulary.constants.map(String), "registry", "12"].map((text) =>
          text.replaceAll(/[*?]/g, () => choices.pick(["", "b", "\\k"])),
        );
        const fields = [...new Set([...vocabulary.paths, "event.category"])];
        const source = new SourceWriter(choices, wanted).source(fields);
        const plan = planRules([rule], { sources: [source] });
        const literals = mandatoryLiterals(plan).of(0, 0);
        const possible = new PossibleMatches(plan).has(0, 0);
        if (literals?.length === 0) without++;
        if (!possible) impossible++;
        const only = onlyFirstSource(plan);
        if (literals !== null) withLiterals++;
        const writer = new RawEventWriter(choices, source);
        const missed: string[] = [];
        for (let i = 0; i < 8; i++) {
          const line = writer.line(
            source.fields.flatMap(({ name, accessor }) => {
              if (choices.once(6)) return [];
              return [
                [accessor, name === "event.category" && !choices.once(4) ? "registry" : choices.pick(wanted)] as const,
              ];
            }),
          );
          const isMatch = matchingSources(plan, line).includes(0);
          const isFound = isCandidate(only, line);
          if (isMatch && !(isFound && possible)) missed.push(line);
          if (literals === null) continue;
          if (!isFound) refused++;
          if (!isMatch) continue;
          matches++;
          for (const name of vocabulary.paths) {
            const accessor = source.fields.find((field) => field.name === name)?.accessor;
            for (const kind of accessor === undefined ? [] : kindsOf(accessor))
              kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
          }
          const envelopeKind = source.envelope.decode ?? (source.envelope.unwrap === null ? "bare" : "unwrapped");
          kinds.set(envelopeKind, (kinds.get(envelopeKind) ?? 0) + 1);
        }
        expect({ query: rule.text.text, source, missed }).toEqual({ query: rule.text.text, source, missed: [] });
      }),
      { numRuns: 4_000 },
    );
    expect(withLiterals).toBeGreaterThan(1_000);
    expect(matches).toBeGreaterThan(1_000);
    expect(refused).toBeGreaterThan(1_000);
    // Where no document has what must be there, that is nearly always seen without looking for it.
    expect(without).toBeGreaterThan(20);
    expect(impossible).toBeGreaterThan(0.9 * without);
    // Each kind of accessor and step, and each way in which an event lies in its document, had its share.
    expect([...kinds].filter(([, count]) => count < 50)).toEqual([]);
    expect(kinds.size).toBe(27);
  }, 60_000);
});
