import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderDiagnostics } from "../../src/diagnostics/rendering.ts";
import { printQuery } from "../../src/language/printer.ts";
import { parseDocument } from "../../src/reference/document.ts";
import { evaluateQuery } from "../../src/reference/evaluator.ts";
import { type LoadedRules, loadRules } from "../../src/rules/rule-files.ts";

const detection = (id: string) => ({ id: `so-${id}`, list_id: id, type: "detection", namespace_type: "single" });
const word = (field: string, value: string) => ({ type: "match", field, operator: "included", value });

/** Five rules, three lists of which two are there, and all there is beside them in an export. */
const objects: readonly object[] = [
  {
    id: "so-1",
    rule_id: "shell",
    name: "Shell",
    description: "A shell.",
    type: "eql",
    language: "eql",
    severity: "high",
    risk_score: 73,
    enabled: true,
    timestamp_override: "event.ingested",
    query: 'process where process.name : ("sh", "bash")',
    exceptions_list: [detection("admins"), detection("shell-default")],
  },
  {
    id: "so-2",
    rule_id: "download",
    name: "Download and run",
    description: "",
    type: "eql",
    language: "eql",
    severity: "medium",
    risk_score: 47,
    enabled: false,
    query:
      'sequence by host.id with maxspan=1m\n  [network where true]\n  [process where process.name == "sh"]\nuntil [process where process.name == "exit"]',
    exceptions_list: [detection("admins"), { list_id: "endpoint_list", type: "endpoint", namespace_type: "agnostic" }],
  },
  {
    id: "so-3",
    rule_id: "logon",
    name: "Logon",
    description: "",
    type: "query",
    language: "kuery",
    severity: "low",
    risk_score: 21,
    query: "event.category: authentication",
    exceptions_list: [detection("unused")],
  },
  {
    id: "so-4",
    rule_id: "broken",
    name: "Broken",
    description: "",
    type: "eql",
    language: "eql",
    severity: "low",
    risk_score: 21,
    query: 'process where process.name : "a" adn process.pid > 4',
    exceptions_list: [],
  },
  {
    id: "so-5",
    rule_id: "plain",
    name: "Plain",
    description: "",
    type: "eql",
    language: "eql",
    severity: "low",
    risk_score: 21,
    query: "any where true | head 1",
    exceptions_list: [],
  },
  { id: "so-admins", list_id: "admins", type: "detection", name: "Admins", namespace_type: "single" },
  { id: "so-shell-default", list_id: "shell-default", type: "rule_default", name: "Shell", namespace_type: "single" },
  {
    list_id: "admins",
    item_id: "anna",
    name: "Anna on her own machine",
    type: "simple",
    namespace_type: "single",
    os_types: ["linux"],
    entries: [
      word("user.name", "anna"),
      { type: "wildcard", field: "host.name", operator: "included", value: "anna-*" },
    ],
  },
  {
    list_id: "admins",
    item_id: "migration",
    name: "While we migrate",
    type: "simple",
    namespace_type: "single",
    expire_time: "2025-03-01T00:00:00.000Z",
    entries: [word("user.name", "migration")],
  },
  {
    list_id: "shell-default",
    item_id: "known",
    name: "Known parents",
    type: "simple",
    namespace_type: "single",
    entries: [
      {
        type: "list",
        field: "process.parent.hash.md5",
        operator: "included",
        list: { id: "known.txt", type: "keyword" },
      },
    ],
  },
  {
    list_id: "shell-default",
    item_id: "cron",
    name: "Cron",
    type: "simple",
    namespace_type: "single",
    entries: [
      { type: "match_any", field: "process.parent.name", operator: "included", value: ["cron", "crond"] },
      { type: "exists", field: "user.effective.name", operator: "excluded" },
    ],
  },
  { list_id: "unused", item_id: "u", name: "Unused", type: "simple", namespace_type: "single", entries: [] },
  {
    exported_count: 13,
    exported_rules_count: 5,
    missing_rules: [],
    missing_rules_count: 0,
    exported_exception_list_count: 2,
    exported_exception_list_item_count: 6,
    missing_exception_list_item_count: 0,
    missing_exception_lists: [],
    missing_exception_lists_count: 0,
  },
];

let folder = "";
let loaded: LoadedRules;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "export-"));
  const path = join(folder, "export.ndjson");
  await writeFile(path, objects.map((one) => `${JSON.stringify(one)}\n`).join(""));
  loaded = await loadRules([path], [], { now: new Date("2025-06-01T00:00:00Z") });
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** True if the rule for shells finds the event. */
function findsShell(fields: object): boolean {
  const [rule] = loaded.rules;
  const document = parseDocument(JSON.stringify({ "event.category": "process", "process.name": "SH", ...fields }));
  if (rule?.query.kind !== "event" || document === null) throw new Error("no rule or no document");
  return evaluateQuery(rule.query, document).matches;
}

