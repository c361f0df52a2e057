import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { autoStrategy } from "../../src/match/auto.ts";
import { planRules } from "../../src/plan/planning.ts";
import type { Hit } from "../../src/scan/hit.ts";
import { type ScanListener, type ScanOptions, SplitScanner, type WantedEvent } from "../../src/scan/split-scanner.ts";
import { ruleOf } from "../evaluate/planning.ts";
import { exists, sourceOf } from "../evaluate/reading.ts";
import { inFolder, wholeSplit } from "../input/reading.ts";
import { kernels, describedFile } from "./scanning.ts";

const source = sourceOf("maker", [[exists("p")]], { envelope: { each: "records", unwrap: "p" } });
const plan = planRules(
  ['any where x : "w*"', 'sequence [any where x : "w*"] by y [any where z == 1] by y'].map((text, number) =>
    ruleOf(text, `query-${number + 1}`),
  ),
  { sources: [source] },
);

function member(x: string, rest = ""): string {
  return `{"p":{"@timestamp":5,"x":"${x}"${rest}}}`;
}

function records(...members: readonly string[]): string {
  return `{"records":[${members.join(",")}]}\n`;
}

const first = records(member("wa"), member("no"), member("wb", ',"y":[1,2]'), "7");
const second = '{"@timestamp":5,"x":"wc","y":3}\n';
const third = records(member("no"), member("wd"));
const content = first + second + third;
const offsets = [0, first.length, first.length + second.length];

function options(strategy: ScanOptions["strategy"]): ScanOptions {
  return {
    strategy,
    kernels,
    matcher: autoStrategy,
    countLines: true,
    validate: false,
    sinceNs: null,
    untilNs: null,
    maxLineBytes: 1_000_000,
    chunkBytes: 64,
  };
}

interface Heard {
  readonly hits: Hit[];
  readonly verdicts: string[];
}

function listener({ hits, verdicts }: Heard): ScanListener {
  return {
    progress: () => undefined,
    sample: () => undefined,
    hits: (found) => void hits.push(...found),
    isAborted: () => false,
    verify: ({ index }, filter, matches) => void verdicts.push(`${index} ${filter} ${matches}`),
  };
}

async function scan(strategy: ScanOptions["strategy"], kind: "file" | "stream" = "file") {
  return inFolder(async (folder) => {
    const path = join(folder, "events.ndjson");
    writeFileSync(path, content);
    const heard: Heard = { hits: [], verdicts: [] };
    const input = { ...describedFile(path), kind };
    const { counts } = await new SplitScanner(plan, options(strategy)).scan(wholeSplit(input), listener(heard));
    return { ...heard, counts };
  });
}

async function readAgain(wanted: readonly WantedEvent[]): Promise<readonly Hit[]> {
  return inFolder(async (folder) => {
    const path = join(folder, "events.ndjson");
    writeFileSync(path, content);
    const heard: Heard = { hits: [], verdicts: [] };
    const scanner = new SplitScanner(plan, options("parse"));
    await scanner.readAgain(wholeSplit(describedFile(path)), wanted, listener(heard));
    return heard.hits;
  });
}

function show({ filter, offsetBytes, index, source: number, event }: Hit): string {
  return [offsets.indexOf(offsetBytes), index ?? "-", filter, number, event?.text.length ?? "none"].join(" ");
}

describe("a line of many events", () => {
  it.each(["parse", "literal"] as const)("gives hits by offset, index, filter: %s", async (strategy) => {
    const { hits, counts } = await scan(strategy);
    expect(hits.map(show)).toEqual([
      `0 0 0 0 ${member("wa").length}`,
      `0 2 0 0 ${member("wb", ',"y":[1,2]').length}`,
      "0 2 1 0 none",
      "0 2 1 0 none",
      `1 - 0 1 ${second.length - 1}`,
      "1 - 1 1 none",
      `2 1 0 0 ${member("wd").length}`,
    ]);
    expect("index" in (hits[4] ?? {})).toBe(false);
    expect(counts.lines).toBe(3);
    expect(counts.sources).toEqual([5, 1]);
  });

  it("counts its members, and those that are bad", async () => {
    const { counts } = await scan("parse");
    expect(counts.validated).toEqual({ events: 6, bad: { not_object: 1 }, noTimestamp: 0 });
  });

  it("has verdicts on each member", async () => {
    const { verdicts } = await scan("parse");
    expect(verdicts.filter((verdict) => verdict.includes(" 0 "))).toEqual([
      "0 0 true",
      "1 0 false",
      "2 0 true",
      "null 0 true",
      "0 0 false",
      "1 0 true",
    ]);
  });

  it("of a stream carries the member's own text", async () => {
    const { hits } = await scan("parse", "stream");
    const stages = hits.filter(({ kind }) => kind === "stage");
    expect(stages.map(({ event }) => event?.text)).toEqual([
      member("wb", ',"y":[1,2]'),
      member("wb", ',"y":[1,2]'),
      second.trim(),
    ]);
  });

  it("is read again by offset, index and filter", async () => {
    const [a = 0, b = 0, c = 0] = offsets;
    const hits = await readAgain([
      { offsetBytes: a, index: 0, filter: 0 },
      { offsetBytes: a, index: 1, filter: 0 },
      { offsetBytes: a, index: 2, filter: 0 },
      { offsetBytes: a, index: 2, filter: 1 },
      { offsetBytes: a, index: 3, filter: 0 },
      { offsetBytes: a, index: 9, filter: 0 },
      { offsetBytes: b, filter: 1 },
      { offsetBytes: b, index: 0, filter: 1 },
      { offsetBytes: c, filter: 0 },
      { offsetBytes: c, index: 1, filter: 1 },
    ]);
    expect(hits.map(show)).toEqual([
      `0 0 0 0 ${member("wa").length}`,
      `0 2 0 0 ${member("wb", ',"y":[1,2]').length}`,
      `0 2 1 0 ${member("wb", ',"y":[1,2]').length}`,
      `1 - 1 1 ${second.length - 1}`,
      `2 1 1 0 ${member("wd").length}`,
    ]);
  });
});
