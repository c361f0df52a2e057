import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { renderTables, replaceTable } from "../../bench/markdown-tables.ts";
import { nameResults, readNewestResults, resultsFolder, writeResults } from "../../bench/result-file.ts";
import { type ChildRun, runChild } from "../../src/benchmark/child-run.ts";
import { exampleResults } from "./example.ts";

const script = fileURLToPath(new URL("../../scripts/readme-tables.ts", import.meta.url));
const marked =
  "# x\n\n<!-- bench:hunts -->\n<!-- /bench:hunts -->\n\n<!-- bench:speeds -->\n<!-- /bench:speeds -->\n\nand\n\n<!-- bench:matchers -->\n<!-- /bench:matchers -->\n\nend\n";
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "readme-tables-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function run(...args: readonly string[]): Promise<ChildRun> {
  return runChild([script, `--readme=${join(folder, "README.md")}`, `--results=${join(folder, "results")}`, ...args]);
}

describe("tables in Markdown", () => {
  it("show hunts and peers, with the ratio to DuckDB on as many threads", () => {
    expect(renderTables(exampleResults).hunts).toBe(
      [
        "640,000 generated events (seed 1), 1.0 GB, 128 to find. Example CPU @ 3.00GHz, 2 cores, Node 24.21.0, commit 0123456789ab, 2025-08-18. Medians of 3 rounds, in each of which everyone runs",
        "once in a process of its own, its start included; in brackets the least and the greatest. Ratios are taken round by round.",
        "",
        "|  | GB/s | seconds | times DuckDB's speed, threads alike | start and end, s | peak memory |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
        "| eqlhunt, parse, 1 thread | 0.25 | 4.00 (4.00–4.50) | – | 0.20 | 150.0 MB |",
        "| eqlhunt, literal, 2 threads | 2.00 | 0.50 (0.50–0.50) | 2.0 (2.0–4.0) | 0.25 | 180.0 MB |",
        "| DuckDB, 1 thread | – | – | – | – | – |",
        "| DuckDB, 2 threads | 1.00 | 1.00 (1.00–2.00) | – | 0.15 | 300.0 MB |",
        "",
      ].join("\n"),
    );
  });

  it("show steady speeds against a peer, and how they change with the number of rules", () => {
    expect(renderTables(exampleResults).speeds).toBe(
      [
        "Steady speeds: each round runs every program over an empty file too, and takes that off. Example CPU @ 3.00GHz, 2 cores, Node 24.21.0, commit 0123456789ab, 2025-08-18. What runs on one",
        "thread is kept to one core. In brackets the least and the greatest of the rounds' ratios.",
        "",
        "The shipped rule over 6.0 GB. Medians of 3 rounds.",
        "",
        "|  | found | GB/s | times ripgrep's speed | start and end, s | peak memory |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
        "| eqlhunt, 1 thread | 128 | 8.00 | 1.33 (1.25–2.00) | 0.20 | 100.0 MB |",
        "| ripgrep, 1 thread | – | 6.00 | – | 0.00 | – |",
        "",
        "Many rules over 1.2 GB. Medians of 1 round.",
        "",
        "|  | found | GB/s | times simdjson's speed | start and end, s | peak memory |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
        "| eqlhunt auto, 1 rule, 1 thread | 3 | 6.00 | – | – | – |",
        "| eqlhunt auto, 1,000 rules, 1 thread | 900 | 1.20 | – | – | – |",
        "| simdjson visits every leaf, 1 thread | – | – | – | – | – |",
        "",
        "```mermaid",
        "xychart-beta",
        '    title "GB/s on one core by number of rules (auto, extract)"',
        '    x-axis ["1", "1,000"]',
        '    y-axis "GB/s"',
        "    line [6.00, 1.20]",
        "```",
        "",
      ].join("\n"),
    );
  });

  it("show matchers by list, length and share", () => {
    expect(renderTables(exampleResults).matchers).toBe(
      [
        "Nanoseconds per value, medians. Example CPU @ 3.00GHz, 2 cores, Node 24.21.0, commit 0123456789ab, 2025-08-18. Fields name the shipped rule's lists.",
        "",
        "| list | patterns | value length | matching | auto | re2 |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
        "| registry.value | 2 | 19 | <1 % | 16 | 239 |",
        "| made up | 1,000 | 80 | 10 % | 1,203 | – |",
        "",
      ].join("\n"),
    );
  });

  it.each([
    { shows: "marks that are missing", text: "# x\n" },
    { shows: "no end", text: "<!-- bench:hunts -->\n" },
    { shows: "the end before the start", text: "<!-- /bench:hunts -->\n<!-- bench:hunts -->\n" },
    {
      shows: "two places",
      text: "<!-- bench:hunts --><!-- /bench:hunts -->\n<!-- bench:hunts --><!-- /bench:hunts -->",
    },
  ])("have no place with $shows", ({ text }) => {
    expect(replaceTable(text, "hunts", "new\n")).toBe(null);
  });

  it("replace what was there, and nothing else", () => {
    const text = "a\n<!-- bench:hunts -->\nold\n<!-- /bench:hunts -->\nb $& c\n";
    const replaced = replaceTable(text, "hunts", "new $1\n");
    expect(replaced).toBe("a\n<!-- bench:hunts -->\n\nnew $1\n\n<!-- /bench:hunts -->\nb $& c\n");
    expect(replaceTable(replaced ?? "", "hunts", "new $1\n")).toBe(replaced);
  });
});

