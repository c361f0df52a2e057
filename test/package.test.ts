import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { runNode } from "./cli/process.ts";
import { namesIn, useTemporaryFolder } from "./temporary-folder.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = useTemporaryFolder();
const consumer = folder.join("consumer");
const installed = join(consumer, "node_modules/eqlhunt");
const sample = join(installed, "datasets/samples/defend-registry.ndjson");

interface Manifest {
  readonly bin: Readonly<Record<string, string>>;
  readonly types: string;
}

let manifest: Manifest;

// The package as it would be published, installed where nothing of the checkout is. Only the binary of re2 is taken from there:
// compiling it again takes minutes.
beforeAll(() => {
  execFileSync("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder.path], { cwd: root });
  const tarball = namesIn(folder.path).find((name) => name.endsWith(".tgz")) ?? "";
  mkdirSync(consumer);
  writeFileSync(join(consumer, "package.json"), '{ "type": "module" }');
  const options = ["--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund", "--silent", "--prefix", consumer];
  execFileSync("npm", ["install", ...options, folder.join(tarball)], { cwd: consumer });
  cpSync(
    join(root, "node_modules/re2/build/Release/re2.node"),
    join(consumer, "node_modules/re2/build/Release/re2.node"),
  );
  manifest = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
}, 300_000);

describe("the package", () => {
  it("holds what it needs and nothing else", () => {
    expect(namesIn(installed)).toEqual([
      "ARCHITECTURE.md",
      "CHANGELOG.md",
      "LICENSE",
      "LICENSES",
      "NOTICE",
      "README.md",
      "datasets",
      "dist",
      "package.json",
    ]);
    expect(namesIn(join(installed, "datasets"))).toEqual(["mappings", "rules", "samples"]);
    const kinds = new Set(
      readdirSync(join(installed, "dist"), { recursive: true, encoding: "utf8" }).map(
        (path) => /(?:\.d)?\.[a-z]+$/.exec(path)?.[0] ?? "",
      ),
    );
    expect([...kinds].filter((kind) => !["", ".js", ".d.ts", ".wasm"].includes(kind))).toEqual([".json"]);
    expect(namesIn(join(installed, "dist")).filter((name) => name.endsWith(".json"))).toEqual(["mappings.json"]);
  });

  it("hunts by its command", async () => {
    const args = ["hunt", "-r", join(installed, "datasets/rules"), "-f", "jsonl", sample];
    const { status, stdout, stderr } = await runNode([join(consumer, "node_modules/.bin/eqlhunt"), ...args], {
      cwd: consumer,
    });
    expect(stderr).toContain("2 detections (1 rule, ");
    expect(
      stdout
        .trimEnd()
        .split("\n")
        .map((line): string => JSON.parse(line).rule.name),
    ).toEqual(["Unusual Persistence via Services Registry", "Unusual Persistence via Services Registry"]);
    expect(status).toBe(0);
  });

  it("has a command that the system can start", () => {
    for (const path of Object.values(manifest.bin)) {
      expect(readFileSync(join(installed, path), "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
    }
  });

  it("hunts as a library", async () => {
    const program = join(consumer, "program.js");
    writeFileSync(
      program,
      `import { compileRules, createMatcher, hunt } from "eqlhunt";
      const rules = await compileRules([${JSON.stringify(join(installed, "datasets/rules"))}]);
      const found = hunt({ rules, inputs: [${JSON.stringify(sample)}], threads: 2 });
      for await (const { events } of found) console.log(events[0].source.offset);
      console.log((await found.summary).statistics.detections, createMatcher(["*.sys"], { strategy: "re2" }).test("X.SYS"));`,
    );
    const { status, stdout, stderr } = await runNode([program], { cwd: consumer });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "2719\n14202\n2 true\n", stderr: "" });
  });

  it("shows nothing else of itself", async () => {
    const { status, stdout } = await runNode(
      [
        "--input-type=module",
        "--eval",
        'await import("eqlhunt/dist/hunt/hunt.js").catch(({ code }) => console.log(code));',
      ],
      { cwd: consumer },
    );
    expect({ status, stdout }).toEqual({ status: 0, stdout: "ERR_PACKAGE_PATH_NOT_EXPORTED\n" });
  });

  it("has types that a strict consumer can use", () => {
    expect(existsSync(join(installed, manifest.types))).toBe(true);
    // Whoever writes TypeScript for Node has these.
    for (const name of ["@types/node", "undici-types"]) {
      cpSync(join(root, "node_modules", name), join(consumer, "node_modules", name), { recursive: true });
    }
    writeFileSync(
      join(consumer, "typed.ts"),
      `import { compileRules, type Detection, hunt, type HuntOptions, type HuntSummary, type MatcherStrategy } from "eqlhunt";
      const rules = await compileRules(["rules/"], { queries: ["any where true"] });
      const options: HuntOptions = { rules, inputs: ["logs/"], threads: undefined, strategy: "literal", matcher: "trie", sinceNs: 0n };
      const found = hunt(options);
      const names: string[] = [];
      for await (const detection of found) names.push(nameOf(detection));
      function nameOf({ rule, events: [event] }: Detection): string { return rule.name + String(event?.event?.["a"]); }
      const { statistics }: HuntSummary = await found.summary;
      export const seconds: number = statistics.seconds;
      export const never: MatcherStrategy = { name: "never", compile: () => ({ strategy: "never", test: () => false }) };
      // @ts-expect-error there is no such strategy
      hunt({ rules, inputs: [], strategy: "guess" });`,
    );
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    const flags = ["--noEmit", "--strict", "--target", "es2024", "--module", "nodenext", "--types", "node"];
    const { status, stdout } = runTool([tsc, ...flags, "typed.ts"]);
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
  });
});

function runTool(args: readonly string[]): { status: number; stdout: string } {
  try {
    return { status: 0, stdout: execFileSync(process.execPath, args, { cwd: consumer, encoding: "utf8" }) };
  } catch (error) {
    if (typeof error === "object" && error !== null && "stdout" in error)
      return { status: 1, stdout: String(error.stdout) };
    throw error;
  }
}
