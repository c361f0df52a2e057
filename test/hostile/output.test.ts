import { isUtf8 } from "node:buffer";
import { execFileSync, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { useTemporaryFolder } from "../temporary-folder.ts";

const folder = useTemporaryFolder();
const mainScript = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

/** What does something to a terminal or hides, each of it once. */
const nasty =
  "\u001b]0;title\u0007\u001b[31m\u009b2J\u0008\r\u202e\u2066\u200b\u2028\u2029\u0085\ufeff\u{e0041}\u061c\u00ad";
const escaped = JSON.stringify(nasty).slice(1, -1);

function hexOf(sign: string): string {
  return sign.charCodeAt(0).toString(16).padStart(4, "0");
}

/** JSON takes all of them as they are but for those below U+0020. */
const raw = nasty.replaceAll(/\p{Cc}/gu, (sign) => (sign < " " ? `\\u${hexOf(sign)}` : sign));

/** A string of EQL ends with its line. */
const inQuery = toml(nasty.replaceAll("\r", ""));

const rule = folder.write(
  "rule.toml",
  [
    "[rule]",
    `rule_id = "${toml(`../../../${nasty}`)}"`,
    `name = "${toml(`=cmd|' /C calc'!A0 ${nasty}`)}"`,
    `description = "${toml(nasty)}"`,
    'severity = "low"',
    "risk_score = 1",
    'type = "eql"',
    'language = "eql"',
    `tags = ["${toml(nasty)}"]`,
    `query = "any where \`na${inQuery}me\` : \\"*${inQuery}*\\" or process.name == \\"x${inQuery}\\" or evil == true"`,
    "",
  ].join("\n"),
);
const broken = folder.write("broken.eql", `any where a${nasty} = "${nasty}" and (`);
const otherKind = folder.write(
  "other.toml",
  `[rule]\nrule_id = "o"\nname = "o"\ntype = "${toml(nasty)}"\nlanguage = "${toml(nasty)}"\n`,
);

const logName = `log ${nasty.replaceAll("/", "")}`;
folder.write(
  logName,
  [
    `{"evil":true,"process":{"name":"=1+1${raw}","executable":" \\t@SUM(1)${raw}"},"user":{"name":"\\ud800${raw}"},"host":{"name":"+${escaped}"}}`,
    `{"evil":true,"na${escaped}me":"${raw}","process":{"name":"\\u000d\\u000a-1"}}`,
    `{"${raw}":1,"evil":true,"\\ud800":"\\udc00"}`,
    `{"evil":true,"user":{"name":"'\\"=HYPERLINK()"},"host":{"name":["\\u200b=1","b"]}}`,
    `{"broken ${raw}`,
  ].join("\n"),
);
execFileSync(
  "bash",
  [
    "-c",
    String.raw`printf '{"evil":true,"x":"\xff\xc0\x80\xed\xa0\x80"}\n' > $'not \xff UTF-8'; cp $'not \xff UTF-8' bytes`,
  ],
  {
    cwd: folder.path,
  },
);

/** In a basic string of TOML. */
function toml(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029"\\]/gu, (sign) => {
    return `\\U${(sign.codePointAt(0) ?? 0).toString(16).padStart(8, "0")}`;
  });
}

