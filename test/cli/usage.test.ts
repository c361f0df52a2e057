import { mkdirSync, readFileSync, truncateSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, it } from "vitest";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { runEqlhunt } from "./process.ts";

const folder = useTemporaryFolder();
const input = folder.write("events.ndjson", '{"a":1}\n');
const emptyFolder = folder.join("empty");
mkdirSync(emptyFolder);
const otherLanguage = folder.write(
  "other.toml",
  '[rule]\nrule_id = "o"\nname = "o"\ntype = "esql"\nlanguage = "esql"\nquery = "from logs"\n',
);
const query = ["-q", "any where true"];

describe("wrong usage is status 2, a sentence, and nothing on standard output", () => {
  it.each([
    { args: [], says: "Usage: eqlhunt" },
    { args: ["hnt"], says: "unknown command 'hnt'\n(Did you mean hunt?)" },
    { args: ["hunt"], says: "error: missing required argument 'input'" },
    { args: ["hunt", input], says: "error: no rules: give rule files or folders, or a query with -q" },
    {
      args: ["hunt", ...query, "--treads", "2", input],
      says: "error: unknown option '--treads'\n(Did you mean --threads?)",
    },
    { args: ["hunt", ...query, "-j", "0", input], says: "'0' is invalid. It takes a whole number from 1 on." },
    { args: ["hunt", ...query, "-j", "two", input], says: "'two' is invalid. It takes a whole number from 1 on." },
    { args: ["hunt", ...query, "-j"], says: "error: option '-j, --threads <n>' argument missing" },
    { args: ["hunt", ...query, "--size", "-1", input], says: "'-1' is invalid. It takes a whole number from 0 on." },
    { args: ["hunt", ...query, "--max-detections-per-rule", "1.5", input], says: "It takes a whole number from 1 on." },
    {
      args: ["hunt", ...query, "--split-size", "big", input],
      says: "'big' is invalid. It takes a number of bytes, such as 65536, 64KiB or 32MiB.",
    },
    { args: ["hunt", ...query, "--max-line", "0", input], says: "It takes a number of bytes" },
    {
      args: ["hunt", ...query, "--strategy", "pars", input],
      says: "Allowed choices are auto, parse, literal, extract.",
    },
    {
      args: ["hunt", ...query, "--matcher", "regex", input],
      says: "Allowed choices are auto, linear, regexp, re2, re2-set, trie.",
    },
    {
      args: ["hunt", ...query, "--source", "sysmon-winlogbaet", input],
      says: "error[E502]: `--source`: there is no source `sysmon-winlogbaet`",
    },
    { args: ["hunt", ...query, "-f", "xml", input], says: "Allowed choices are table, jsonl, csv." },
    { args: ["hunt", ...query, "--color", "maybe", input], says: "Allowed choices are auto, always, never." },
    { args: ["hunt", ...query, "--since", "yesterday", input], says: "It takes a time, such as 2025-08-18" },
    { args: ["hunt", ...query, "--since", "2025", input], says: "It takes a time, such as 2025-08-18" },
    {
      args: ["hunt", ...query, "--since", "2025-02-01", "--until", "2025-01-31", input],
      says: "error: --since must be before --until: no event could pass both",
    },
    {
      args: ["hunt", ...query, "--since", "2025-02-01", "--until", "2025-02-01T00:00:00Z", input],
      says: "--since must be before --until",
    },
    { args: ["hunt", "-r", folder.join("nowhere.toml"), input], says: "error[E100]" },
    { args: ["hunt", "-r", emptyFolder, input], says: "error[E106]" },
    {
      args: ["hunt", "-r", emptyFolder, "--keep-going", input],
      says: "error: there is no rule to run: none was loaded",
    },
    {
      args: ["hunt", "-r", otherLanguage, input],
      says: "error: there is no rule to run: 1 rule left out because it is not EQL: 1 ES|QL",
    },
    { args: ["hunt", "-q", "sequence [any where true]", input], says: "error[E316]" },
    { args: ["hunt", "-q", "process where", input], says: "error[E20" },
    { args: ["hunt", ...query, "-q", "any wher true", input], says: "did you mean `where`?" },
    {
      args: ["hunt", ...query, "-o", input, input],
      says: `error: --output ${input} is one of the inputs, and would be overwritten`,
    },
    {
      args: ["hunt", ...query, "--stats", input, folder.path],
      says: `error: --stats ${input} is one of the inputs, and would be overwritten`,
    },
    { args: ["check"], says: "error: no rules" },
    { args: ["check", "datasets/rules", "--format", "xml"], says: "Allowed choices are text, json." },
    { args: ["check", "datasets/rules", "--fail-on", "error"], says: "Allowed choices are warning, note." },
    { args: ["explain"], says: "error: no rules" },
    { args: ["explain", folder.join("nowhere.toml")], says: "error[E100]" },
    {
      args: ["explain", otherLanguage],
      says: "error: there is no rule to run: 1 rule left out because it is not EQL: 1 ES|QL",
    },
    { args: ["generate", "--events", "10"], says: "error: required option '-o, --output <file>' not specified" },
    { args: ["generate", "--events", "none", "-o", folder.join("x")], says: "It takes a whole number from 1 on." },
  ])("$args", async ({ args, says }) => {
    const { status, stdout, stderr } = await runEqlhunt(args);
    expect(stderr).toContain(says);
    expect(stderr).not.toMatch(/^ {4}at /m);
    expect(status).toBe(2);
    expect(stdout).toBe("");
    expect(readFileSync(input, "utf8")).toBe('{"a":1}\n');
  });
});

