import { readFileSync, rmSync } from "node:fs";
import * as fc from "fast-check";
import { fileURLToPath } from "node:url";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { writeEvents } from "../../src/datasets/writer.ts";
import type { HuntOptions } from "../../src/hunt/hunt-options.ts";
import { matcherStrategies, type StrategyName } from "../../src/match/strategies.ts";
import { parseDocument } from "../../src/reference/document.ts";
import { evaluateQuery } from "../../src/reference/evaluator.ts";
import { loadSources } from "../../src/sources/source-loading.ts";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { compileRules } from "./built.ts";
import { compileQueries, huntAll } from "./events.ts";

const folder = useTemporaryFolder();
const samples = fileURLToPath(new URL("../../datasets/samples/*.ndjson", import.meta.url));
const shippedRules = fileURLToPath(new URL("../../datasets/rules/", import.meta.url));
const shipped = await compileRules([shippedRules]);

type Ways = Pick<HuntOptions, "threads" | "splitSizeBytes" | "strategy" | "matcher" | "count" | "countLines">;

/** The plainest way: one thread, whole files, every line parsed, the naive matcher. */
const plainest: Ways = { threads: 1, splitSizeBytes: 2 ** 40, strategy: "parse", matcher: "linear" };

const matchers = [...matcherStrategies.keys()];
const ways: readonly Ways[] = [
  ...[1, 2, 8].flatMap((threads) =>
    [1024, 7777, 65_536].map((splitSizeBytes) => ({ threads, splitSizeBytes }) as const),
  ),
  ...(["auto", "parse", "literal", "extract"] as const).map((strategy) => ({ threads: 2, strategy })),
  ...matchers.map((matcher) => ({ threads: 2, splitSizeBytes: 16_384, matcher })),
  { threads: 2, splitSizeBytes: 5000, strategy: "literal", count: true },
  { threads: 2, splitSizeBytes: 5000, countLines: true },
];

const mapped = await compileRules([shippedRules], { sources: loadSources(["auto"]).sources });
const onSamples = [
  { name: "as ECS", rules: shipped, expected: await huntAll({ rules: shipped, inputs: [samples], ...plainest }) },
  { name: "of any source", rules: mapped, expected: await huntAll({ rules: mapped, inputs: [samples], ...plainest }) },
];

describe("the same answer", () => {
  describe.each(onSamples)("on the samples, $name:", ({ rules, expected }) => {
    it.each(ways)("%j", async (way) => {
      const { lines, summary } = await huntAll({ rules, inputs: [samples], ...way });
      const { bytes, events, bad } = expected.summary.statistics.totals;
      expect(expected.lines.length).toBeGreaterThan(19);
      expect(lines).toEqual(expected.lines);
      expect(summary.problems).toEqual([]);
      expect(summary.statistics.totals).toMatchObject({ bytes });
      expect({ events, bad, ...summary.statistics.totals }).toMatchObject({ events, bad });
    });
  });

  it("on generated events, plain and packed, whatever the way: the manifest's hits", async () => {
    const outputPath = folder.join("generated.ndjson");
    const { hits } = await writeEvents({ events: 3000, seed: 11, hitEvery: 200, outputPath });
    const bytes = readFileSync(outputPath);
    const packed = [
      folder.write("packed.gz", gzipSync(bytes)),
      folder.write("packed.zst", zstdCompressSync(bytes)),
      folder.write("members.gz", Buffer.concat([gzipSync(bytes.subarray(0, 5000)), gzipSync(bytes.subarray(5000))])),
    ];
    expect(hits.length).toBeGreaterThan(5);
    for (const way of [{}, { threads: 8, splitSizeBytes: 50_000 }, { threads: 1, strategy: "parse" as const }]) {
      const inputs = [outputPath, ...packed];
      const { lines } = await huntAll({ rules: shipped, inputs, ...way });
      for (const file of inputs) expect(offsetsIn(lines, file)).toEqual(hits.map(({ offset }) => offset));
    }
  });

  it("as the reference evaluator has it, on any events cut anywhere", async () => {
    const rules = await compileQueries(
      'process where process.name : ("needle*", "c?d.exe")',
      'any where not process.name : "needle*" and process.pid > 3',
      'process where process.args like "*\\\\*" or stringContains(message, "x")',
      'any where process.name regex~ "n.+e"',
    );
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(arbitraryLine, { maxLength: 60 }), arbitraryWay, async (lines, way) => {
        const path = folder.write(`property-${run++}`, way.pack(Buffer.from(lines.join(""))));
        const found = await huntAll({ rules, inputs: [path], ...way.options });
        rmSync(path);
        const hits = found.lines.map((line): { rule: { id: string }; events: { source: { offset: number } }[] } =>
          JSON.parse(line),
        );
        expect(hits.map(({ rule, events }) => `${events[0]?.source?.offset} ${rule.id}`)).toEqual(
          expectedHits(lines, rules),
        );
        expect(found.summary.problems).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });
});

function offsetsIn(lines: readonly string[], file: string): readonly number[] {
  return lines
    .map((line): { events: { source: { file: string; offset: number } }[] } => JSON.parse(line))
    .flatMap(({ events }) => events)
    .filter(({ source }) => source.file === file)
    .map(({ source }) => source.offset);
}

const name = fc.constantFrom("needle", "needle.exe", "CMD.EXE", "cod.exe", "nee\u2028dle", "none", "é", "a\u0000b");
const arbitraryLine = fc.oneof(
  fc
    .record({
      "@timestamp": fc.constantFrom("2025-08-18T10:00:00Z", "never", 5, null),
      event: fc.record({ category: fc.constantFrom("process", "file", ["network", "process"]) }),
      process: fc.record({
        name: fc.oneof(name, fc.array(name, { maxLength: 3 })),
        pid: fc.integer({ min: 0, max: 8 }),
      }),
      "process.args": fc.constantFrom("a\\b", "plain"),
      message: fc.string({ maxLength: 12, unit: "binary" }),
    })
    .map((event) => `${JSON.stringify(event)}\n`),
  fc.constantFrom(
    "\n",
    "{}\r\n",
    '{"cut\n',
    "[]\n",
    '{"event":{"category":"process"},"process":{"name":"\\u006eeedle"}}\n',
    '\t{"event.category":"process",\r "process.name":"NEEDLE"} \r\n',
  ),
);
const arbitraryWay = fc.record({
  pack: fc.constantFrom((bytes: Buffer) => bytes, gzipSync, zstdCompressSync),
  options: fc.record({
    threads: fc.integer({ min: 1, max: 3 }),
    splitSizeBytes: fc.integer({ min: 1, max: 600 }),
    strategy: fc.constantFrom("auto" as const, "parse" as const, "literal" as const, "extract" as const),
    matcher: fc.constantFrom<StrategyName[]>(...matchers),
    count: fc.boolean(),
  }),
});

/** Offsets and rules as a plain loop over the lines finds them. */
function expectedHits(lines: readonly string[], { rules }: typeof shipped): string[] {
  const hits: string[] = [];
  let offset = 0;
  for (const line of lines) {
    const document = parseDocument(line.trim());
    if (document !== null) {
      const options = { categoryField: "event.category", timestampField: "@timestamp" };
      for (const { id, query } of rules)
        if (query.kind === "event" && evaluateQuery(query, document, options).matches) hits.push(`${offset} ${id}`);
    }
    offset += Buffer.byteLength(line);
  }
  return hits;
}
