import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ChildRun, runChild } from "../../src/benchmark/child-run.ts";
import { shippedRules } from "../../src/benchmark/package-location.ts";
import { writeEvents } from "../../src/datasets/writer.ts";

const command = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const rules = fileURLToPath(shippedRules);
let folder: string;
let events: string;
let withoutPatterns: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "bench-command-"));
  events = join(folder, "events.ndjson");
  withoutPatterns = join(folder, "number.eql");
  writeFileSync(withoutPatterns, "any where process.pid < 0");
  await writeEvents({ events: 1000, seed: 5, hitEvery: 50, outputPath: events });
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function bench(...args: readonly string[]): Promise<ChildRun> {
  return runChild([command, "bench", ...args]);
}

describe("eqlhunt bench", () => {
  it("sets matchers and hunts side by side, on rules and events of one's own", async () => {
    const json = join(folder, "results.json");
    const run = await bench("-r", rules, "-j", "1", "--json", json, events);
    expect(run).toMatchObject({ status: 0, errorTail: "" });
    expect(run.outputHead).toMatch(/^Matchers, ns per value/);
    expect(run.outputHead).toMatch(/^registry\.path +6 /m);
    expect(run.outputHead).toMatch(/^parse, 1 thread +20 /m);
    expect(run.outputHead).toMatch(/^literal, 1 thread +20 /m);
    expect(run.outputHead).toMatch(/^reading only +– /m);
    expect(run.outputHead).not.toContain("2 threads");
    const results: unknown = JSON.parse(readFileSync(json, "utf8"));
    expect(results).toMatchObject({
      schema_version: 1,
      environment: { node: process.versions.node },
      data: { description: events, expected: null },
      rules: { count: 1 },
      hunts: { hunts: [{ result: { found: 20 } }, { result: { found: 20 } }] },
    });
  });

  it("goes on with what it can do, and says what it couldn't", async () => {
    const missing = join(folder, "none.ndjson");
    const run = await bench("-r", withoutPatterns, "-j", "1", events, missing);
    expect(run.status).toBe(3);
    expect(run.errorTail).toContain(`error[E500]: ${missing}`);
    // A hunt that could not do its work whole has no speed.
    expect(run.errorTail).toContain("parse, 1 thread: it ended with status 3");
    expect(run.outputHead).toMatch(/^parse, 1 thread +– /m);
  });

  it("says what is wrong with a rule", async () => {
    const broken = join(folder, "broken.eql");
    writeFileSync(broken, "process where process.name = 1");
    const run = await bench("-r", broken, events);
    expect(run).toMatchObject({ status: 2, outputHead: "" });
    expect(run.errorTail).toContain("broken.eql:1:");
  });

  it("has no use for standard input", async () => {
    const run = await bench("-r", rules, "-");
    expect(run).toMatchObject({ status: 2, errorTail: expect.stringContaining("reads its inputs several times") });
  });

  it("measures rules without patterns", async () => {
    const run = await bench("-r", withoutPatterns, "-j", "1", events);
    expect(run).toMatchObject({ status: 0, errorTail: "" });
    expect(run.outputHead).toMatch(/0 lists of patterns[^]*^parse, 1 thread +0 /m);
  });

  it("measures nothing for results that can't be written, or would destroy an input", async () => {
    const nowhere = await bench("-r", rules, "--json", join(folder, "none", "results.json"), events);
    expect(nowhere).toMatchObject({ status: 4, outputHead: "" });
    expect(nowhere.errorTail).toContain("results can't be written");
    const before = readFileSync(events);
    const onto = await bench("-r", rules, "--json", events, events);
    expect(onto).toMatchObject({ status: 2, errorTail: expect.stringContaining("would be overwritten") });
    expect(readFileSync(events).equals(before)).toBe(true);
  });

  it("ends on a signal, and says so", async () => {
    const child = spawn(process.execPath, [command, "bench", "-r", rules, events], { stdio: "pipe" });
    let said = "";
    child.stderr.on("data", (chunk) => {
      said += String(chunk);
    });
    // The matchers' table stands when the hunts begin.
    child.stdout.once("data", () => child.kill("SIGINT"));
    const [status] = await once(child, "close");
    expect(status).toBe(130);
    expect(said).toContain("interrupted");
  });
});

describe("npm run bench, made small", () => {
  it("measures every case, DuckDB among them, and each gives its answer", async () => {
    const run = await runChild([
      fileURLToPath(new URL("../../bench/run.ts", import.meta.url)),
      "--quick",
      `--results=${join(folder, "results")}`,
    ]);
    expect(run).toMatchObject({ status: 0, errorTail: expect.stringContaining("written: ") });
    expect(run.outputHead).toMatch(/^literal, 2 threads +128 /m);
    expect(run.outputHead).toMatch(/^DuckDB, 2 threads +128 /m);
  });
});
