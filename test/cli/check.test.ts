import { describe, expect, it } from "vitest";
import { diagnosticCodes } from "../../src/diagnostics/codes.ts";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { runEqlhunt } from "./process.ts";

const folder = useTemporaryFolder();
const fiveMistakes = folder.write(
  "five.toml",
  `[rule]
rule_id = "five"
name = "Five mistakes"
description = "None of it is right."
severity = "low"
risk_score = 1
type = "eql"
language = "eql"
query = '''
process where process.name : "a.exe" adn user.id == 1 and
  startWith(process.args, "x") and
  process.pid = 4 and
  process.name : 'single' and
  length(process.name, 3) > 2
'''
`,
);
const sound = folder.write("sound.eql", 'process where process.name : "a*"');
const warned = folder.write("warned.eql", 'process where\n  process.name == "a*"');
const noted = folder.write("noted.eql", 'process where process.name : ("a*", "ab")');
const silenced = folder.write("silenced.eql", 'process where process.name == "a*" // eqlhunt: allow L101');
const schema = folder.write("schema.json", '{"fields":{"process.name":{"type":"keyword"}}}');

const unsafe = ["\u001b", "\u202e"];

interface CheckResult {
  readonly schema_version: number;
  readonly rules: object;
  readonly diagnostics: readonly {
    readonly code: string;
    readonly severity: string;
    readonly file?: string;
    readonly line?: number;
    readonly column?: number;
  }[];
}

async function checkJson(...args: readonly string[]): Promise<{ status: number | null; result: CheckResult }> {
  const { status, stdout } = await runEqlhunt(["check", "--format", "json", ...args]);
  const result: CheckResult = JSON.parse(stdout);
  return { status, result };
}

/** A rule file with nothing else in it. */
function ruleFile(id: string, more: string): string {
  return `[rule]\nrule_id = "${id}"\nname = "A"\ndescription = "B"\nseverity = "low"\nrisk_score = 1\n${more}\n`;
}

