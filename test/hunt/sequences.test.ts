import { writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { hunt } from "./built.ts";
import { compileQueries, huntAll } from "./events.ts";

const folder = useTemporaryFolder();
let files = 0;

/** A line of an event: its name, the host it is on, and when, in seconds. */
function eventLine(name: string, host: string | null, second: number, more: Readonly<Record<string, unknown>> = {}) {
  const time = new Date(Date.UTC(2025, 7, 18) + second * 1000).toISOString();
  const event = { "@timestamp": time, event: { category: "process" }, process: { name }, ...more };
  return `${JSON.stringify(host === null ? event : { ...event, host: { id: host } })}\n`;
}

const rules = await compileQueries(
  `sequence by host.id with maxspan=10s
     [process where process.name == "a"] [process where process.name == "b"] until [process where process.name == "x"]`,
  `sequence by host.id with maxspan=20s
     [process where process.name == "a"] ![process where process.name == "c"] [process where process.name == "d"]`,
  `sample by host.id [process where process.name == "a"] [process where process.name == "c"]`,
  `process where process.name == "d"`,
  `sequence [process where process.name : "?"] with runs=3 | tail 2`,
);

interface Shown {
  readonly rule: { readonly id: string };
  readonly kind: string;
  readonly timestamp: string;
  readonly join_keys: readonly (string | null)[];
  readonly events: readonly {
    readonly missing?: true;
    readonly source: { readonly file: string; readonly offset: number };
    readonly matched: readonly { readonly pattern: string }[];
    readonly event: { readonly "@timestamp": string; readonly process: { readonly name: string } };
  }[];
}

/** A detection without its places: the rule, the keys, and of each event its name and second. */
function show(line: string): string {
  const { rule, join_keys: keys, events }: Shown = JSON.parse(line);
  const names = events.map((stage) =>
    stage.missing === true ? "-" : `${stage.event.process.name}${new Date(stage.event["@timestamp"]).getSeconds()}`,
  );
  return [rule.id.replace("query-", ""), ...keys.map(String), ...names].join(" ");
}

/** Of a sample any document may be taken that comes first in the input, and single events are in its order. */
function sequencesIn(lines: readonly string[]): string[] {
  return lines.map(show).filter((text) => !text.startsWith("3") && !text.startsWith("4"));
}

const story = [
  eventLine("a", "h1", 0),
  eventLine("a", "h2", 1),
  eventLine("b", "h1", 2),
  eventLine("x", "h2", 3),
  eventLine("b", "h2", 4),
  eventLine("d", "h1", 5),
  eventLine("c", "h2", 6),
  eventLine("d", "h2", 7),
  eventLine("a", null, 8),
  eventLine("b", null, 9),
];

describe("sequences and samples", () => {
  it("come after single events, by their last event, then samples", async () => {
    const path = folder.write(`story-${files++}`, story.join(""));
    const { lines, summary } = await huntAll({ rules, inputs: [path] });
    expect(lines.map(show)).toEqual([
      "4 d5",
      "4 d7",
      "1 h1 a0 b2",
      "2 h1 a0 - d5",
      "5 c6 d7 a8",
      "5 d7 a8 b9",
      "3 h2 a1 c6",
    ]);
    expect(summary.problems).toEqual([]);
    expect(summary.statistics.detections).toBe(7);
  });

  it("say of each event where it is, what matched, and the document", async () => {
    const path = folder.write(`story-${files++}`, story.join(""));
    const { lines } = await huntAll({ rules, inputs: [path] });
    const line = lines.find((text) => text.includes('"query-2"'));
    const detection: Shown = JSON.parse(line ?? "");
    expect(detection).toMatchObject({ kind: "sequence", join_keys: ["h1"], timestamp: "2025-08-18T00:00:05.000Z" });
    const [first, missing, last] = detection.events;
    expect(missing).toEqual({ missing: true });
    expect(first?.source).toEqual({ file: path, offset: 0, product: "ecs" });
    expect(last?.source.offset).toBe(story.slice(0, 5).join("").length);
    expect(first?.matched).toEqual([{ field: "process.name", value: "a", pattern: "a" }]);
    expect(JSON.stringify(last?.event)).toBe(story[5]?.trim());
  });

  it.each([
    ["as a gzip file", (text: string) => gzipSync(text)],
    ["in UTF-16", (text: string) => Buffer.from(`\ufeff${text}`, "utf16le")],
  ])("are found %s", async (_, pack) => {
    const plain = await huntAll({ rules, inputs: [folder.write(`story-${files++}`, story.join(""))] });
    const packed = await huntAll({ rules, inputs: [folder.write(`story-${files++}`, pack(story.join("")))] });
    expect(packed.lines.map(show)).toEqual(plain.lines.map(show));
    expect(packed.lines).toHaveLength(7);
    expect(packed.summary.problems).toEqual([]);
  });

  it("are the same in any order of lines, any cut into files and splits, on any number of threads", async () => {
    const name = fc.constantFrom("a", "b", "c", "d", "x");
    const host = fc.constantFrom("h1", "h2", null);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(name, host), { minLength: 3, maxLength: 40 }),
        fc.infiniteStream(fc.nat()),
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 2000 }),
        async (events, numbers, threads, splitSizeBytes) => {
          const lines = events.map(([eventName, hostName], second) => eventLine(eventName, hostName, second));
          const straight = folder.write(`straight-${files++}`, lines.join(""));
          const mixed = shuffle(lines, numbers);
          const cuts = Array.from({ length: 3 }, () => (numbers.next().value ?? 0) % (mixed.length + 1)).sort(
            (left, right) => left - right,
          );
          const inputs = [0, ...cuts].map((from, part) => {
            const text = mixed.slice(from, cuts[part] ?? mixed.length).join("");
            const packed = part % 2 === 0 ? text : gzipSync(text);
            return folder.write(`mixed-${files++}`, packed);
          });
          const first = await huntAll({ rules, inputs: [straight], threads: 1 });
          const second = await huntAll({ rules, inputs, threads, splitSizeBytes, sortMemoryBytes: 300 });
          expect(first.summary.problems).toEqual([]);
          expect(second.summary.problems).toEqual([]);
          expect(sequencesIn(second.lines)).toEqual(sequencesIn(first.lines));
          expect(second.lines.length).toBe(first.lines.length);
        },
      ),
      { numRuns: 25 },
    );
  }, 120_000);
});