describe("an export of five rules and their exceptions", () => {
  it("gives its rules, and counts the others", () => {
    expect(loaded.rules.map(({ id, exceptions }) => [id, exceptions])).toEqual([
      ["shell", 2],
      ["download", 1],
      ["plain", 0],
    ]);
    expect(loaded).toMatchObject({ skipped: { query: 1 }, failed: 1 });
    expect(loaded.rules.filter(({ timestampOverride }) => timestampOverride !== null)).toHaveLength(1);
  });

  it("adds the exceptions to what the rules ask", () => {
    const anna =
      '(?host.os.type != null and ?host.os.type == "linux" or ?host.os.name != null and ?host.os.name in~ ("linux")) ' +
      'and ?user.name != null and ?user.name == "anna" and ?host.name != null and ?host.name like "anna-*"';
    const cron =
      '?process.parent.name != null and ?process.parent.name in ("cron", "crond") and not ?user.effective.name != null';
    expect(loaded.rules.map(({ query }) => printQuery(query))).toEqual([
      `process where process.name : ("sh", "bash") and not (${anna} or ${cron})`,
      `sequence by host.id with maxspan=1m [network where true and not (${anna})] ` +
        `[process where process.name == "sh" and not (${anna})] until [process where process.name == "exit" and not (${anna})]`,
      "any where true | head 1",
    ]);
  });

  it.each<[name: string, fields: object, found: boolean]>([
    ["anyone's", { "user.name": "bert" }, true],
    ["Anna's on hers", { "user.name": "anna", host: { name: "anna-1", os: { type: "linux" } } }, false],
    [
      "Anna's on hers, by the system's name",
      { "user.name": "anna", host: { name: "anna-1", os: { name: "Linux" } } },
      false,
    ],
    ["Anna's on another system", { "user.name": "anna", host: { name: "anna-1", os: { type: "macos" } } }, true],
    ["Anna's on another machine", { "user.name": "anna", host: { name: "db-1", os: { type: "linux" } } }, true],
    ["one that was allowed for a time", { "user.name": "migration" }, true],
    ["that of cron", { "process.parent.name": ["init", "crond"] }, false],
    ["that of cron for another user", { "process.parent.name": "cron", "user.effective.name": "root" }, true],
  ])("decides on a shell: %s", (_name, fields, found) => {
    expect(findsShell(fields)).toBe(found);
  });

  it("says what it couldn't read or apply", () => {
    expect(renderDiagnostics(loaded.diagnostics).replaceAll(`${folder}/`, "")).toBe(
      [
        "note[E110]: the exceptions of the list `endpoint_list` are not applied to `Download and run`: the list is not in this export",
        " --> export.ndjson:2:422",
        "  |",
        '2 | …:"detection","namespace_type":"single"},{"list_id":"endpoint_list","type":"endpoint","namespace_type":"agnostic"}]}',
        "  |                                          ^",
        "",
        "error[E203]: expected `and`, `or` or the end of the query, found `adn`",
        " --> export.ndjson:4:173",
        "  |",
        String.raw`4 | …ry":"process where process.name : \"a\" adn process.pid > 4","exceptions_list":[]}`,
        "  |                                          ^^^ did you mean `and`?",
        "",
        "note[E111]: the exception `While we migrate` is not applied: it expired at 2025-03-01T00:00:00.000Z",
        " --> export.ndjson:9:125",
        "  |",
        '9 | …"namespace_type":"single","expire_time":"2025-03-01T00:00:00.000Z","entries":[{"type":"match","field":"user.name","opera…',
        "  |                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^",
        "",
        "warning[E109]: the exception `Known parents` is not applied: it asks for the value list `known.txt`, and no export holds value lists",
        "  --> export.ndjson:10:145",
        "   |",
        '10 | …ngle","entries":[{"type":"list","field":"process.parent.hash.md5","operator":"included","list":{"id":"known.txt","type":…',
        "   |                                          ^^^^^^^^^^^^^^^^^^^^^^^^^",
        "",
        "warning[E114]: by its summary this export had 1 more exception",
        "  --> export.ndjson:13:1",
        "   |",
        '13 | {"exported_count":13,"exported_rules_count":5,"missing_rules":[],"missing_rules_count":0,"exported_exception_list_count"…',
        "   | ^",
        "",
        "1 error, 2 warnings, 2 notes",
      ].join("\n"),
    );
  });
});