describe("help", () => {
  it("opens with three examples", async () => {
    const { status, stdout, stderr } = await runEqlhunt(["--help"]);
    const lines = stdout.split("\n");
    expect(lines[0]).toBe("Examples:");
    expect(lines.slice(1, 4).every((line) => line.startsWith("  eqlhunt "))).toBe(true);
    expect(lines[4]).toBe("");
    for (const command of ["hunt", "check", "explain", "bench", "generate"])
      expect(stdout).toMatch(new RegExp(`^ {2}${command} `, "m"));
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  it("runs by the examples that it shows", async () => {
    const { stdout } = await runEqlhunt(["--help"]);
    const shown = [...stdout.matchAll(/^ {2}eqlhunt (.*?)(?: {3,}.*)?$/gm)].map(([, command = ""]) => command);
    expect(shown).toHaveLength(3);
    mkdirSync(folder.join("rules"));
    mkdirSync(folder.join("logs"));
    folder.write(
      "rules/my-rule.toml",
      readFileSync(new URL("../../datasets/rules/unusual-persistence-via-services-registry.toml", import.meta.url)),
    );
    folder.write("logs/a.ndjson", '{"event.category":"process","process.name":"whoami.exe"}\n');
    folder.write("events.ndjson.gz", '{"event.category":"process","process.name":"whoami.exe"}\n');
    for (const command of shown) {
      const args = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
      const { status, stderr } = await runEqlhunt(args, { cwd: folder.path });
      expect({ command, status, stderr }).toEqual({ command, status: 0, stderr: expect.any(String) });
    }
  });

  it.each(["hunt", "check", "explain", "bench", "generate"])("is there for %s", async (command) => {
    const { status, stdout, stderr } = await runEqlhunt([command, "--help"]);
    expect(stdout).toContain(`Usage: eqlhunt ${command} `);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect((await runEqlhunt(["help", command])).stdout).toBe(stdout);
  });

  it("comes before anything is loaded", async () => {
    const runs = await Array.fromAsync({ length: 5 }, async () => (await runEqlhunt(["--help"])).seconds);
    // 50 ms on a quiet machine; several times that where other tests run beside.
    expect(Math.min(...runs)).toBeLessThan(0.4);
  });

  it("--version is the package's", async () => {
    const { version }: { version: string } = JSON.parse(
      readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
    );
    for (const option of ["--version", "-V"]) {
      expect(await runEqlhunt([option])).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: "" });
    }
  });
});

describe("--dry-run", () => {
  it("shows inputs, splits and strategy, and finds nothing", async () => {
    folder.write("large.ndjson", '{"a":1}\n'.repeat(1000));
    const args = ["hunt", "--dry-run", "-q", 'process where process.name : "whoami.exe"', "--split-size", "1000"];
    const { status, stdout } = await runEqlhunt([...args, "large.ndjson", basename(input)], { cwd: folder.path });
    const [large, events, counts] = stdout.split("\n");
    expect([large, events]).toEqual([
      "large.ndjson: plain, 8.0 kB, 8 splits",
      "events.ndjson: plain, 8 bytes, 1 split",
    ]);
    expect(counts).toMatch(/^1 rule, 2 inputs, 9 splits, strategy literal \(.+\)$/);
    expect(status).toBe(0);
  });

  it("says that some stages may wait for a second pass", async () => {
    const path = folder.write("huge.ndjson", "{}\n");
    truncateSync(path, 64 * 2 ** 20);
    const sequence = "sequence by user.name [any where true] [process where process.pid == 1]";
    const note = "stages of sequences and samples that most events hit wait for a second pass\n";
    const runs = await Promise.all(
      [sequence, "any where true"].map((asked) => runEqlhunt(["hunt", "--dry-run", "-q", asked, path])),
    );
    expect(runs.map(({ stdout }) => stdout.endsWith(`\n${note}`))).toEqual([true, false]);
  });

  it("names what is missing", async () => {
    const { status, stdout } = await runEqlhunt(["hunt", "--dry-run", ...query, folder.join("nowhere")]);
    expect(stdout).toContain(`error[E500]: ${folder.join("nowhere")}: no such file or directory`);
    expect(status).toBe(3);
  });
});
