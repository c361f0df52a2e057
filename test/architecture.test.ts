import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const source = fileURLToPath(new URL("../src", import.meta.url));

/** The stages in the order of the data's way: each imports only what stands before it. */
const stages = [
  "diagnostics",
  "language",
  "reference",
  "toml",
  "rules",
  "sources",
  "plan",
  "lint",
  "match",
  "evaluate",
  "kernel",
  "input",
  "scan",
  "correlate",
  "why",
  "coverage",
  "hunt",
  "report",
  "cli",
];

/** What stands beside the way, and what it may import. */
const besides: ReadonlyMap<string, readonly string[]> = new Map([
  ["datasets", []],
  ["benchmark", [...stages.filter((stage) => stage !== "cli"), "datasets"]],
]);

/** What only one stage may know. */
const reserved: ReadonlyMap<string, readonly string[]> = new Map([
  ["piscina", ["hunt"]],
  ["re2", ["match"]],
  ["@commander-js/extra-typings", ["cli"]],
  ["commander", ["cli"]],
  ["cli-progress", ["cli"]],
  ["cli-table3", ["report", "benchmark"]],
  ["smol-toml", ["toml"]],
  ["toml-eslint-parser", ["toml"]],
  ["tinybench", ["benchmark"]],
  ["ipaddr.js", ["plan"]],
  ["tinyglobby", ["input"]],
  ["fast-json-parse", ["evaluate"]],
]);

interface SourceFile {
  /** Below `src`, with slashes. */
  readonly path: string;
  /** The folder; "" for what lies in `src` itself. */
  readonly stage: string;
  readonly text: string;
  /** As they are written. */
  readonly imports: readonly string[];
}

const files: readonly SourceFile[] = readdirSync(source, { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => path.endsWith(".ts") && !path.startsWith("kernel/assembly/"))
  .map((path) => {
    const text = withoutComments(readFileSync(join(source, path), "utf8"));
    return { path, stage: path.includes("/") ? (path.split("/")[0] ?? "") : "", text, imports: importsOf(text) };
  });

function withoutComments(text: string): string {
  return text.replace(/\/\*[^]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
}

/** Static, re-exporting and dynamic ones. */
function importsOf(text: string): readonly string[] {
  const statements = text.matchAll(
    /^(?:import|export)\s+(?:[\w*{},\s]+?\s+from\s+)?"([^"]+)"|\bimport\(\s*"([^"]+)"/gm,
  );
  return [...statements].map(([, statically, dynamically]) => statically ?? dynamically ?? "");
}

/** The stage that a relative import leads to. */
function stageOf(path: string, specifier: string): string {
  const target = posix.join(posix.dirname(path), specifier);
  return target.includes("/") ? (target.split("/")[0] ?? "") : "";
}

function mayImport(stage: string): readonly string[] {
  if (stage === "cli") return [...stages, ...besides.keys()];
  const beside = besides.get(stage);
  if (beside !== undefined) return [...beside, stage];
  const position = stages.indexOf(stage);
  return position < 0 ? [] : stages.slice(0, position + 1);
}

describe("the import graph", () => {
  it("is read from every file", () => {
    expect(files.length).toBeGreaterThan(150);
    expect(files.find(({ path }) => path === "hunt/worker-pool.ts")?.imports).toContain("piscina");
    expect(files.find(({ path }) => path === "cli/main.ts")?.imports).toContain("./command-line.ts");
    expect(files.find(({ path }) => path === "cli/command-line.ts")?.imports).toContain("./hunt-command.ts");
  });

  it("has no folder that is no stage", () => {
    const known = new Set([...stages, ...besides.keys(), ""]);
    expect([...new Set(files.map(({ stage }) => stage))].filter((stage) => !known.has(stage))).toEqual([]);
    expect(files.filter(({ stage }) => stage === "").map(({ path }) => path)).toEqual(["index.ts"]);
  });

  it("leads from each stage only to what stands above it", () => {
    const wrong = files
      .filter(({ stage }) => stage !== "")
      .flatMap(({ path, stage, imports }) =>
        imports
          .filter((specifier) => specifier.startsWith("."))
          .filter((specifier) => !mayImport(stage).includes(stageOf(path, specifier)))
          .map((specifier) => `${path} imports ${specifier}`),
      );
    expect(wrong).toEqual([]);
  });

  it("leads from the reference evaluator to nothing that it judges", () => {
    const allowed = new Set(["diagnostics", "language", "reference"]);
    const wrong = files
      .filter(({ stage }) => stage === "reference")
      .flatMap(({ path, imports }) =>
        imports.filter((specifier) => specifier.startsWith(".") && !allowed.has(stageOf(path, specifier))),
      );
    expect(wrong).toEqual([]);
  });

  it("has each dependency where it belongs", () => {
    const wrong = files.flatMap(({ path, stage, imports }) =>
      imports.filter((name) => reserved.get(name)?.includes(stage) === false).map((name) => `${path} imports ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it("leads from the library's face to nothing of the command line", () => {
    const face = files.find(({ path }) => path === "index.ts");
    expect(
      face?.imports.filter((specifier) => specifier.startsWith("./cli/") || specifier.startsWith("./benchmark/")),
    ).toEqual([]);
    expect(face?.text.replace(/export (type )?\{[^}]*\} from "[^"]+";/g, "").trim()).toBe("");
  });
});

describe("only the command line", () => {
  it("knows the terminal, the arguments and the exit status", () => {
    const own = /\bprocess\.(?:exitCode|exit\b|argv|stdout|stderr|stdin)|\bconsole\./;
    const wrong = files.filter(({ stage, text }) => stage !== "cli" && own.test(text)).map(({ path }) => path);
    expect(wrong).toEqual([]);
  });

  it("ends the process, and only where nothing is left to be written", () => {
    const wrong = files.filter(({ text }) => /\bprocess\.exit\(/.test(text)).map(({ path }) => path);
    // An unexpected exception, and a second signal.
    expect(wrong).toEqual(["cli/interruption.ts", "cli/main.ts"]);
  });
});

describe("no file", () => {
  it("evaluates text as code", () => {
    const wrong = files
      .filter(({ text }) => /\beval\(|\bnew Function\b|\bnode:vm\b/.test(text))
      .map(({ path }) => path);
    expect(wrong).toEqual([]);
  });

  it("is called by what says nothing", () => {
    const wrong = files
      .filter(({ path }) => /(?:^|[/-])(?:utils?|helpers?|manager|common|misc)(?:[/-]|\.ts$)/.test(path))
      .map(({ path }) => path);
    expect(wrong.filter((path) => !/common-text/.test(path))).toEqual([]);
  });

  it("is longer than 400 lines", () => {
    const lengths = readdirSync(source, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".ts"))
      .filter((path) => readFileSync(join(source, path), "utf8").split("\n").length > 401);
    expect(lengths).toEqual([]);
  });
});
