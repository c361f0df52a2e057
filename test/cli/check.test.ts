import { describe, expect, it } from "vitest";
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
const warned = folder.write("warned.eql", 'process where process.name : "a*" and process.args : "*"');

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

describe("check", () => {
  it("says that rules compile", async () => {
    expect(await runEqlhunt(["check", sound, "datasets/rules"])).toMatchObject({
      status: 0,
      stdout: "2 rules compile\n",
      stderr: "",
    });
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

  it("takes a query, and leaves out what isn't run", async () => {
    const sequence = folder.write("sequence.eql", "sequence [any where true] [any where true]");
    expect(await runEqlhunt(["check", sequence, sound, "-q", "any where true"])).toMatchObject({
      status: 0,
      stdout: "2 rules compile, left out: 1 sequence\n",
    });
  });

  it("--fail-on is status 1 from its level on", async () => {
    const { result } = await checkJson(warned);
    const severities = new Set(result.diagnostics.map(({ severity }) => severity));
    expect(await checkJson(warned)).toMatchObject({ status: 0 });
    expect(await checkJson("--fail-on", "note", warned)).toMatchObject({ status: severities.size > 0 ? 1 : 0 });
    expect(await checkJson("--fail-on", "warning", warned)).toMatchObject({
      status: severities.has("warning") ? 1 : 0,
    });
    expect(await checkJson("--fail-on", "note", sound)).toMatchObject({ status: 0 });
    expect(await checkJson("--fail-on", "note", sound, fiveMistakes)).toMatchObject({ status: 2 });
  });

  it("shows nothing of a rule's text that a terminal would act on", async () => {
    const hostile = folder.write("hostile.eql", 'process where "\u001b[2J\u202e" : adn');
    const { stdout } = await runEqlhunt(["check", hostile]);
    expect(stdout).toContain("\\x1b[2J");
    expect(unsafe.some((character) => stdout.includes(character))).toBe(false);
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
