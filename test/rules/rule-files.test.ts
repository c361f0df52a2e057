import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { positionAt } from "../../src/diagnostics/position.ts";
import { type LoadedRules, loadRules } from "../../src/rules/rule-files.ts";

const root = resolve(import.meta.dirname, "../..");
const shared = resolve(root, process.env["EQLHUNT_SHARED"] ?? "../shared");
const corpus = join(shared, "corpus/elastic-rules");
const seedName = "unusual-persistence-via-services-registry.toml";
const seed = [join(root, "datasets/rules"), join(shared, "seed")]
  .map((folder) => join(folder, seedName))
  .find(existsSync);

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "rules-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function write(files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
}

function toml(id: string, query = "any where true", entries = 'type = "eql"'): string {
  return `[rule]\nrule_id = "${id}"\nname = "n"\ndescription = ""\nseverity = "low"\nrisk_score = 1\n${entries}\nquery = '''${query}'''\n`;
}

/** A rule on a line, as Kibana exports it. */
function exported(id: string): string {
  const words = { name: "n", description: "", type: "eql", severity: "low" };
  return JSON.stringify({ ...words, rule_id: id, risk_score: 1, query: "any where true" });
}

const ids = ({ rules }: LoadedRules): readonly string[] => rules.map(({ id }) => id);

async function namesIn(path: string): Promise<readonly string[]> {
  return (await loadRules([path])).rules.map(({ text }) => text.source.name);
}

/** `E105 b.toml:2:11 message`, the folder left out. */
function said({ diagnostics }: LoadedRules): readonly string[] {
  return diagnostics.map(({ code, message, source, span }) => {
    const place = source !== undefined && span !== undefined ? positionAt(source, span.start) : null;
    const at = place === null ? "" : `:${place.line}:${place.column}`;
    return `${code} ${source?.name}${at} ${message}`.replaceAll(`${folder}/`, "");
  });
}

