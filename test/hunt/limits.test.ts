import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HitSelection } from "../../src/hunt/hit-selection.ts";
import type { PlacedHit } from "../../src/hunt/placed-hit.ts";
import type { EventHit } from "../../src/scan/hit.ts";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { compileRules } from "./built.ts";
import { emptyInput } from "./empty-input.ts";
import { compileQueries, huntAll, processLine } from "./events.ts";

const folder = useTemporaryFolder();
const rules = await compileQueries("any where true", "any where process.pid >= 2");
/** Ten events, a second apart from 2025-08-18, in no order of time. */
const input = folder.write("events", [3, 1, 9, 4, 0, 8, 2, 7, 6, 5].map((number) => processLine(number, "a")).join(""));

async function pidsOf(options: Partial<Parameters<typeof huntAll>[0]>): Promise<Record<string, number[]>> {
  const { lines } = await huntAll({ rules, inputs: [input], threads: 2, splitSizeBytes: 150, ...options });
  const pids: Record<string, number[]> = {};
  for (const line of lines) {
    const { rule, events }: { rule: { id: string }; events: [{ event: { process: { pid: number } } }] } =
      JSON.parse(line);
    (pids[rule.id] ??= []).push(events[0].event.process.pid);
  }
  return pids;
}

const second = 1_000_000_000n;
const start = BigInt(Date.UTC(2025, 7, 18)) * 1_000_000n;

describe("of each rule", () => {
  it("the first detections in output order", async () => {
    expect(await pidsOf({ maxDetectionsPerRule: 3 })).toEqual({ "query-1": [3, 1, 9], "query-2": [3, 9, 4] });
  });

  it("the last detections by time, in output order", async () => {
    expect(await pidsOf({ size: 3 })).toEqual({ "query-1": [9, 8, 7], "query-2": [9, 8, 7] });
    expect(await pidsOf({ size: 9 })).toEqual({
      "query-1": [3, 1, 9, 4, 8, 2, 7, 6, 5],
      "query-2": [3, 9, 4, 8, 2, 7, 6, 5],
    });
    expect(await pidsOf({ size: 1, maxDetectionsPerRule: 5 })).toEqual({ "query-1": [9], "query-2": [9] });
  });

  it("counted as they are given", async () => {
    const { summary } = await huntAll({ rules, inputs: [input], size: 2 });
    expect(summary.statistics.detections).toBe(4);
    const limited = await huntAll({ rules, inputs: [input], maxDetectionsPerRule: 1 });
    expect(limited.summary.statistics.detections).toBe(2);
  });
});

describe("a rule with pipes", () => {
  it.each([
    ["head 3", [1, 0, 2]],
    ["tail 3", [9, 8, 7]],
    ["head 4 | tail 2", [3, 2]],
    ["tail 4 | head 3", [8, 7, 6]],
    ["tail 4 | head 3 | tail 1", [8]],
    ["head 0", []],
    ["tail 100", [3, 1, 9, 4, 0, 8, 2, 7, 6, 5]],
  ])("has those that | %s lets through, by time, in output order", async (pipes, expected) => {
    const piped = await compileQueries(`any where true | ${pipes}`);
    expect((await pidsOf({ rules: piped }))["query-1"] ?? []).toEqual(expected);
  });

  it("leaves the others' order of output as it is", async () => {
    const piped = await compileQueries("any where true | tail 2", "any where process.pid > 6");
    const { lines } = await huntAll({ rules: piped, inputs: [input], threads: 2, splitSizeBytes: 150 });
    const shown = lines.map((line) => {
      const { rule, events }: { rule: { id: string }; events: [{ event: { process: { pid: number } } }] } =
        JSON.parse(line);
      return `${rule.id} ${events[0].event.process.pid}`;
    });
    expect(shown).toEqual(["query-1 9", "query-2 9", "query-1 8", "query-2 8", "query-2 7"]);
  });

  it("is cut by a size before its pipes", async () => {
    const piped = await compileQueries("any where true | head 3");
    expect((await pidsOf({ rules: piped, size: 5 }))["query-1"]).toEqual([7, 6, 5]);
  });
});

