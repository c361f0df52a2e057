import { mkdirSync, truncateSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { HuntSummary } from "../../src/hunt/hunt-account.ts";
import type { HuntOptions } from "../../src/hunt/hunt-options.ts";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { hunt } from "./built.ts";
import { compileQueries, huntAll, processLine } from "./events.ts";

const folder = useTemporaryFolder();
const searchable = await compileQueries('process where process.name : "needle.exe"');
const unsearchable = await compileQueries('any where not process.name : "needle.exe"');

const good = Array.from({ length: 20 }, (_, number) => processLine(number, number === 7 ? "needle.exe" : "b")).join("");
const bad = `${processLine(1, "needle.exe")}{"cut\n\n17\n[{}]\n${'{"a":'.repeat(300)}1${"}".repeat(300)}\n${"x".repeat(3000)}\n{"@timestamp":"never"}\n{"tail":`;
const goodPath = folder.write("good", good);
const fullPath = folder.write("full", Array.from({ length: 20 }, (_, at) => processLine(at, "needle.exe")).join(""));
const badPath = folder.write("bad", bad);
const emptyPath = folder.write("empty", "");
const packedPath = folder.write("packed", gzipSync(good));

async function statisticsOf(options: Partial<HuntOptions>) {
  const { summary } = await huntAll({ rules: searchable, inputs: [goodPath], maxLineBytes: 2000, ...options });
  return summary;
}

const goodBytes = Buffer.byteLength(good);
const badBytes = Buffer.byteLength(bad);
const badCounts = { syntax: 1, not_object: 2, depth: 1, line_too_long: 1, truncated_tail: 1 };

describe("statistics", () => {
  it.each([
    { name: "parse", options: { strategy: "parse" }, lines: undefined, isCounted: true },
    { name: "parse with lines", options: { strategy: "parse", countLines: true }, lines: 29, isCounted: true },
    { name: "literal", options: { strategy: "literal" }, lines: undefined, isCounted: false },
    { name: "literal with lines", options: { strategy: "literal", countLines: true }, lines: 29, isCounted: false },
    { name: "literal with counts", options: { strategy: "literal", count: true }, lines: undefined, isCounted: true },
    {
      name: "auto with both",
      options: { count: true, countLines: true, splitSizeBytes: 700 },
      lines: 29,
      isCounted: true,
    },
    {
      name: "literal without a literal",
      options: { strategy: "literal", rules: unsearchable },
      lines: undefined,
      isCounted: true,
    },
  ] as const)("are exact or absent: $name", async ({ options, lines, isCounted }) => {
    const { statistics, problems } = await statisticsOf({ inputs: [goodPath, badPath, emptyPath], ...options });
    expect(problems).toEqual([]);
    expect(statistics.totals).toEqual({
      bytes: goodBytes + badBytes,
      ...(lines === undefined ? {} : { lines }),
      ...(isCounted ? { events: 22, bad: 6 } : {}),
    });
    expect(statistics.inputs).toEqual([
      {
        file: goodPath,
        status: "ok",
        product: "ecs",
        bytes: goodBytes,
        ...(lines === undefined ? {} : { lines: 20 }),
        ...(isCounted ? { events: 20, products: { ecs: 20 }, bad: {} } : {}),
      },
      {
        file: badPath,
        status: "ok",
        product: "ecs",
        bytes: badBytes,
        ...(lines === undefined ? {} : { lines: 9 }),
        ...(isCounted ? { events: 2, products: { ecs: 2 }, bad: badCounts, no_timestamp: 1 } : {}),
      },
      {
        file: emptyPath,
        status: "ok",
        product: "ecs",
        bytes: 0,
        ...(lines === undefined ? {} : { lines: 0 }),
        ...(isCounted ? { events: 0, products: {}, bad: {} } : {}),
      },
    ]);
    expect("eventsPerSecond" in statistics).toBe(isCounted);
  });

  it("name the strategy, the rules, the threads, the times", async () => {
    const { statistics } = await statisticsOf({ threads: 5, splitSizeBytes: 700, matcher: "trie" });
    expect(statistics).toMatchObject({
      strategy: "literal",
      matcher: "trie",
      detections: 1,
      threads: 3,
      rules: { loaded: 1, failed: 0, skipped: {} },
    });
    expect(statistics.startSeconds).toBeGreaterThan(0);
    expect(statistics.startSeconds).toBeLessThanOrEqual(statistics.seconds);
    expect(statistics.bytesPerSecond).toBe(Math.round(goodBytes / statistics.seconds));
  });

  it.each([
    ["plain", goodPath, {}, "literal", "every match holds one of 2 literals, as do 5 % of a sample's lines"],
    ["packed", packedPath, {}, "literal", "every match holds one of 2 literals, as do 5 % of a sample's lines"],
    ["full of it", fullPath, {}, "extract", "every match holds one of 2 literals, as do 100 % of a sample's lines"],
    [
      "mostly full of it",
      [goodPath, fullPath],
      {},
      "extract",
      "every match holds one of 2 literals, as do 50 % of a sample's lines",
    ],
    ["empty", emptyPath, {}, "literal", "every match holds one of 2 literals"],
    ["searched otherwise", goodPath, { rules: unsearchable }, "extract", "not every rule has a mandatory literal"],
    ["asked for", fullPath, { strategy: "literal" }, "literal", "it was asked for"],
    ["asked for near misses", goodPath, { nearMisses: 1 }, "parse", "near misses need not hold what every match does"],
    [
      "kept",
      fullPath,
      { state: { folder: folder.join("state") } },
      "extract",
      "every match holds one of 2 literals, as do 100 % of a sample's lines",
    ],
  ] as const)("say why the strategy, of an input that is %s", async (_, inputs, options, strategy, strategyReason) => {
    const { statistics } = await statisticsOf({ inputs: [inputs].flat(), ...options });
    expect(statistics).toMatchObject({ strategy, strategyReason });
  });

  it("count decompressed bytes, and what could be read of a damaged input", async () => {
    const cutPath = folder.write("cut", gzipSync(good.repeat(50)));
    truncateSync(cutPath, 400);
    const { statistics, problems } = await statisticsOf({ inputs: [packedPath, cutPath], count: true });
    const [packed, cut] = statistics.inputs;
    expect(packed).toMatchObject({ status: "ok", bytes: goodBytes, events: 20 });
    expect(cut).toMatchObject({ status: "damaged", reason: expect.stringContaining("cut off") });
    expect(cut?.bytes).toBeGreaterThan(0);
    expect(cut?.events).toBeGreaterThan(0);
    expect(statistics.totals).toEqual({
      bytes: goodBytes + (cut?.bytes ?? 0),
      events: 20 + (cut?.events ?? 0),
      bad: Object.values(cut?.bad ?? {}).reduce((sum, count) => sum + count, 0),
    });
    expect(problems).toEqual([{ kind: "input", code: "E501", file: cutPath, reason: cut?.reason }]);
  });

  it("say what is missing or can't be read, once each, and are there for the others", async () => {
    const gzipInGzip = folder.write("twice", gzipSync(gzipSync(good)));
    const foreign = folder.write("foreign", `PAR1${good}`);
    const socketless = folder.join("empty-folder");
    mkdirSync(socketless);
    const missing = folder.join("nowhere");
    const { statistics, problems } = await statisticsOf({
      inputs: [missing, gzipInGzip, foreign, goodPath, folder.join("*.none"), socketless],
      splitSizeBytes: 500,
      count: true,
    });
    expect(statistics.inputs.map(({ file, status }) => [file, status])).toEqual([
      [gzipInGzip, "unreadable"],
      [foreign, "unreadable"],
      [goodPath, "ok"],
      [missing, "unreadable"],
      [folder.join("*.none"), "unreadable"],
    ]);
    expect(
      problems.map((problem) => [
        problem.kind,
        "code" in problem ? problem.code : "",
        "file" in problem ? problem.file : "",
      ]),
    ).toEqual([
      ["input", "E500", missing],
      ["input", "E500", folder.join("*.none")],
      ["input", "E501", gzipInGzip],
      ["input", "E501", foreign],
    ]);
    expect(statistics.totals).toMatchObject({ events: 20, bad: 0 });
  });

  it("are there when there was nothing to read", async () => {
    const { statistics } = await statisticsOf({ inputs: [folder.join("nowhere")], count: true, countLines: true });
    expect(statistics.totals).toEqual({ bytes: 0, lines: 0, events: 0, bad: 0 });
  });

  it("list events past the combination limit, as a problem", async () => {
    const rules = await compileQueries('any where concat(a, b, c) == "no"');
    const values = Array.from({ length: 50 }, (_, index) => `v${index}`);
    const line = `${JSON.stringify({ a: values, b: values, c: values })}\n`;
    const path = folder.write("combinations", line + processLine(1, "a") + line);
    const { statistics, problems } = await statisticsOf({ rules, inputs: [path], count: true });
    expect(problems).toEqual([{ kind: "combination-limit", file: path, events: 2 }]);
    expect(statistics.inputs).toMatchObject([{ status: "ok", combination_limit: 2, events: 3 }]);
  });

  it("say when a file has changed", async () => {
    const path = folder.write("growing", good.repeat(2000));
    const summary = await huntWhile(path, () => truncateSync(path, 10));
    expect(summary.statistics.inputs).toMatchObject([{ status: "changed", reason: expect.stringContaining("it ") }]);
    expect(summary.problems).toMatchObject([{ kind: "input", code: "E501", file: path }]);
  });
});

/** Does something to a file between the moment it is found and the moment its last split is read. */
async function huntWhile(path: string, act: () => void): Promise<HuntSummary> {
  const found = hunt({ rules: unsearchable, inputs: [path], threads: 1, splitSizeBytes: 2 ** 20 });
  let isDone = false;
  for await (const detection of found) {
    if (!isDone) act();
    isDone = detection.kind === "event";
  }
  return found.summary;
}