describe("loadRules", () => {
  it("loads a folder's files in the order of their bytes, whatever they are called", async () => {
    await write({
      "b.toml": toml("b"),
      "a/z.toml": toml("a/z"),
      "a-b.toml": toml("a-b"),
      "a.toml": toml("a"),
      "B.toml": toml("B"),
      "\u{10000}.toml": toml("astral"),
      "\uffee.toml": toml("bmp"),
      "x.eql": "any where true",
      "README.md": "# none",
      "rule.toml.bak": "broken",
    });
    const loaded = await loadRules([folder]);
    expect(ids(loaded)).toEqual(["B", "a-b", "a", "a/z", "b", "x", "bmp", "astral"]);
    expect(loaded).toMatchObject({ skipped: {}, failed: 0, diagnostics: [] });
  });

  it("names files as the user would", async () => {
    await write({ "rules/a/b.toml": toml("a") });
    expect(await namesIn(`${folder}/rules`)).toEqual([`${folder}/rules/a/b.toml`]);
    expect(await namesIn(`${folder}/rules//`)).toEqual([`${folder}/rules/a/b.toml`]);
    expect(await namesIn(`${folder}/rules/a/b.toml`)).toEqual([`${folder}/rules/a/b.toml`]);
  });

  it("keeps the order of the paths, then the queries", async () => {
    await write({ "z.toml": toml("z"), "f/a.toml": toml("a"), "y.eql": "any where true" });
    const paths = ["z.toml", "f", "y.eql"].map((name) => join(folder, name));
    const loaded = await loadRules(paths, ["any where true", "process where true"]);
    expect(ids(loaded)).toEqual(["z", "a", "y", "query-1", "query-2"]);
    expect(loaded.rules.at(-1)).toMatchObject({
      name: "query-2",
      severity: "low",
      riskScore: 0,
      text: { text: "process where true", source: { name: "--query 2" } },
    });
  });

  it("calls a plain query by its file", async () => {
    await write({ "sub/who.am.i.EQL": "\ufeffprocess where true\r\n" });
    const [rule] = (await loadRules([folder])).rules;
    expect(rule).toMatchObject({ id: "who.am.i", name: "who.am.i", text: { text: "process where true\r\n" } });
  });

  it("loads what is sound and counts what is broken", async () => {
    await write({
      "1.toml": toml("one"),
      "2.toml": "[rule",
      "3.toml": toml("three", "any where x adn y"),
      "4.eql": "any wher true",
      "5.toml": toml("five", "", 'type = "esql"'),
      "6.toml": toml("six", "", 'type = "esql"'),
      "7.toml": toml("seven", "", 'type = "query"'),
      "8.toml": toml("eight"),
      "9.toml": "",
    });
    const loaded = await loadRules([folder], ["any where"]);
    expect(ids(loaded)).toEqual(["one", "eight"]);
    expect(loaded.skipped).toEqual({ esql: 2, query: 1 });
    expect(loaded.failed).toBe(5);
    expect(said(loaded).map((line) => line.split(" ").slice(0, 2).join(" "))).toEqual([
      "E101 2.toml:1:2",
      "E203 3.toml:8:24",
      "E209 4.eql:1:5",
      "E106 9.toml",
      "E204 --query",
    ]);
    expect(structuredClone(loaded)).toEqual(loaded);
  });

  it("loads sequences, samples and pipes as it does any query", async () => {
    const keys = "by user.id [process where true] [network where true]";
    await write({
      "a.toml": toml("a", `sequence ${keys}`),
      "b.eql": `sequence ${keys} | head 5`,
      "c.toml": toml("c", `\n// why\nsample ${keys}`),
    });
    const loaded = await loadRules([folder], [`sample ${keys}`]);
    expect(loaded).toMatchObject({ skipped: {}, failed: 0, diagnostics: [] });
    expect(loaded.rules.map(({ query }) => query.kind)).toEqual(["sequence", "sequence", "sample", "sample"]);
  });

  it("tells the rules whose `timestamp_override` is not used", async () => {
    const override = 'type = "eql"\ntimestamp_override = "event.ingested"';
    await write({
      "a.toml": toml("a", "any where true", override),
      "b.toml": toml("b"),
      "c.toml": toml("c", "any where true", override),
      "d.toml": toml("a", "any where true", override),
    });
    const loaded = await loadRules([folder], ["any where true"]);
    expect(loaded.rules.filter(({ timestampOverride }) => timestampOverride !== null)).toHaveLength(2);
    expect(loaded.rules.map(({ timestampOverride }) => timestampOverride)).toEqual([
      "event.ingested",
      null,
      "event.ingested",
      null,
    ]);
  });

  it("finds exports among logs, by what they hold", async () => {
    await write({
      "rules/a.ndjson": exported("a"),
      "rules/deep/B.NDJSON": `\ufeff${exported("b")}\r\n`,
      "rules/c.toml": toml("c"),
      "rules/events.ndjson": `{"@timestamp":"2025-01-01","event":{"category":"process"},"query":"x"}\n`,
      "rules/empty.ndjson": "",
      "rules/rules.jsonl": exported("no"),
      "logs/events.ndjson": '{"@timestamp":"2025-01-01"}\n',
    });
    const loaded = await loadRules([join(folder, "rules")]);
    expect(ids(loaded)).toEqual(["a", "c", "b"]);
    expect(loaded.diagnostics).toEqual([]);
    expect(said(await loadRules([join(folder, "logs")]))).toEqual(["E106 logs there is no rule in this folder"]);
    const named = await loadRules([join(folder, "rules/a.ndjson"), join(folder, "rules/events.ndjson")]);
    expect(ids(named)).toEqual(["a"]);
    expect(named.failed).toBe(1);
    expect(said(named)).toEqual(["E100 rules/events.ndjson can't read this: this is no export of rules"]);
  });

  it("says what is wrong with an export in a folder", async () => {
    await write({
      "a.ndjson": Buffer.from(`\ufeff${exported("a")}`, "utf16le"),
      "b.ndjson": `${exported("b")}\n{"rule_id":`,
      "c.ndjson": `${exported("c")}${" ".repeat((64 << 20) + 1)}`,
    });
    const loaded = await loadRules([folder]);
    expect(ids(loaded)).toEqual(["b"]);
    expect(loaded.failed).toBe(3);
    expect(said(loaded)).toEqual([
      "E100 a.ndjson can't read this: it is not UTF-8 text",
      "E107 b.ndjson:2:12 this line is not JSON: expected a value",
      "E100 c.ndjson can't read this: it is larger than 64 MiB",
    ]);
  });

  it("refuses the same id twice in exports and names the first one", async () => {
    await write({ "a.ndjson": [exported("a"), exported("b"), exported("a")].join("\n"), "b.toml": toml("b") });
    const loaded = await loadRules([folder]);
    expect(ids(loaded)).toEqual(["a", "b"]);
    expect(loaded.failed).toBe(2);
    const column = exported("a").indexOf('"a"') + 1;
    expect(said(loaded)).toEqual([
      `E105 a.ndjson:3:${column} the id \`a\` is already that of the rule on line 1`,
      "E105 b.toml:2:11 the id `b` is already that of a rule in `a.ndjson`",
    ]);
  });

  it("shows fifty ids that are there twice and counts the rest", async () => {
    await write({ "a.ndjson": Array.from({ length: 200 }, () => exported("a")).join("\n") });
    const loaded = await loadRules([folder]);
    expect(loaded.failed).toBe(199);
    expect(said(loaded)).toHaveLength(51);
    expect(loaded.diagnostics.at(-1)?.message).toBe("149 more rules have the id of another one");
  });

  it("refuses an export of more lines than one can have", async () => {
    await write({ "a.ndjson": `${exported("a")}\n${"{}\n".repeat(131_072)}` });
    expect(said(await loadRules([folder]))).toEqual(["E100 a.ndjson can't read this: it has more than 131,072 lines"]);
  });

  it("refuses the same id twice and names the first file", async () => {
    await write({ "a.toml": toml("x"), "b.toml": toml("x"), "x.eql": "any where true" });
    const loaded = await loadRules([folder]);
    expect(loaded.rules.map(({ text }) => text.source.name)).toEqual([`${folder}/a.toml`]);
    expect(loaded.failed).toBe(2);
    expect(said(loaded)).toEqual([
      "E105 b.toml:2:11 the id `x` is already that of a rule in `a.toml`",
      "E105 x.eql the id `x` is already that of a rule in `a.toml`",
    ]);
  });

  it("reads a file that is named twice once", async () => {
    await write({ "a.toml": toml("x") });
    const loaded = await loadRules([folder, join(folder, "a.toml"), `${folder}/../${folder.split("/").at(-1)}/a.toml`]);
    expect(ids(loaded)).toEqual(["x"]);
    expect(loaded.diagnostics).toEqual([]);
  });

  it("says what can't be read", async () => {
    await write({ "a.txt": "any where true", "empty/x.md": "", "latin.eql": Uint8Array.of(0x61, 0xe9) });
    await write({ "utf16.toml": Buffer.from("\ufeff[rule]\n", "utf16le"), "big.eql": " ".repeat((4 << 20) + 1) });
    const names = ["missing", "a.txt", "empty", "latin.eql", "utf16.toml", "big.eql"];
    const loaded = await loadRules(names.map((name) => join(folder, name)));
    expect(loaded).toMatchObject({ rules: [], skipped: {}, failed: 6 });
    expect(said(loaded)).toEqual([
      "E100 missing can't read this: there is no such file or folder",
      "E100 a.txt can't read this: it is no `.toml`, `.eql` or `.ndjson` file",
      "E106 empty there is no rule in this folder",
      "E100 latin.eql can't read this: it is not UTF-8 text",
      "E100 utf16.toml can't read this: it is not UTF-8 text",
      "E100 big.eql can't read this: it is larger than 4 MiB",
    ]);
  });

  it("follows links, visits each folder once, and says where a link leads nowhere", async () => {
    await write({ "real/a.toml": toml("a") });
    await symlink(folder, join(folder, "real/loop"));
    await symlink(join(folder, "real"), join(folder, "again"));
    await symlink(join(folder, "nowhere"), join(folder, "broken.toml"));
    const loaded = await loadRules([folder]);
    expect(loaded.rules.map(({ text }) => text.source.name)).toEqual([`${folder}/again/a.toml`]);
    expect(said(loaded)).toEqual(["E100 broken.toml can't read this: there is no such file or folder"]);
  });

  it.skipIf(process.platform === "win32")("doesn't wait for a pipe", async () => {
    execFileSync("mkfifo", [join(folder, "pipe.eql")]);
    expect(said(await loadRules([folder]))).toEqual(["E100 pipe.eql can't read this: it is not a regular file"]);
  });

  it("shows five mistakes of a rule, each at its place", async () => {
    const broken = `process where process.name = "a"
  and file.name : 5
  and lenth(file.path) > 3
  and user.name == 'root'
  and (x == 1 adn y == 2)
`;
    await write({ "a.toml": toml("a", `\n${broken}`) });
    const places = said(await loadRules([folder])).map((line) => line.split(" ").slice(0, 2).join(" "));
    expect(places).toEqual([
      "E206 a.toml:9:28",
      "E305 a.toml:10:19",
      "E300 a.toml:11:7",
      "E202 a.toml:12:20",
      "E203 a.toml:13:15",
    ]);
  });

  it.skipIf(seed === undefined)("loads the rule that the project was founded on", async () => {
    const { rules, diagnostics } = await loadRules([seed ?? ""]);
    expect(diagnostics).toEqual([]);
    expect(rules).toMatchObject([
      {
        id: "403ef0d3-8259-40c9-a5b6-d48354712e49",
        name: "Unusual Persistence via Services Registry",
        severity: "low",
        riskScore: 21,
        tags: [
          "Domain: Endpoint",
          "OS: Windows",
          "Use Case: Threat Detection",
          "Tactic: Persistence",
          "Tactic: Defense Evasion",
        ],
        threat: [
          {
            framework: "MITRE ATT&CK",
            tactic: { id: "TA0003", name: "Persistence" },
            technique: [
              { id: "T1543", subtechnique: [{ id: "T1543.003", name: "Windows Service" }] },
              { id: "T1574", subtechnique: [{ id: "T1574.011" }] },
            ],
          },
          { tactic: { id: "TA0005", name: "Defense Evasion" }, technique: [{ id: "T1112", name: "Modify Registry" }] },
        ],
        timestampField: null,
        categoryField: null,
        tiebreakerField: null,
        query: { kind: "event", category: "registry" },
      },
    ]);
    const [rule] = rules;
    const file = await readFile(seed ?? "", "utf8");
    expect(rule && file.slice(rule.text.segments[0]?.offset).startsWith(rule.text.text)).toBe(true);
  });

  it.skipIf(!existsSync(corpus))("loads Elastic's own rules and counts the rest", async () => {
    const { rules, skipped, failed, diagnostics } = await loadRules([corpus]);
    expect(diagnostics).toEqual([]);
    expect(failed).toBe(0);
    expect(rules).toHaveLength(1081);
    expect(rules.filter(({ timestampOverride }) => timestampOverride !== null)).toHaveLength(918);
    expect(skipped).toEqual({
      query: 508,
      new_terms: 245,
      esql: 212,
      machine_learning: 106,
      threshold: 31,
      threat_match: 9,
    });
    expect(new Set(rules.map(({ severity }) => severity))).toEqual(new Set(["low", "medium", "high", "critical"]));
    expect(rules.filter(({ categoryField }) => categoryField === "event.type")).toHaveLength(13);
  });
});