interface Written {
  readonly status: number | null;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

function run(...args: readonly string[]): Written {
  const env = { ...process.env };
  for (const name of ["NO_COLOR", "FORCE_COLOR", "NODE_OPTIONS"]) Reflect.deleteProperty(env, name);
  return spawnSync(process.execPath, [mainScript, ...args], { cwd: folder.path, timeout: 60_000, env });
}

/** Nothing that acts on a terminal, reorders what it shows or can't be seen. */
const harmful = /[[\p{Cc}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\u2028\u2029]--\n]/v;

const hunt = ["hunt", "-r", rule, "--source", "ecs"];
const commands: readonly (readonly [name: string, args: readonly string[]])[] = [
  ["a hunt as a table", [...hunt, "-f", "table", "."]],
  ["a hunt with near misses", [...hunt, "-f", "table", "--near-misses", "5", "--count", "--verify", "."]],
  ["a dry run", [...hunt, "--dry-run", "."]],
  ["a hunt with broken rules", ["hunt", "-r", rule, "-r", broken, "-r", otherKind, "-f", "table", "."]],
  ["a hunt without a rule", ["hunt", "-r", otherKind, "."]],
  ["a hunt in what isn't there", [...hunt, "-f", "table", `no ${nasty}`, `no ${nasty}*`]],
  ["check", ["check", rule, broken, otherKind]],
  ["explain", ["explain", rule]],
  ["explain without a rule", ["explain", otherKind]],
  ["why", ["why", "-r", rule, logName, "bytes"]],
  ["why of an event that isn't there", ["why", "-r", rule, "--event", `${logName}:7`]],
  ["sniff", ["sniff", "."]],
  ["sniff with rules", ["sniff", "-r", rule, "."]],
  ["an unknown option", ["hunt", `--${nasty}`]],
  ["an unknown command", [nasty]],
  ["an option's wrong value", [...hunt, "--strategy", nasty, "."]],
  ["an option's other wrong value", [...hunt, "--max-line", nasty, "."]],
  ["a time that is none", [...hunt, "--since", nasty, "."]],
  ["an unknown source", [...hunt, "--source", nasty, "."]],
  ["a schema that isn't there", [...hunt, "--schema", nasty, "."]],
  ["an output that can't be", [...hunt, "-o", `no/${nasty}`, "."]],
  ["a code that isn't there", ["check", "--explain", nasty]],
];

describe("nothing that a terminal would act on comes from", () => {
  it.each(commands)("%s", (_name, args) => {
    const { stdout, stderr, status } = run(...args);
    expect(status).toEqual(expect.any(Number));
    expect(stdout.length + stderr.length).toBeGreaterThan(20);
    for (const bytes of [stdout, stderr]) {
      expect(isUtf8(bytes)).toBe(true);
      const text = bytes.toString();
      expect(harmful.exec(text)).toBeNull();
      expect(text).not.toMatch(/^\s+at /m);
    }
  });
});

describe("lines of JSON", () => {
  it("are one each, valid UTF-8, and say what the events did", () => {
    const { stdout } = run(...hunt, "-f", "jsonl", ".");
    expect(isUtf8(stdout)).toBe(true);
    const lines = stdout.toString().split("\n");
    expect(lines.pop()).toBe("");
    expect(lines.length).toBeGreaterThanOrEqual(5);
    for (const line of lines) {
      expect(line.isWellFormed()).toBe(true);
      expect(line).not.toContain("\r");
      expect(JSON.parse(line)).toHaveProperty("rule.id", `../../../${nasty}`);
    }
    const names = lines.map((line): { events: [{ event: { process?: { name?: string } } }] } => JSON.parse(line));
    expect(names.map(({ events: [{ event }] }) => event.process?.name)).toContain(`=1+1${nasty}`);
  });

  it.each(["check --format json", "why --format json", "sniff --format json", "--stats"])("of %s are valid", (what) => {
    const stats = folder.join("statistics");
    const written =
      what === "--stats"
        ? run(...hunt, "-f", "jsonl", "--stats", stats, "--count", ".")
        : what.startsWith("check")
          ? run("check", "--format", "json", rule, broken, otherKind)
          : what.startsWith("why")
            ? run("why", "--format", "json", "-r", rule, logName)
            : run("sniff", "--format", "json", ".");
    const bytes = what === "--stats" ? execFileSync("cat", [stats]) : written.stdout;
    expect(isUtf8(bytes)).toBe(true);
    expect(JSON.stringify(JSON.parse(bytes.toString())).isWellFormed()).toBe(true);
  });
});

describe("cells of CSV", () => {
  it("are no formula, whatever stands before the sign, and hold nothing that acts on a terminal but line breaks", () => {
    const { stdout } = run(...hunt, "-f", "csv", ".");
    expect(isUtf8(stdout)).toBe(true);
    const text = stdout.toString();
    expect(harmful.exec(text.replaceAll("\r\n", "\n"))).toBeNull();
    const cells = [...text.matchAll(/(?:^|,|\n)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g)].map(
      ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "",
    );
    expect(cells.length).toBeGreaterThan(80);
    for (const cell of cells) expect(cell).not.toMatch(/^[\s"]*[=+\-@]/);
    expect(cells.filter((cell) => /^'["' \t\\]*.{0,4}[=+\-@]/.test(cell)).length).toBeGreaterThanOrEqual(9);
  });
});