describe("check", () => {
  it("says that rules compile", async () => {
    expect(await runEqlhunt(["check", sound, "datasets/rules"])).toMatchObject({
      status: 0,
      stdout: "2 rules compile\n",
      stderr: "",
    });
  });

  it("says in one line how many rules have what is not used, or are not EQL", async () => {
    const eql = 'type = "eql"\nlanguage = "eql"\ntimestamp_override = "event.ingested"\nquery = "any where true"';
    const first = folder.write("override.toml", ruleFile("override", eql));
    const second = folder.write("other.toml", ruleFile("other", 'type = "esql"\nlanguage = "esql"\nquery = "FROM a"'));
    const lines = [
      "1 rule compiles",
      "1 rule left out because it is not EQL: 1 ES|QL",
      "1 rule has a `timestamp_override`, which is not used",
    ];
    expect(await runEqlhunt(["check", first, second])).toMatchObject({ status: 0, stdout: `${lines.join("\n")}\n` });
    const { result } = await checkJson(first, second);
    expect(result.rules).toEqual({ loaded: 1, failed: 0, skipped: { esql: 1 }, ignored: { timestamp_override: 1 } });
  });

  it("shows every mistake of a rule, each at its place, on standard output", async () => {
    const { status, stdout, stderr } = await runEqlhunt(["check", fiveMistakes, sound]);
    const places = [...stdout.matchAll(/^ *--> (.*?):(\d+):(\d+)$/gm)].map(([, file, line, column]) => [
      file,
      Number(line),
      Number(column),
    ]);
    expect(places).toEqual([
      [fiveMistakes, 10, 38],
      [fiveMistakes, 11, 3],
      [fiveMistakes, 12, 15],
      [fiveMistakes, 13, 18],
      [fiveMistakes, 14, 3],
    ]);
    expect(stdout).toContain("did you mean `and`?");
    expect(stdout).toContain("did you mean `startsWith`?");
    expect(stdout.endsWith("1 rule compiles, 1 does not\n")).toBe(true);
    expect({ status, stderr }).toEqual({ status: 2, stderr: "" });
  });

  it("gives the same as JSON", async () => {
    const { status, result } = await checkJson(fiveMistakes, sound);
    expect(status).toBe(2);
    expect(result).toMatchObject({ schema_version: 1, rules: { loaded: 1, failed: 1, skipped: {} } });
    expect(result.diagnostics.map(({ severity, file, line }) => ({ severity, file, line }))).toEqual(
      [10, 11, 12, 13, 14].map((line) => ({ severity: "error", file: fiveMistakes, line })),
    );
    expect(result.diagnostics.every(({ code }) => /^E[23]\d\d$/.test(code))).toBe(true);
  });

  it("takes a query", async () => {
    const sequence = folder.write(
      "sequence.eql",
      "sequence by a with maxspan=1s [any where b == 1] [any where b == 2]",
    );
    expect(await runEqlhunt(["check", sequence, sound, "-q", "any where true"])).toMatchObject({
      status: 0,
      stdout: "3 rules compile\n",
    });
  });

  it("lints rules that compile, beside what is wrong with the others", async () => {
    const { status, stdout } = await runEqlhunt(["check", fiveMistakes, warned, noted, silenced]);
    expect(status).toBe(2);
    expect(stdout).toContain(
      [
        "warning[L101]: `==` takes a wildcard for an ordinary character",
        ` --> ${warned}:2:19`,
        "  |",
        '2 |   process.name == "a*"',
        "  |                   ^^^^ only a value with the character itself is equal to this",
      ].join("\n"),
    );
    expect(stdout).toContain(`note[L103]: an entry that another one of the list covers\n --> ${noted}:1:37\n`);
    expect(stdout.endsWith("5 errors, 1 warning, 1 note\n3 rules compile, 1 does not\n")).toBe(true);
    const { result } = await checkJson(fiveMistakes, warned, noted, silenced);
    expect(result.diagnostics.map(({ code }) => code)).toEqual([
      "E203",
      "E300",
      "E206",
      "E202",
      "E301",
      "L103",
      "L101",
    ]);
    expect(result.diagnostics.at(-1)).toMatchObject({
      severity: "warning",
      file: warned,
      line: 2,
      column: 19,
      endColumn: 23,
    });
  });

  it("--fail-on is status 1 from its level on", async () => {
    expect(await checkJson(warned, noted)).toMatchObject({ status: 0 });
    expect(await checkJson("--fail-on", "note", noted)).toMatchObject({ status: 1 });
    expect(await checkJson("--fail-on", "note", warned)).toMatchObject({ status: 1 });
    expect(await checkJson("--fail-on", "warning", noted)).toMatchObject({ status: 0 });
    expect(await checkJson("--fail-on", "warning", warned)).toMatchObject({ status: 1 });
    expect(await checkJson("--fail-on", "note", sound, silenced)).toMatchObject({ status: 0 });
    expect(await checkJson("--fail-on", "note", sound, fiveMistakes)).toMatchObject({ status: 2 });
  });

  it("--schema makes an unlisted field an error that names the nearest one", async () => {
    const misspelt = folder.write("misspelt.eql", 'process where process.nmae : "a*"');
    const optional = folder.write("optional.eql", 'process where process.name : "a" or ?process.nmae : "a"');
    const { status, result } = await checkJson("--schema", schema, misspelt, optional, warned);
    expect(status).toBe(2);
    expect(result.diagnostics).toMatchObject([{ code: "E309", file: misspelt, column: 15 }, { code: "L101" }]);
    expect(JSON.stringify(result.diagnostics[0])).toContain("process.name");
    expect(await runEqlhunt(["check", "--schema", warned, sound])).toMatchObject({
      status: 2,
      stdout: "",
      stderr: expect.stringContaining("E510"),
    });
  });

  it("shows nothing of a rule's text that a terminal would act on", async () => {
    const hostile = folder.write("hostile.eql", 'process where "\u001b[2J\u202e" : adn');
    const { stdout } = await runEqlhunt(["check", hostile]);
    expect(stdout).toContain("\\x1b[2J");
    expect(unsafe.some((character) => stdout.includes(character))).toBe(false);
  });
});

