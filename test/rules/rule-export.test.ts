import { array, assert, constantFrom, integer, option, property, record, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { spanInSource } from "../../src/diagnostics/embedded.ts";
import { positionAt } from "../../src/diagnostics/position.ts";
import { renderDiagnostics } from "../../src/diagnostics/rendering.ts";
import { parseQuery } from "../../src/language/parser.ts";
import { parseTime } from "../../src/language/time.ts";
import { looksLikeExport } from "../../src/rules/export-lines.ts";
import { readRuleExport } from "../../src/rules/rule-export.ts";
import type { RuleFileReading } from "../../src/rules/rule-reading.ts";
import type { Rule } from "../../src/rules/rule.ts";

const now = parseTime("2025-06-01T00:00:00Z") ?? 0n;

const rule = (id: string, more: object = {}): object => ({
  id: "saved",
  rule_id: id,
  name: `Rule ${id}`,
  description: "",
  type: "eql",
  language: "eql",
  severity: "low",
  risk_score: 21,
  query: "any where true",
  ...more,
});
const uses = (...lists: readonly string[]): object => ({
  exceptions_list: lists.map((id) => ({ id: `saved ${id}`, list_id: id, type: "detection", namespace_type: "single" })),
});
const list = (id: string): object => ({
  id: "saved",
  list_id: id,
  type: "detection",
  name: id,
  namespace_type: "single",
});
const item = (listId: string, id: string, more: object = {}): object => ({
  list_id: listId,
  item_id: id,
  name: `Item ${id}`,
  type: "simple",
  namespace_type: "single",
  entries: [{ type: "match", field: "a", operator: "included", value: "x" }],
  ...more,
});
const summary = (rules: number, items = 0): object => ({
  exported_count: rules + items,
  exported_rules_count: rules,
  missing_rules: [],
  missing_rules_count: 0,
  exported_exception_list_count: 0,
  exported_exception_list_item_count: items,
});

const lines = (...objects: readonly object[]): string => objects.map((one) => `${JSON.stringify(one)}\n`).join("");
const read = (text: string): RuleFileReading => readRuleExport({ name: "e.ndjson", text }, parseQuery, now);
const rulesOf = (reading: RuleFileReading): readonly Rule[] =>
  reading.rules.flatMap((one) => (one.kind === "rule" ? [one.rule] : []));

/** `warning E109 4 «"place"» message` for each, those of rules first. */
function said(text: string): readonly string[] {
  const reading = read(text);
  const ofRules = reading.rules.flatMap((one) => (one.kind === "skipped" ? [] : one.diagnostics));
  return [...ofRules, ...reading.diagnostics].map(({ code, severity, message, source, span }) => {
    if (source === undefined || span === undefined) return `${severity} ${code} ${message}`;
    const place = `${positionAt(source, span.start).line} «${source.text.slice(span.start, span.end).trim()}»`;
    return `${severity} ${code} ${place} ${message}`;
  });
}

describe("readRuleExport", () => {
  it("takes over what a rule says of itself", () => {
    const threat = {
      framework: "MITRE ATT&CK",
      tactic: { id: "TA0007", name: "Discovery", reference: "https://attack.mitre.org/tactics/TA0007/" },
      technique: [{ id: "T1033", name: "Discovery", reference: "r", subtechnique: [] }],
    };
    const described = rule("a-1", {
      description: " Someone asks. ",
      severity: "high",
      risk_score: 73,
      tags: ["a", "b"],
      threat: [threat],
      enabled: false,
      index: ["logs-*"],
      timestamp_override: "event.ingested",
      timestamp_field: "time",
      event_category_override: "event.type",
      tiebreaker_field: "event.sequence",
      query: 'process where\n process.name == "whoami.exe"',
      unknown: { deep: [1] },
    });
    const reading = read(lines(described, summary(1)));
    expect(reading.diagnostics).toEqual([]);
    const [only] = rulesOf(reading);
    expect(only && { ...only, text: only.text.text, query: only.query.kind }).toEqual({
      id: "a-1",
      name: "Rule a-1",
      description: "Someone asks.",
      severity: "high",
      riskScore: 73,
      tags: ["a", "b"],
      threat: [threat],
      timestampField: "time",
      timestampOverride: "event.ingested",
      categoryField: "event.type",
      tiebreakerField: "event.sequence",
      text: 'process where\n process.name == "whoami.exe"',
      query: "event",
      exceptions: 0,
    });
    expect(structuredClone(reading.rules)).toEqual(reading.rules);
  });

  it("takes null for what isn't set, and any id for a tactic", () => {
    const odd = rule("a", {
      timestamp_field: null,
      tags: null,
      exceptions_list: null,
      threat: [{ framework: "ours", tactic: { id: "1", name: "One" }, technique: [{ id: "2", name: "Two" }] }],
    });
    expect(rulesOf(read(lines(odd)))).toMatchObject([
      { timestampField: null, tags: [], threat: [{ tactic: { id: "1" } }] },
    ]);
  });

  it("leaves out rules of other kinds, unchecked, and passes over connectors", () => {
    const text = lines(
      rule("a", { type: "query", language: "kuery", severity: 5 }),
      rule("b", { type: undefined, language: "esql" }),
      rule("c"),
      { id: "s", type: "action", attributes: { name: "mail" }, references: [] },
      summary(3),
    );
    const reading = read(text);
    expect(reading.rules.map((one) => (one.kind === "skipped" ? one.type : one.kind))).toEqual([
      "query",
      "esql",
      "rule",
    ]);
    expect(reading.diagnostics).toEqual([]);
  });

  it("accepts Windows line ends, blank lines, blanks and no last line break", () => {
    const text = `\r\n  ${lines(rule("a")).trimEnd()}  \r\n\r\n\t\n${lines(rule("b")).trimEnd()}`;
    expect(rulesOf(read(text)).map(({ id }) => id)).toEqual(["a", "b"]);
  });

  it("shows mistakes at their places, all at once", () => {
    const text = lines(
      rule("a", { query: 'process where process.name : "a.exe" adn\n\tx == "b"' }),
      rule("b", { severity: "hihg", risk_score: 101, threat: [{ framework: "f", tactic: [] }] }),
      rule("c", { rule_id: undefined, ruleid: "c" }),
      rule("d", { tags: "t", query: undefined }),
      rule("e", { type: "eqk" }),
    );
    const { rules } = read(text);
    const diagnostics = rules.flatMap((one) => (one.kind === "failed" ? one.diagnostics : []));
    expect(rules).toHaveLength(5);
    expect(renderDiagnostics(diagnostics)).toBe(
      [
        "error[E203]: expected `and`, `or` or the end of the query, found `adn`",
        " --> e.ndjson:1:173",
        "  |",
        String.raw`1 | …"process where process.name : \"a.exe\" adn\n\tx == \"b\""}`,
        "  |                                          ^^^ did you mean `and`?",
        "",
        "error[E104]: `severity` must be `low`, `medium`, `high` or `critical`",
        " --> e.ndjson:2:103",
        "  |",
        '2 | …type":"eql","language":"eql","severity":"hihg","risk_score":101,"query":"any where true","threat":[{"framework":"f","tac…',
        "  |                                          ^^^^^^ did you mean `high`?",
        "",
        "error[E104]: `risk_score` must be a whole number from 0 to 100",
        " --> e.ndjson:2:123",
        "  |",
        '2 | …e":"eql","severity":"hihg","risk_score":101,"query":"any where true","threat":[{"framework":"f","tactic":[]}]}',
        "  |                                          ^^^",
        "",
        "error[E103]: `threat[0].tactic` must be an object, not a list",
        " --> e.ndjson:2:188",
        "  |",
        '2 | …ue","threat":[{"framework":"f","tactic":[]}]}',
        "  |                                          ^",
        "",
        "error[E102]: `rule` has no `rule_id`",
        " --> e.ndjson:3:1",
        "  |",
        '3 | {"id":"saved","name":"Rule c","description":"","type":"eql","language":"eql","severity":"low","risk_score":21,"query":"a…',
        "  | ^ did you mean `rule_id` where it says `ruleid`?",
        "",
        "error[E102]: `rule` has no `query`",
        " --> e.ndjson:4:1",
        "  |",
        '4 | {"id":"saved","rule_id":"d","name":"Rule d","description":"","type":"eql","language":"eql","severity":"low","risk_score"…',
        "  | ^",
        '  = help: add `"query":"…"`',
        "",
        "error[E103]: `tags` must be a list of strings, not a string",
        " --> e.ndjson:4:132",
        "  |",
        '4 | …"severity":"low","risk_score":21,"tags":"t"}',
        "  |                                          ^^^",
        "",
        "error[E104]: `type` must be `eql`, or another of the types that Elastic's rules have",
        " --> e.ndjson:5:69",
        "  |",
        '5 | …"name":"Rule e","description":"","type":"eqk","language":"eql","severity":"low","risk_score":21,"query":"any where true"…',
        "  |                                          ^^^^^ did you mean `eql`?",
        "",
        "8 errors",
      ].join("\n"),
    );
  });

  it.each([
    [
      "a line cut short",
      '{"rule_id":"b","na',
      'error E107 2 «» this line is not JSON: expected the closing `"` of a string',
    ],
    [
      "another form of JSON",
      '{"rule_id":"b",}',
      "error E107 2 «}» this line is not JSON: expected a key in double quotes",
    ],
    ["JSON that is no object", '["rule_id"]', "error E107 2 «[» this line holds no JSON object"],
    [
      "a line nested without end",
      `{"query":${"[".repeat(500_000)}`,
      "error E107 2 «{» this line is nested over 64 deep",
    ],
    [
      "a line without end",
      `{"query":"${"x".repeat(5e6)}"}`,
      "error E107 2 «{» this line is longer than 4,194,304 characters",
    ],
    [
      "an object of another kind",
      '{"what":1}',
      "warning E108 2 «{» this is neither a rule nor an exception, and is left out",
    ],
    [
      "an exception of no list",
      lines(item("l", "i", { list_id: 5 })),
      "warning E109 2 «{» the exception `Item i` is not applied: it has no `list_id`",
    ],
  ])("goes on after %s", (_name, line, expected) => {
    const text = `${lines(rule("a"))}${line.trimEnd()}\n${lines(rule("c"))}`;
    expect(said(text)).toEqual([expected]);
    expect(rulesOf(read(text)).map(({ id }) => id)).toEqual(["a", "c"]);
  });

  it("shows fifty broken lines and counts the rest", () => {
    const reading = read(lines(rule("a")) + "{\n".repeat(1_000) + '{"x":1}\n'.repeat(60));
    expect(reading.rules.filter(({ kind }) => kind === "failed")).toHaveLength(1_000);
    const ofRules = reading.rules.flatMap((one) => (one.kind === "skipped" ? [] : one.diagnostics));
    expect(ofRules).toHaveLength(50);
    expect(reading.diagnostics.slice(50).map(({ code, message }) => `${code} ${message}`)).toEqual([
      "E108 10 more lines of this file are like that",
      "E107 950 more lines of this file are like that",
    ]);
  });

  it("takes time linear in the file for what is broken", () => {
    const started = performance.now();
    read(`{"rule_id\n`.repeat(50_000));
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it("takes time linear in a line for what is missing", () => {
    const gone = Array.from({ length: 30_000 }, (_, index) => `gone-${index}`);
    const nested = { type: "nested", field: "a", entries: [{ type: "exists", field: "b", operator: "excluded" }] };
    const started = performance.now();
    const text = lines(rule("a", uses("l", ...gone)), item("l", "i", { entries: gone.map(() => nested) }));
    expect(said(text)).toHaveLength(51);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it("takes the last of two keys, and keys that objects have of themselves for what they are", () => {
    const text = `{"rule_id":"a","query":"adn","query":"any where adn","__proto__":{"severity":"low"},"constructor":1,"toString":2}`;
    const messages = said(text);
    expect(messages).toContain("error E102 1 «{» `rule` has no `severity`");
    expect(messages.filter((one) => one.includes("E3") || one.includes("E2"))).toEqual([]);
    const [only] = rulesOf(read(`{"__proto__":{"name":"no"},"query":"adn",${JSON.stringify(rule("b")).slice(1)}`));
    expect(only).toMatchObject({ id: "b", name: "Rule b", text: { text: "any where true" } });
    expect(Object.hasOwn(Object.prototype, "severity")).toBe(false);
  });

  it("takes half of a surrogate pair for U+FFFD, as wherever text comes in", () => {
    const text = lines(rule("a", { name: "NAME", query: "QUERY" }))
      .replace("NAME", String.raw`\ud800 \\ud800 \ud83d\ude00`)
      .replace("QUERY", String.raw`any where a == \"\udc00\" adn`);
    expect(said(text)).toEqual([`error E203 1 «adn» expected \`and\`, \`or\` or the end of the query, found \`adn\``]);
    const [only] = rulesOf(read(text.replace(" adn", "")));
    expect(only?.name).toBe("\ufffd \\ud800 😀");
    expect(only?.text.text).toBe('any where a == "\ufffd"');
  });

  it("reads what a generator wrote", () => {
    const names = string({ unit: "binary", minLength: 1 }).map((text) => `x${text.toWellFormed()}`);
    const values = string({ unit: "grapheme" }).map((text) =>
      JSON.stringify(text.replaceAll(/[\p{Cc}\u2028\u2029]/gu, "")),
    );
    const rules = array(
      record({
        name: names,
        value: values,
        score: integer({ min: 0, max: 100 }),
        tags: array(names),
        field: option(names),
        severity: constantFrom("low", "medium", "high", "critical"),
      }),
      { maxLength: 5 },
    );
    assert(
      property(rules, constantFrom("\n", "\r\n", "\n\n"), (made, end) => {
        const objects = made.map(({ name, value, score, tags, field, severity }, index) =>
          rule(String(index), {
            name,
            tags,
            severity,
            risk_score: score,
            timestamp_field: field,
            query: `any where a == ${value}\n  and b == 1`,
          }),
        );
        const text = [...objects, summary(made.length)].map((one) => JSON.stringify(one)).join(end);
        const found = rulesOf(read(text));
        expect(found.map(({ id, name, tags, severity, riskScore }) => [id, name, tags, severity, riskScore])).toEqual(
          made.map(({ name, tags, severity, score }, index) => [String(index), name, tags, severity, score]),
        );
        for (const { text: embedded } of found) {
          const at = embedded.text.lastIndexOf("b == 1");
          const { start, end: after } = spanInSource(embedded, { start: at, end: at + 6 });
          expect(text.slice(start, after)).toBe("b == 1");
        }
      }),
    );
  });
});

describe("exceptions of an export", () => {
  it("are applied to the rules that name their list, and no others", () => {
    const text = lines(
      rule("a", uses("one", "two", "one")),
      rule("b", uses("two")),
      rule("c"),
      list("one"),
      item("one", "i"),
      item("two", "j"),
      item("two", "k"),
      item("three", "l"),
    );
    expect(said(text)).toEqual([]);
    expect(rulesOf(read(text)).map(({ id, exceptions }) => [id, exceptions])).toEqual([
      ["a", 3],
      ["b", 2],
      ["c", 0],
    ]);
  });

  it("tell lists of one space from those of all", () => {
    const agnostic = { exceptions_list: [{ list_id: "l", namespace_type: "agnostic" }] };
    const text = lines(
      rule("a", agnostic),
      rule("b", uses("l")),
      item("l", "i"),
      item("l", "j", { namespace_type: "agnostic" }),
      item("l", "k"),
    );
    expect(rulesOf(read(text)).map(({ exceptions }) => exceptions)).toEqual([1, 2]);
  });

  it("name the list that is not in the export", () => {
    const text = lines(
      rule("a", uses("here", "gone")),
      list("here"),
      rule("b", uses("gone")),
      rule("c", { type: "query", ...uses("gone") }),
    );
    expect(said(text)).toEqual([
      "note E110 1 «{» the exceptions of the list `gone` are not applied to `Rule a`: the list is not in this export",
      "note E110 3 «{» the exceptions of the list `gone` are not applied to `Rule b`: the list is not in this export",
    ]);
  });

  it.each<[name: string, more: object, expected: string]>([
    [
      "a value list",
      { entries: [{ type: "list", field: "a", operator: "included", list: { id: "bad.txt", type: "ip" } }] },
      'warning E109 2 «"a"» the exception `Item i` is not applied: it asks for the value list `bad.txt`, and no export holds value lists',
    ],
    [
      "an analysed field",
      { entries: [{ type: "match", field: "message", operator: "included", value: "x" }] },
      'warning E109 2 «"message"» the exception `Item i` is not applied: `message` is text, which an index compares word by word',
    ],
    [
      "an analysed form of a field in a nested condition",
      {
        entries: [
          {
            type: "nested",
            field: "a",
            entries: [{ type: "wildcard", field: "b.text", operator: "included", value: "x" }],
          },
        ],
      },
      'warning E109 2 «"b.text"» the exception `Item i` is not applied: `a.b.text` is text, which an index compares word by word',
    ],
    [
      "a pattern too long",
      { entries: [{ type: "wildcard", field: "a", operator: "included", value: "x".repeat(40_000) }] },
      'warning E109 2 «"a"» the exception `Item i` is not applied: its pattern is too long',
    ],
    [
      "a list too long",
      { entries: [{ type: "match_any", field: "a", operator: "included", value: Array(131_073).fill("x") }] },
      'warning E109 2 «"a"» the exception `Item i` is not applied: it lists too many values',
    ],
    [
      "no entries",
      { entries: [] },
      "warning E109 2 «[» the exception `Item i` is not applied: `entries` must be a list that is not empty",
    ],
    [
      "a list that is none",
      { entries: {} },
      "warning E109 2 «{» the exception `Item i` is not applied: `entries` must be a list of objects, not an object",
    ],
    [
      "entries left out",
      { entries: undefined },
      "warning E109 2 «{» the exception `Item i` is not applied: it has no `entries`",
    ],
    [
      "an unknown type",
      { entries: [{ type: "fuzzy" }] },
      'warning E109 2 «"fuzzy"» the exception `Item i` is not applied: `entries[0].type` must be `match`, `match_any`, `wildcard`, `exists`, `list` or `nested`',
    ],
    [
      "a type left out",
      { entries: [{ field: "a" }] },
      "warning E109 2 «{» the exception `Item i` is not applied: `entries[0]` has no `type`",
    ],
    [
      "an unknown operator",
      { entries: [{ type: "exists", field: "a", operator: "maybe" }] },
      'warning E109 2 «"maybe"» the exception `Item i` is not applied: `entries[0].operator` must be `included` or `excluded`',
    ],
    [
      "a value of another type",
      { entries: [{ type: "match", field: "a", operator: "included", value: 5 }] },
      "warning E109 2 «5» the exception `Item i` is not applied: `entries[0].value` must be a string, not a number",
    ],
    [
      "nesting in nesting",
      { entries: [{ type: "nested", field: "a", entries: [{ type: "nested", field: "b", entries: [] }] }] },
      'warning E109 2 «"nested"» the exception `Item i` is not applied: `entries[0].entries[0].type` must be `match`, `match_any`, `wildcard` or `exists`',
    ],
    [
      "a time that is none",
      { expire_time: "soon" },
      'warning E109 2 «"soon"» the exception `Item i` is not applied: its `expire_time` is no time',
    ],
    [
      "a time that has come",
      { expire_time: "2025-06-01T00:00:00.000Z" },
      'note E111 2 «"2025-06-01T00:00:00.000Z"» the exception `Item i` is not applied: it expired at 2025-06-01T00:00:00.000Z',
    ],
    [
      "a time that has come, whatever else keeps it from being applied",
      {
        expire_time: "2025-01-01T00:00:00.000Z",
        entries: [{ type: "match", field: "message", operator: "included", value: "x" }],
      },
      'note E111 2 «"2025-01-01T00:00:00.000Z"» the exception `Item i` is not applied: it expired at 2025-01-01T00:00:00.000Z',
    ],
  ])("are named as not applied for %s", (_name, more, expected) => {
    const text = lines(rule("a", uses("l")), item("l", "i", more), item("l", "j"), rule("b", uses("l")));
    expect(said(text)).toEqual([expected]);
    expect(rulesOf(read(text)).map(({ exceptions }) => exceptions)).toEqual([1, 1]);
  });

  it("are applied until their time comes", () => {
    const text = lines(rule("a", uses("l")), item("l", "i", { expire_time: "2025-06-01T00:00:00.001Z" }));
    expect(said(text)).toEqual([]);
    expect(rulesOf(read(text))).toMatchObject([{ exceptions: 1 }]);
  });

  it.each<[name: string, entries: readonly object[], noted: boolean]>([
    ["one condition", [{ type: "exists", field: "b", operator: "included" }], false],
    ["one that must not hold", [{ type: "exists", field: "b", operator: "excluded" }], true],
    [
      "two conditions",
      [
        { type: "match", field: "b", operator: "included", value: "x" },
        { type: "match", field: "c", operator: "included", value: "y" },
      ],
      true,
    ],
  ])("say where %s on elements can't be kept together", (_name, entries, noted) => {
    const text = lines(rule("a", uses("l")), item("l", "i", { entries: [{ type: "nested", field: "a", entries }] }));
    const note =
      'note E112 2 «"a"» the exception `Item i` is applied without regard to elements: events have no nested fields here';
    expect(said(text)).toEqual(noted ? [note] : []);
    expect(rulesOf(read(text))).toMatchObject([{ exceptions: 1 }]);
  });

  it("are named by their id, or not at all", () => {
    const broken = { name: undefined, entries: [] };
    const text = lines(rule("a", uses("l")), item("l", "i", broken), item("l", "", broken));
    expect(said(text)).toEqual([
      "warning E109 2 «[» the exception `i` is not applied: `entries` must be a list that is not empty",
      "warning E109 3 «[» an exception without a name is not applied: `entries` must be a list that is not empty",
    ]);
  });

  it("are not multiplied without end", () => {
    const entries = [
      { type: "match_any", field: "a", operator: "included", value: Array.from({ length: 100_000 }, String) },
    ];
    const rules = Array.from({ length: 50 }, (_, index) => rule(`r${index}`, uses("l")));
    const sequence = rule("s", { query: "sequence by k [a where true] [b where true]", ...uses("l") });
    const reading = read(lines(...rules, sequence, rule("free"), item("l", "i", { entries })));
    expect(rulesOf(reading).map(({ id }) => id)).toEqual([
      ...Array.from({ length: 9 }, (_, index) => `r${index}`),
      "free",
    ]);
    const failed = reading.rules.flatMap((one) => (one.kind === "failed" ? one.diagnostics : []));
    expect(failed).toHaveLength(42);
    expect(failed[0]).toMatchObject({
      code: "E109",
      severity: "error",
      message: "the exceptions of `Rule r9` are too many, with those of the rules before",
    });
  });
});

describe("an export as a whole", () => {
  it.each<[name: string, text: string, expected: readonly string[]]>([
    ["all there", lines(rule("a"), rule("b", { type: "esql" }), item("l", "i"), summary(2, 1)), []],
    ["a rule missing", lines(rule("a"), summary(2)), ["warning E114 2 «{» by its summary this export had 1 more rule"]],
    [
      "an exception missing",
      lines(rule("a"), summary(1, 3)),
      ["warning E114 2 «{» by its summary this export had 3 more exceptions"],
    ],
    ["more than is counted", lines(rule("a"), rule("b"), summary(1)), []],
    ["two exports in one file", lines(rule("a"), summary(1), rule("b"), summary(1)), []],
    [
      "two exports, one cut",
      lines(rule("a"), summary(1), summary(1)),
      ["warning E114 3 «{» by its summary this export had 1 more rule"],
    ],
    ["no summary", lines(rule("a")), []],
    ["a summary of the wrong types", lines(rule("a"), { exported_rules_count: "9" }), []],
    ["no rule", lines(list("l"), item("l", "i")), ["warning E106 there is no rule in this export"]],
  ])("with %s", (_name, text, expected) => {
    expect(said(text)).toEqual(expected);
  });

  it.each<[name: string, filters: unknown, expected: readonly string[]]>([
    ["none", [], []],
    ["one that is switched off", [{ meta: { disabled: true }, query: {} }], []],
    ["one", [{ meta: { negate: true }, query: {} }], ["warning E113 1 «[» a filter of this rule is not applied"]],
    ["several", [{}, 5, { meta: { disabled: false } }], ["warning E113 1 «[» 3 filters of this rule are not applied"]],
    ["what is no list", {}, []],
  ])("says of filters that they are not applied: %s", (_name, filters, expected) => {
    expect(said(lines(rule("a", { filters })))).toEqual(expected);
  });
});

describe("looksLikeExport", () => {
  it.each<[name: string, text: string, expected: boolean]>([
    ["a rule", lines(rule("a")), true],
    ["a list", lines(list("l")), true],
    ["an item", lines(item("l", "i")), true],
    ["a summary", lines(summary(0)), true],
    ["a broken line before a rule", `{\n${lines(rule("a"))}`, true],
    ["nothing but a broken rule", '{"rule_id":"a","type":', true],
    ["UTF-16", lines(rule("a")).replaceAll(/[^]/g, "$&\0"), true],
    ["events", '{"@timestamp":1,"event":{"category":"process"}}\n', false],
    ["events about rules", '{"rule":{"id":"a"},"message":"\\"rule_id\\": 1","type":"query","query":"a"}\n', false],
    ["events with entries", '{"entries":[],"type":"x"}\n{"item_id":"a"}\n', false],
    ["text", "any where true", false],
    ["nothing", "", false],
    ["a nest", "[".repeat(300_000), false],
  ])("tells %s", (_name, text, expected) => {
    expect(looksLikeExport(text)).toBe(expected);
  });
});
