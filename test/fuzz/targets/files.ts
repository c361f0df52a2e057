import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { Diagnostic } from "../../../src/diagnostics/diagnostic.ts";
import { parseQuery } from "../../../src/language/parser.ts";
import { readSchema } from "../../../src/language/schema-reading.ts";
import { budgetRules } from "../../../src/plan/rule-budget.ts";
import { planRules } from "../../../src/plan/planning.ts";
import { readElasticToml } from "../../../src/rules/elastic-toml.ts";
import { readRuleExport } from "../../../src/rules/rule-export.ts";
import type { RuleReading } from "../../../src/rules/rule-reading.ts";
import { readMapping } from "../../../src/sources/mapping-reading.ts";
import { checkDiagnostics, textOf } from "../checks.ts";
import type { FuzzTarget } from "../fuzzing.ts";

const rule = {
  rule_id: "a",
  name: "n",
  description: "d",
  severity: "low",
  risk_score: 21,
  type: "eql",
  language: "eql",
  query: 'process where process.name : "x\\\\*" and a in (1, "\u00e9")',
  tags: ["t"],
  threat: [{ framework: "MITRE ATT&CK", tactic: { id: "TA1", name: "x", reference: "r" }, technique: [] }],
};

const tomlRule = `[metadata]\ncreation_date = "2025/01/01"\n\n[rule]\n${[
  'rule_id = "a"',
  "name = 'n'",
  'description = """\nd"""',
  'severity = "low"',
  "risk_score = 21",
  'type = "eql"',
  'language = "eql"',
  "tags = ['x', \"y\\u00e9\"]",
  "query = '''\nprocess where process.name : \"x*\"\n'''",
].join(
  "\n",
)}\n\n[[rule.threat]]\nframework = "MITRE ATT&CK"\n[rule.threat.tactic]\nid = "TA1"\nname = "x"\nreference = "r"\n`;

const tomlTokens = [
  ..."[ ] [[ ]] { } = . , # \n \r\n \" ' ''' \"\"\" \\ \\u00e9 \\U0010ffff true inf nan 1979-05-27T07:32:00Z 0x 1_000 1e5".split(
    " ",
  ),
  "\n[rule]\n",
  "query = ",
  "rule.query = ",
  "\0",
  "__proto__",
  "constructor",
];
const jsonTokens = [
  ...'{ } [ ] : , " \\ \\u0000 \\ud800 null true 1 -1e400 \n \0'.split(" "),
  '"__proto__":',
  '"entries":[',
];

/** Rules that were read can be planned; what wasn't has an error. */
function checkReading(readings: readonly RuleReading[], text: string): void {
  for (const reading of readings) {
    if (reading.kind === "skipped") continue;
    checkDiagnostics(reading.diagnostics, text);
    const errors = reading.diagnostics.filter(({ severity }) => severity === "error");
    if (reading.kind === "rule") {
      assert.deepEqual(errors, []);
      const { query } = reading.rule;
      planRules(budgetRules([{ ...reading.rule, query }]).rules);
    }
  }
}

export const tomlRuleTarget: FuzzTarget = {
  name: "toml-rules",
  seeds: [Buffer.from(tomlRule), Buffer.from(`rule = ${JSON.stringify({ a: 1 }).replaceAll(":", "=")}\n`)],
  tokens: tomlTokens,
  slowestMs: 3000,
  check(input) {
    const text = textOf(input);
    const reading = readElasticToml({ name: "a.toml", text }, parseQuery);
    if (reading.kind === "failed") assert.ok(reading.diagnostics.some(({ severity }) => severity === "error"));
    checkReading([reading], text);
  },
};

const list = { id: "l", list_id: "l", type: "detection", namespace_type: "single" };
const item = (entries: readonly object[]): string =>
  JSON.stringify({
    item_id: "i",
    list_id: "l",
    type: "simple",
    name: "n",
    namespace_type: "single",
    os_types: ["windows"],
    entries,
  });
const exportLines = [
  JSON.stringify({ ...rule, exceptions_list: [list] }),
  JSON.stringify({ ...list, name: "l" }),
  item([
    { field: "a", type: "match", operator: "included", value: "x" },
    { field: "b", type: "match_any", operator: "excluded", value: ["x", "y"] },
    { field: "c", type: "exists", operator: "included" },
    { field: "d", type: "wildcard", operator: "included", value: "a\\*?*" },
  ]),
  item([{ field: "e", type: "nested", entries: [{ field: "f", type: "match", operator: "included", value: "x" }] }]),
  JSON.stringify({ exported_count: 4, exported_rules_count: 1, missing_rules: [] }),
];

export const ruleExportTarget: FuzzTarget = {
  name: "rule-exports",
  seeds: [Buffer.from(exportLines.join("\n")), Buffer.from(exportLines.slice(1, 3).join("\r\n"))],
  tokens: jsonTokens,
  slowestMs: 3000,
  check(input) {
    const text = textOf(input);
    const { rules, diagnostics } = readRuleExport({ name: "a.ndjson", text }, parseQuery, 0n);
    checkReading(rules, text);
    checkDiagnostics(diagnostics, text);
    assert.ok(rules.length + diagnostics.length > 0, "nothing was said of the file");
  },
};

const builtinMappings = ["sysmon-winlogbeat", "defender-hunting", "windows-evtx-xml"];

function builtinMapping(name: string): Uint8Array {
  try {
    return readFileSync(new URL(`../../../datasets/mappings/${name}.toml`, import.meta.url));
  } catch {
    return new Uint8Array();
  }
}

export const mappingTarget: FuzzTarget = {
  name: "mappings",
  seeds: [
    ...builtinMappings.map(builtinMapping).filter(({ length }) => length > 0),
    Buffer.from(
      'name = "nxlog"\nproduct = "sysmon"\nform = "NXLog"\n[[detect]]\nSourceName = "*Sysmon"\n[fields]\n"process.executable" = "Image"\n"a" = ["b", "c"]\n',
    ),
  ],
  tokens: tomlTokens,
  slowestMs: 3000,
  check(input) {
    const text = textOf(input);
    const { mapping, diagnostics } = readMapping({ name: "a.toml", text });
    checkDiagnostics(diagnostics, text);
    assert.equal(mapping === null, hasError(diagnostics));
  },
};

export const schemaTarget: FuzzTarget = {
  name: "schemas",
  seeds: [
    Buffer.from(
      JSON.stringify({
        fields: {
          "process.pid": { type: "long", null_value: 5 },
          "@timestamp": { type: "date", format: ["iso", "epoch_millis", "yyyy-MM-dd HH:mm:ss.SSS"] },
          "source.ip": { type: "ip" },
        },
      }),
    ),
  ],
  tokens: jsonTokens,
  slowestMs: 2000,
  check(input) {
    const text = textOf(input);
    const { schema, diagnostics } = readSchema({ name: "a.json", text });
    checkDiagnostics(diagnostics, text);
    assert.equal(schema === null, hasError(diagnostics));
  },
};

function hasError(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}
