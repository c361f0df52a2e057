import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { positionAt } from "../../src/diagnostics/position.ts";
import { renderDiagnostics } from "../../src/diagnostics/rendering.ts";
import { readElasticToml } from "../../src/rules/elastic-toml.ts";
import type { QueryParser } from "../../src/rules/query.ts";

const span = { start: 0, end: 0 };

/** Accepts everything but `adn`, of which it says where it is. */
const parse: QueryParser = (text) => {
  const at = text.indexOf("adn");
  const error = { severity: "error", message: "found `adn`", span: { start: at, end: at + 3 } } as const;
  if (at !== -1) return { query: null, diagnostics: [{ code: "E203", ...error }] };
  const condition = { kind: "literal", value: true, span } as const;
  return { query: { kind: "event", category: null, categorySpan: span, condition, pipes: [], span }, diagnostics: [] };
};

const sound = `[metadata]
maturity = "production"

[rule]
rule_id = "a-1"
name = "Who am I"
description = """
Someone asks who they are.
"""
type = "eql"
language = "eql"
severity = "medium"
risk_score = 47
tags = ["OS: Windows", "Tactic: Discovery"]
index = ["logs-*"]
timestamp_override = "event.ingested"
timestamp_field = "time"
event_category_override = "event.type"
tiebreaker_field = "event.sequence"
query = '''
process where process.name == "whoami.exe"
'''

[[rule.threat]]
framework = "MITRE ATT&CK"
[[rule.threat.technique]]
id = "T1033"
name = "System Owner/User Discovery"
reference = "https://attack.mitre.org/techniques/T1033/"
[[rule.threat.technique.subtechnique]]
id = "T1033.001"
name = "Part"
[rule.threat.tactic]
id = "TA0007"
name = "Discovery"
`;

const read = (text: string) => readElasticToml({ name: "a.toml", text }, parse);

/** `E104 12:5 message` for each, in their order. */
function said(text: string): readonly string[] {
  const reading = read(text);
  if (reading.kind !== "failed") throw new Error(`expected a failure, got ${reading.kind}`);
  return reading.diagnostics.map(show);
}

function show({ code, message, span, source }: Diagnostic): string {
  const place = source !== undefined && span !== undefined ? positionAt(source, span.start) : null;
  return `${code} ${place === null ? "-" : `${place.line}:${place.column}`} ${message}`;
}