describe("check --explain", () => {
  it("says what a code means, without any rule", async () => {
    const { status, stdout, stderr } = await runEqlhunt(["check", "--explain", "l101"]);
    expect(stdout).toMatch(/^L101: a wildcard in a comparison \(warning\)\n\n`==` and `!=` compare exactly/);
    expect(stdout).toContain('Not:\n  process where process.command_line == "*whoami*"\n\nBut:\n  process where');
    expect(stdout.endsWith("// eqlhunt: allow L101\n")).toBe(true);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  it("knows errors too, which nothing silences", async () => {
    const { status, stdout } = await runEqlhunt(["check", "--explain", "E100"]);
    expect(stdout.split("\n").slice(0, 2)).toEqual([`E100: ${diagnosticCodes.E100}`, ""]);
    expect(stdout).not.toContain("allow");
    expect(stdout.split("\n").every((line) => line.length <= 100)).toBe(true);
    expect(status).toBe(0);
  });

  it("gives the same as JSON", async () => {
    const { stdout } = await runEqlhunt(["check", "--explain", "L103", "--format", "json"]);
    expect(JSON.parse(stdout)).toMatchObject({
      schema_version: 1,
      code: "L103",
      level: "note",
      good: expect.any(String),
    });
  });

  it("names the nearest code where there is none", async () => {
    expect(await runEqlhunt(["check", "--explain", "LL01"])).toMatchObject({
      status: 2,
      stdout: "",
      stderr: 'error: there is no code "LL01"; did you mean L101?\n',
    });
    const { stderr } = await runEqlhunt(["check", "--explain", "\u001b[2J"]);
    expect(unsafe.some((character) => stderr.includes(character))).toBe(false);
  });
});

describe("explain", () => {
  it("shows the plan, and why", async () => {
    const { status, stdout, stderr } = await runEqlhunt(["explain", "datasets/rules"]);
    expect(stdout).toContain("Unusual Persistence via Services Registry");
    expect(stdout).toMatch(/^scan: literal: every match holds one of/m);
    expect(stdout).toMatch(/^plan: 1 rule/m);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  it("shows those that compile, and what is wrong with the others", async () => {
    const { status, stdout, stderr } = await runEqlhunt(["explain", sound, fiveMistakes, "-q", "any where true"]);
    expect(stdout).toContain('rule "query-1"');
    expect(stderr).toContain("did you mean `startsWith`?");
    expect(status).toBe(2);
  });

  it("shows nothing of a rule's text that a terminal would act on", async () => {
    const { stdout } = await runEqlhunt(["explain", "-q", 'process where process.name : "\\u{1b}[2J\\u{202e}*"']);
    expect(stdout).toContain("[2J");
    expect(unsafe.some((character) => stdout.includes(character))).toBe(false);
  });
});

function mappingWith(expected: string): string {
  return `name = "mine"
product = "mine"
form = "made up"
[[detect]]
kind = "mine"
[fields]
"process.name" = "image"
[[test]]
event = '{"kind":"mine","image":"cmd.exe"}'
[test.expected]
"process.name" = "${expected}"
`;
}

describe("check --source", () => {
  it("runs the tests of a mapping file, also without a rule", async () => {
    const right = folder.write("right.toml", mappingWith("cmd.exe"));
    const wrong = folder.write("wrong.toml", mappingWith("sh"));
    expect(await runEqlhunt(["check", "--source", right])).toMatchObject({
      status: 0,
      stdout: "1 mapping file checked, with the tests in it\n",
    });
    const { status, stdout } = await runEqlhunt(["check", "--source", wrong]);
    expect(status).toBe(2);
    expect(stdout).toContain('error[E128]: `process.name` is "cmd.exe", not "sh"');
    expect(stdout).toContain("wrong.toml:11:18");
  });
});
