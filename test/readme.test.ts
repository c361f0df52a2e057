import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const root = new URL("..", import.meta.url);
const readme = readFileSync(new URL("README.md", root), "utf8");

interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function runNode(args: readonly string[]): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: "utf8",
    timeout: 60_000,
  });
  return { status, stdout, stderr };
}

/** `eqlhunt …` as a reader would type it. The README's commands need no quoting. */
function runCommand(command: string): Outcome {
  const [name, ...args] = command.trim().split(/\s+/);
  expect(name).toBe("eqlhunt");
  return runNode(["dist/cli/main.js", ...args]);
}

/** The first fenced block of a section; `language` is "" for one without. */
function firstBlock(section: string, language: string): string {
  const start = readme.indexOf(`\n## ${section}\n`);
  const text = start < 0 ? "" : readme.slice(start);
  const [, block] = new RegExp(`\\n\`\`\`${language}\\n([\\s\\S]*?)\\n\`\`\``).exec(text) ?? [];
  if (block === undefined) throw new Error(`README has no ${language} block under ${section}`);
  return block;
}

describe("the README", () => {
  it("shows at its top what the command really prints", () => {
    const [, command = "", output = ""] = /```\n\$ (eqlhunt [^\n]+)\n([\s\S]*?)```/.exec(readme) ?? [];
    const { status, stdout } = runCommand(command);
    expect(stdout.split("\n").map((line) => line.trimEnd())).toEqual(output.split("\n").map((line) => line.trimEnd()));
    expect(status).toBe(0);
  });

  it("has exactly two set-up commands", () => {
    expect(firstBlock("Setting up", "").split("\n")).toEqual(["npm ci && npm run demo", "npm ci && npm test"]);
  });

  it("shows a hunt that finds what the samples hide", () => {
    const { status, stdout } = runCommand(firstBlock("Hunting", "sh"));
    const rules = stdout
      .trimEnd()
      .split("\n")
      .map((line): unknown => JSON.parse(line));
    expect(rules).toHaveLength(85);
    expect(rules).toEqual(rules.map(() => expect.objectContaining({ schema_version: 1, kind: "event" })));
    expect(status).toBe(0);
  });

  it("names the raw events that are read", () => {
    const { status, stderr } = runNode(["scripts/readme-sources.ts", "--check"]);
    expect(stderr).toBe("");
    expect(status).toBe(0);
  });

  it("shows why an event matches", () => {
    const { status, stdout } = runCommand(firstBlock("Raw events", "sh"));
    expect(stdout).toContain("of 6 events 2 match it");
    expect(stdout).toContain("from     TargetObject");
    expect(status).toBe(0);
  });

  it("shows a check of rules that compile", () => {
    const { status, stdout } = runCommand(firstBlock("Writing rules", "sh"));
    expect(stdout).toBe("1 rule compiles\n");
    expect(status).toBe(0);
  });

  it("shows a program that hunts", () => {
    const program = firstBlock("Embedding", "ts");
    const { status, stdout, stderr } = runNode(["--input-type=module-typescript", "--eval", program]);
    expect(stderr).toBe("");
    expect(stdout.trimEnd().split("\n").at(-1)).toBe("85 detections, 0 problems");
    expect(stdout).toContain("Unusual Persistence via Services Registry event 2025-08-18T10:00:09.000041200Z");
    expect(status).toBe(0);
  });

  it("shows a benchmark that runs", () => {
    const { status, stdout } = runCommand(firstBlock("Benchmarking", "sh"));
    expect(stdout).toContain("literal");
    expect(stdout).toContain("trie");
    expect(status).toBe(0);
  });
});