describe("result files", () => {
  it.each([
    { cpu: "AMD EPYC 9V74 80-Core Processor", name: "2025-08-18-amd-epyc-9v74.json" },
    { cpu: "Intel(R) Xeon(R) CPU E5-2680 v4 @ 2.40GHz", name: "2025-08-18-intel-xeon-e5-2680-v4.json" },
    { cpu: "../..", name: "2025-08-18-unknown.json" },
  ])("are named by date and CPU: $name", ({ cpu, name }) => {
    expect(nameResults({ date: "2025-08-18T10:00:00.000Z", cpu })).toBe(name);
  });

  it("are read as they were written, the newest one", async () => {
    const environment = { ...exampleResults.environment, date: "2024-12-31T23:59:59.000Z" };
    const path = await writeResults(exampleResults, join(folder, "results"));
    await writeResults({ ...exampleResults, environment }, join(folder, "results"));
    expect(path).toBe(join(folder, "results", "2025-08-18-example.json"));
    expect(await readNewestResults(join(folder, "results"))).toEqual(exampleResults);
  });

  it("may not be there", async () => {
    expect(await readNewestResults(folder)).toBe(null);
    expect(await readNewestResults(join(folder, "none"))).toBe(null);
  });

  it("are refused when they hold something else", async () => {
    writeFileSync(join(folder, "2026.json"), '{"schema_version":1}');
    await expect(readNewestResults(folder)).rejects.toMatchObject({ name: "ValiError" });
  });
});

describe("readme-tables", () => {
  it("writes the tables, and its check passes until the figures differ", async () => {
    const path = join(folder, "README.md");
    writeFileSync(path, marked);
    await writeResults(exampleResults, join(folder, "results"));
    expect(await run("--check")).toMatchObject({ status: 1, errorTail: expect.stringContaining("other figures") });
    expect(readFileSync(path, "utf8")).toBe(marked);
    expect(await run()).toMatchObject({ status: 0, errorTail: "" });
    const written = readFileSync(path, "utf8");
    expect(written).toMatch(
      /^# x\n\n<!-- bench:hunts -->\n\n640,000[^]*\| – \|\n\n<!-- \/bench:matchers -->\n\nend\n$/,
    );
    expect(await run("--check")).toMatchObject({ status: 0 });
    writeFileSync(path, written.replace("| 1,203 |", "| 1,202 |"));
    expect(await run("--check")).toMatchObject({ status: 1 });
  });

  it("says what is missing", async () => {
    writeFileSync(join(folder, "README.md"), "# no marks\n");
    expect(await run()).toMatchObject({ status: 2, errorTail: expect.stringContaining("has no results") });
    await writeResults(exampleResults, join(folder, "results"));
    expect(await run()).toMatchObject({ status: 2, errorTail: expect.stringContaining("no place marked") });
  });

  it.skipIf(!existsSync(resultsFolder))("finds the project's README as the newest results have it", async () => {
    const check = await runChild([script, "--check"]);
    expect(check).toMatchObject({ status: 0, errorTail: "" });
  });

  it("finds its marks in the project's README", async () => {
    copyFileSync(new URL("../../README.md", import.meta.url), join(folder, "README.md"));
    await writeResults(exampleResults, join(folder, "results"));
    expect(await run()).toMatchObject({ status: 0, errorTail: "" });
  });
});