describe("a period", () => {
  it("has its beginning and not its end", async () => {
    const sinceNs = start + 2n * second;
    const untilNs = start + 5n * second;
    expect((await pidsOf({ sinceNs, untilNs }))["query-1"]).toEqual([3, 4, 2]);
    expect((await pidsOf({ sinceNs: sinceNs + 1n, untilNs: untilNs + 1n }))["query-1"]).toEqual([3, 4, 5]);
    expect((await pidsOf({ sinceNs: start + 8n * second }))["query-1"]).toEqual([9, 8]);
    expect((await pidsOf({ untilNs: start + second }))["query-1"]).toEqual([0]);
  });

  it("has no events without a readable time", async () => {
    const timeless = folder.write("timeless", '{"process":{"pid":5}}\n{"@timestamp":"never","process":{"pid":6}}\n');
    expect(await pidsOf({ inputs: [timeless], sinceNs: 0n })).toEqual({});
    expect((await pidsOf({ inputs: [timeless] }))["query-1"]).toEqual([5, 6]);
  });

  it("is that of the field that is said to hold the time", async () => {
    const path = folder.write("created", '{"@timestamp":"2025-08-18","process":{"pid":1,"start":"2020-01-01"}}\n');
    const compiled = await compileRules([], { queries: ["any where true"], timestampField: "process.start" });
    const found = await huntAll({ rules: compiled, inputs: [path], untilNs: start });
    expect(found.lines[0]).toContain('"timestamp":"2020-01-01T00:00:00.000Z"');
  });
});

function placed(
  offsetBytes: number,
  timeNs: bigint | null,
  tiebreaker: PlacedHit["hit"]["tiebreaker"] = null,
): PlacedHit<EventHit> {
  const event = { matched: [], text: "" };
  return { hit: { kind: "event", filter: 0, offsetBytes, source: 0, timeNs, tiebreaker, event }, input: emptyInput };
}

describe("the latest hits", () => {
  it.each([
    {
      name: "a hit without a time comes before all others",
      hits: [placed(0, 5n), placed(1, null), placed(2, 4n)],
      kept: [0, 2],
    },
    {
      name: "one without a tiebreaker after those with one",
      hits: [placed(0, 5n), placed(1, 5n, 9), placed(2, 5n, 10)],
      kept: [0, 2],
    },
    {
      name: "of the same time and tiebreaker the one that comes later",
      hits: [placed(0, 5n, 1), placed(1, 5n, 1), placed(2, 5n, 1)],
      kept: [1, 2],
    },
    { name: "numbers by value", hits: [placed(0, 5n, 10), placed(1, 5n, 9), placed(2, 5n, 2n ** 60n)], kept: [0, 2] },
    {
      name: "strings by their bytes",
      hits: [placed(0, 5n, "b"), placed(1, 5n, "10"), placed(2, 5n, "9")],
      kept: [0, 2],
    },
    {
      name: "strings after numbers after booleans",
      hits: [placed(0, 5n, "0"), placed(1, 5n, true), placed(2, 5n, Number.POSITIVE_INFINITY)],
      kept: [0, 2],
    },
  ])("$name", ({ hits, kept }) => {
    for (const order of [hits, hits.toReversed()]) expect(keptOf(2, order)).toEqual(kept);
  });

  it("are those of a sort, whatever comes when", () => {
    const time = fc.option(fc.bigInt({ min: 0n, max: 3n }));
    const tiebreaker = fc.oneof(
      fc.constantFrom(null, true, false, "1", "10", "9", 2n ** 60n),
      fc.integer({ min: 0, max: 20 }),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(time, tiebreaker), { maxLength: 30 }),
        fc.integer({ min: 1, max: 8 }),
        (keys, size) => {
          const hits = keys.map(([timeNs, tie], offset) => placed(offset, timeNs, tie));
          const kept = keptOf(size, hits);
          expect(kept).toHaveLength(Math.min(size, hits.length));
          // Of the kept ones none is before one that is not: whichever comes last, one at a time, decides the same.
          expect(keptOf(size, hits.toReversed())).toEqual(kept);
          expect(
            keptOf(
              size,
              hits.filter(({ hit }) => kept.includes(hit.offsetBytes)),
            ),
          ).toEqual(kept);
          const all = keptOf(size + 1, hits);
          expect(kept.every((offset) => all.includes(offset))).toBe(true);
        },
      ),
    );
  });
});

function keptOf(size: number, hits: readonly PlacedHit<EventHit>[]): number[] {
  const latest = new HitSelection(rules.plan, size);
  for (const hit of hits) latest.add(hit);
  return latest.inOutputOrder().map(({ hit }) => hit.offsetBytes);
}