describe("readElasticToml", () => {
  it("takes over what a rule says of itself", () => {
    const reading = read(sound);
    expect(reading).toMatchObject({ kind: "rule", diagnostics: [] });
    expect(reading.kind === "rule" && { ...reading.rule, text: reading.rule.text.text, query: null }).toEqual({
      id: "a-1",
      name: "Who am I",
      description: "Someone asks who they are.",
      severity: "medium",
      riskScore: 47,
      tags: ["OS: Windows", "Tactic: Discovery"],
      threat: [
        {
          framework: "MITRE ATT&CK",
          technique: [
            {
              id: "T1033",
              name: "System Owner/User Discovery",
              reference: "https://attack.mitre.org/techniques/T1033/",
              subtechnique: [{ id: "T1033.001", name: "Part" }],
            },
          ],
          tactic: { id: "TA0007", name: "Discovery" },
        },
      ],
      timestampField: "time",
      timestampOverride: "event.ingested",
      categoryField: "event.type",
      tiebreakerField: "event.sequence",
      text: 'process where process.name == "whoami.exe"\n',
      query: null,
      exceptions: 0,
    });
    expect(structuredClone(reading)).toEqual(reading);
  });

  it("asks for no more than the required entries", () => {
    const text = `rule = { rule_id = "a", name = "n", description = "", type = "eql", severity = "low", risk_score = 0, query = "any where true" }`;
    const reading = read(text);
    expect(reading).toMatchObject({
      kind: "rule",
      rule: { tags: [], threat: [], timestampField: null, categoryField: null, tiebreakerField: null, riskScore: 0 },
    });
    expect(reading.kind === "rule" && reading.rule.text.segments).toEqual([
      { at: 0, offset: text.indexOf("any where") },
    ]);
  });

  it.each([
    ["a dotted key", 'rule.query = "any where adn"', 1, 25],
    ["a quoted key", "[rule]\n\"query\" = 'any where adn'", 2, 22],
    ["a quoted table", '["rule"]\nquery = """\\\n  any where adn"""', 3, 13],
    ["an inline table", 'rule = {query = "any where \\u0061adn"}', 1, 34],
    ["windows line endings", "[rule]\r\nquery = '''\r\nany where\r\n  adn\r\n'''\r\n", 4, 3],
    ["a byte-order mark", "\ufeff[rule]\nquery = 'any where adn'", 2, 20],
  ])("finds the place of a mistake in a query under %s", (_name, text, line, column) => {
    expect(said(text)).toContain(`E203 ${line}:${column} found \`adn\``);
  });

  it.each([
    ["esql", 'type = "esql"\nlanguage = "esql"', "esql"],
    ["a KQL query", 'type = "query"\nlanguage = "kuery"', "query"],
    ["threshold", 'type = "threshold"', "threshold"],
    ["new terms", 'type = "new_terms"', "new_terms"],
    ["machine learning", 'type = "machine_learning"', "machine_learning"],
    ["threat match", 'type = "threat_match"', "threat_match"],
    ["only a language", 'language = "kuery"', "kuery"],
  ])("leaves out %s", (_name, entries, type) => {
    expect(read(`[rule]\n${entries}\nseverity = 5`)).toEqual({ kind: "skipped", type });
  });

  it.each<[name: string, from: string | RegExp, to: string, expected: string]>([
    ["no id", 'rule_id = "a-1"\n', "", "E102 4:1 `rule` has no `rule_id`"],
    ["no name", 'name = "Who am I"\n', "", "E102 4:1 `rule` has no `name`"],
    ["no description", /description = """[^]*?"""/, "", "E102 4:1 `rule` has no `description`"],
    ["no type", 'type = "eql"\n', "", "E102 4:1 `rule` has no `type`"],
    ["no severity", 'severity = "medium"\n', "", "E102 4:1 `rule` has no `severity`"],
    ["no risk score", "risk_score = 47\n", "", "E102 4:1 `rule` has no `risk_score`"],
    ["no query", /query = '''[^]*?'''/, "", "E102 4:1 `rule` has no `query`"],
    ["no tactic", /\[rule\.threat\.tactic\][^]*$/, "", "E102 24:1 `rule.threat[0]` has no `tactic`"],
    ["no framework", 'framework = "MITRE ATT&CK"\n', "", "E102 24:1 `rule.threat[0]` has no `framework`"],
    ["no technique id", 'id = "T1033"\n', "", "E102 26:1 `rule.threat[0].technique[0]` has no `id`"],
    ["a number as a name", '"Who am I"', "5", "E103 6:8 `name` must be a string, not a number"],
    ["a list as an id", '"a-1"', '["a-1"]', "E103 5:11 `rule_id` must be a string, not a list"],
    ["a text as a score", "= 47", '= "47"', "E103 13:14 `risk_score` must be a whole number, not a string"],
    ["a text as tags", /tags = .*/, 'tags = "a"', "E103 14:8 `tags` must be a list of strings, not a string"],
    ["a wrong tag", '"Tactic: Discovery"', "true", "E103 14:24 `tags[1]` must be a string, not a boolean"],
    ["a table as tags", /tags = .*/, "tags = {}", "E103 14:8 `tags` must be a list of strings, not a table"],
    ["a date as a name", '"Who am I"', "2020-01-01", "E103 6:8 `name` must be a string, not a date"],
    ["a query that is none", /'''[^]*'''/, "12", "E103 20:9 `query` must be a string, not a number"],
    [
      "a list as a tactic",
      /\[rule.threat.tactic\][^]*/,
      "[[rule.threat.tactic]]\n",
      "E103 33:1 `threat[0].tactic` must be a table, not a list",
    ],
    ["an index", 'index = ["logs-*"]', "index = 1", "E103 15:9 `index` must be a list of strings, not a number"],
    ["a severity", '"medium"', '"soso"', "E104 12:12 `severity` must be `low`, `medium`, `high` or `critical`"],
    ["a score too high", "= 47", "= 101", "E104 13:14 `risk_score` must be a whole number from 0 to 100"],
    ["a score too low", "= 47", "= -1", "E104 13:14 `risk_score` must be a whole number from 0 to 100"],
    ["a score of a half", "= 47", "= 0.5", "E104 13:14 `risk_score` must be a whole number from 0 to 100"],
    ["a score that is none", "= 47", "= nan", "E104 13:14 `risk_score` must be a whole number from 0 to 100"],
    ["a huge score", "= 47", "= 99999999999999999999", "E104 13:14 `risk_score` must be a whole number from 0 to 100"],
    [
      "a technique",
      'T1033"',
      'T15x"',
      "E104 27:6 `threat[0].technique[0].id` must be the id of a technique, such as `T1543`",
    ],
    ["a tactic", "TA0007", "discovery", "E104 34:6 `threat[0].tactic.id` must be the id of a tactic, such as `TA0003`"],
    [
      "a subtechnique",
      "T1033.001",
      "T1033.1",
      "E104 31:6 `threat[0].technique[0].subtechnique[0].id` must be the id of a subtechnique, such as `T1543.003`",
    ],
    ["an empty id", '"a-1"', '" "', "E104 5:11 `rule_id` must be a string that is not empty"],
    [
      "an unknown type",
      'type = "eql"',
      'type = "eqk"',
      "E104 10:8 `type` must be `eql`, or another of the types that Elastic's rules have",
    ],
    [
      "a language that doesn't fit",
      'language = "eql"',
      'language = "kuery"',
      "E104 11:12 `language` must be `eql`, as the rule's type is",
    ],
  ])("says what is wrong with %s", (_name, from, to, expected) => {
    const broken = sound.replace(from, () => to);
    expect(broken).not.toBe(sound);
    expect(said(broken)).toEqual([expected]);
  });

  it.each([
    ["no closing quotes", "[rule]\nquery = '''\nany", "E101 2:9 this is not valid TOML: unfinished string"],
    ["a wrong escape", '[rule]\nname = "\\q"', "E101 2:10 this is not valid TOML: unrecognised escape sequence"],
    [
      "an entry twice",
      "[rule]\nname = ''\nname = ''",
      "E101 3:1 this is not valid TOML: trying to redefine an already defined table or value",
    ],
    ["a bare word", "[rule]\nseverity = low", "E101 2:12 this is not valid TOML: invalid value"],
    [
      "deep nesting",
      `a = ${"[".repeat(100_000)}`,
      "E101 1:69 this is not valid TOML: document contains excessively nested structures. aborting.",
    ],
    ["another program's TOML", "[package]\nname = 'x'", "E106 - there is no table `[rule]`"],
    ["nothing", "", "E106 - there is no table `[rule]`"],
    ["a list of rules", "[[rule]]\nname = 'x'", "E103 1:1 `rule` must be a table, not a list or a value"],
    ["a value as rule", "rule = 1", "E103 1:8 `rule` must be a table, not a list or a value"],
  ])("refuses %s", (_name, text, expected) => {
    expect(said(text)).toEqual([expected]);
  });

  it("says everything at once, each where it stands", () => {
    const broken = sound
      .replace('"medium"', '"hihg"')
      .replace("= 47", "= 470")
      .replace('T1033"', 'T15x"')
      .replace("rule_id", "rul_id")
      .replace(" == ", " adn ");
    const reading = read(broken);
    expect(reading.kind === "failed" && renderDiagnostics(reading.diagnostics)).toBe(
      [
        "error[E102]: `rule` has no `rule_id`",
        " --> a.toml:4:1",
        "  |",
        "4 | [rule]",
        "  | ^^^^^^ did you mean `rule_id` where it says `rul_id`?",
        "",
        "error[E104]: `severity` must be `low`, `medium`, `high` or `critical`",
        "  --> a.toml:12:12",
        "   |",
        '12 | severity = "hihg"',
        "   |            ^^^^^^ did you mean `high`?",
        "",
        "error[E104]: `risk_score` must be a whole number from 0 to 100",
        "  --> a.toml:13:14",
        "   |",
        "13 | risk_score = 470",
        "   |              ^^^",
        "",
        "error[E203]: found `adn`",
        "  --> a.toml:21:28",
        "   |",
        '21 | process where process.name adn "whoami.exe"',
        "   |                            ^^^",
        "",
        "error[E104]: `threat[0].technique[0].id` must be the id of a technique, such as `T1543`",
        "  --> a.toml:27:6",
        "   |",
        '27 | id = "T15x"',
        "   |      ^^^^^^",
        "",
        "5 errors",
      ].join("\n"),
    );
  });

  it("shows an example of an entry that is missing", () => {
    const reading = read(sound.replace('severity = "medium"\n', ""));
    expect(reading.kind === "failed" && reading.diagnostics[0]?.help).toBe('add `severity = "low"`');
  });

  it("finds places in inline tables", () => {
    const text = sound.replace(/\[\[rule\.threat\]\][^]*$/, () =>
      [
        "[[rule.threat]]",
        'framework = "MITRE ATT&CK"',
        'tactic = { name = "Discovery" }',
        'technique = [{ id = "T1033", name = "a" }, { id = "T15x", name = "b" }]',
      ].join("\n"),
    );
    expect(said(text)).toEqual([
      "E102 26:10 `rule.threat[0].tactic` has no `id`",
      "E104 27:51 `threat[0].technique[1].id` must be the id of a technique, such as `T1543`",
    ]);
  });

  it("knows the ids of MITRE ATLAS", () => {
    const text = sound.replace("TA0007", "AML.TA0007").replace(/T1033(\.001)?"/g, 'AML.T1033$1"');
    expect(read(text).kind).toBe("rule");
  });

  it("takes keys that objects have of themselves for what they are", () => {
    expect(said("[rule]\n__proto__ = { name = 'x' }\nconstructor = 1")).toContain("E102 1:1 `rule` has no `name`");
    expect(said("[__proto__]\nrule = 1")).toEqual(["E106 - there is no table `[rule]`"]);
  });

  it("stops after fifty mistakes in entries", () => {
    const text = sound.replace(/tags = .*/, `tags = [${"1,".repeat(10_000)}]`);
    expect(said(text)).toHaveLength(50);
  });

  it("names only the file where it is too large for the places of its entries", () => {
    const large = `${sound}# ${"x".repeat(1 << 17)}\n`;
    expect(said(large.replace('"medium"', '"soso"'))).toEqual([
      "E104 - `severity` must be `low`, `medium`, `high` or `critical`",
    ]);
    expect(said(large.replace(" == ", " adn "))).toEqual(["E203 21:28 found `adn`"]);
    expect(said(large.replace("query", '"query"'))).toEqual([
      "E100 - can't read this: the place of `query` can't be told",
    ]);
  });
});