describe("a sequence whose events", () => {
  it("are no longer there is not given, and reported", async () => {
    const path = folder.write(`story-${files++}`, story.join(""));
    const found = hunt({ rules, inputs: [path] });
    const kinds: string[] = [];
    for await (const { kind } of found) {
      // By now the file has been scanned, and its events have not been read again.
      if (kinds.length === 0) writeFileSync(path, story.join("").replaceAll('"h1"', '"h9"').replaceAll('"a"', '"q"'));
      kinds.push(kind);
    }
    const { problems, statistics } = await found.summary;
    // Of the rule that takes any name the changed events still are.
    expect(kinds).toEqual(["event", "event", "sequence", "sequence"]);
    expect(problems).toEqual([
      expect.objectContaining({ kind: "input", code: "E501", file: path }),
      { kind: "lost-events", file: path, events: 3 },
    ]);
    expect(statistics).toMatchObject({ detections: 4, sequences: 2, samples: 0, inputs: [{ status: "changed" }] });
  });
});

function shuffle<Item>(items: readonly Item[], numbers: Iterator<number>): Item[] {
  const shuffled = [...items];
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = (numbers.next().value ?? 0) % (last + 1);
    const [left, right] = [shuffled[last], shuffled[other]];
    if (left === undefined || right === undefined) continue;
    shuffled[last] = right;
    shuffled[other] = left;
  }
  return shuffled;
}
