import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseTime } from "../../src/language/time.ts";
import { autoStrategy } from "../../src/match/auto.ts";
import { planRules } from "../../src/plan/planning.ts";
import type { Hit } from "../../src/scan/hit.ts";
import type { ValidatedCounts } from "../../src/scan/line-counts.ts";
import type { ScanStrategyName } from "../../src/scan/scan-strategy.ts";
import { type ScanListener, type ScanOptions, SplitScanner } from "../../src/scan/split-scanner.ts";
import { Choices } from "../evaluate/choices.ts";
import { planOf, ruleOf } from "../evaluate/planning.ts";
import { inFolder, wholeSplit } from "../input/reading.ts";
import { kernels, cutRandomly, describedFile, placesOf, type Scanned, scanSplits } from "./scanning.ts";

const plan = planOf('any where x == "wanted"');

/** Scans a file of these bytes as one split. */
function scan(content: string | Buffer, options: Partial<ScanOptions> = {}, planned = plan): Promise<Scanned> {
  return inFolder(async (folder) => {
    const path = join(folder, "events.ndjson");
    writeFileSync(path, content);
    return scanSplits(planned, [wholeSplit(describedFile(path))], options);
  });
}

function nested(levels: number): string {
  return `{"x":${"[".repeat(levels - 1)}"wanted"${"]".repeat(levels - 1)}}`;
}

const event = '{"@timestamp":"2025-08-18T10:00:00Z","x":"wanted"}';
const validWays: readonly { strategy: ScanStrategyName; validate: boolean }[] = [
  { strategy: "parse", validate: false },
  { strategy: "parse", validate: true },
  { strategy: "literal", validate: true },
  { strategy: "extract", validate: false },
];

interface CountCase {
  readonly name: string;
  readonly content: string | Buffer;
  readonly lines: number;
  readonly validated: ValidatedCounts;
  /** Offsets of the hits. */
  readonly hits: readonly number[];
}

function counts(
  name: string,
  content: string | Buffer,
  lines: number,
  events: number,
  bad: ValidatedCounts["bad"],
  hits: readonly number[],
  noTimestamp = 0,
): CountCase {
  return { name, content, lines, validated: { events, bad, noTimestamp }, hits };
}

const countCases: readonly CountCase[] = [
  counts("an empty file", "", 0, 0, {}, []),
  counts("one event", `${event}\n`, 1, 1, {}, [0]),
  counts("no newline at the end", event, 1, 1, {}, [0]),
  counts("CRLF", `${event}\r\n${event}\r\n`, 2, 2, {}, [0, 52]),
  counts("blank lines", `\n \t\r\n${event}\n\n`, 4, 1, {}, [5]),
  counts("a byte-order mark", `\ufeff${event}\n`, 1, 1, {}, [3]),
  counts("a byte-order mark and nothing else", "\ufeff", 0, 0, {}, []),
  counts("a run of NUL bytes", `${"\0".repeat(100)}\n${event}\n`, 2, 1, { syntax: 1 }, [101]),
  counts("broken lines", `${event}\n{"x":"wanted"\n{x:1}\n${event}}\n${event}\n`, 5, 2, { syntax: 3 }, [0, 123]),
  counts("values that are no objects", `{}\n1\nnull\n"wanted"\n[{"x":"wanted"}]\n`, 5, 1, { not_object: 4 }, [], 1),
  counts("256 levels", `${nested(256)}\n`, 1, 1, {}, [0], 1),
  counts("257 levels", `${nested(257)}\n`, 1, 0, { depth: 1 }, []),
  counts("257 levels of objects", `${'{"x":'.repeat(257)}"wanted"${"}".repeat(257)}\n`, 1, 0, { depth: 1 }, []),
  counts("200,000 levels", `${nested(200_000)}\n${event}\n`, 2, 1, { depth: 1 }, [400_013]),
  counts("200,000 levels of no object", `${"[".repeat(200_000)}${"]".repeat(200_000)}\n`, 1, 0, { not_object: 1 }, []),
  counts("a tail that is cut off", `${event}\n{"x":"wan`, 2, 1, { truncated_tail: 1 }, [0]),
  counts("a tail that is whole", `${event}\n${event}`, 2, 2, {}, [0, 51]),
  counts("a tail that is no object", `${event}\n17`, 2, 1, { not_object: 1 }, [0]),
  counts("bytes that are no UTF-8", Buffer.from('{"y":"\xff","x":"wanted"}\n', "latin1"), 1, 1, {}, [0], 1),
  counts("line separators in a string", '{"y":"\u2028\u2029\u0085","x":"wanted"}\n', 1, 1, {}, [0], 1),
  counts("CR between tokens", '{"x":\r"wanted"}\r\r\n', 1, 1, {}, [0], 1),
  counts("NaN and Infinity", '{"x":NaN}\n{"x":Infinity}\n', 2, 0, { syntax: 2 }, []),
  counts("no readable time", '{"@timestamp":"now"}\n{"@timestamp":[]}\n{"@timestamp":[true,5]}\n', 3, 3, {}, [], 3),
  counts("a time in other forms", '{"@timestamp":5}\n{"@timestamp":["2025-08-18"]}\n', 2, 2, {}, []),
];

describe("the counts of a split", () => {
  describe.each(validWays)("with $strategy, validate $validate", (way) => {
    it.each(countCases)("$name", async ({ content, lines, validated, hits }) => {
      const scanned = await scan(content, way);
      expect(scanned.ends.map(({ status }) => status)).toEqual(["ok"]);
      const sources = validated.events === 0 ? [] : [validated.events];
      expect(scanned.counts).toEqual({ lines, validated, sources, combinationLimit: 0 });
      expect(placesOf(scanned)).toEqual(hits.map((offset) => `${offset} 0`));
    });
  });

  it.each(countCases)("with literal and without validation only lines: $name", async ({ content, lines, hits }) => {
    const scanned = await scan(content, { strategy: "literal" });
    expect(scanned.counts).toMatchObject({ lines, validated: null, combinationLimit: 0 });
    expect(placesOf(scanned)).toEqual(hits.map((offset) => `${offset} 0`));
  });

  it("leaves lines out unless they are asked for", async () => {
    const scanned = await scan(`${event}\n`, { countLines: false });
    expect(scanned.counts.lines).toBeNull();
  });

  it.each(validWays)("of lines over the cap: $strategy, validate $validate", async (way) => {
    const long = `{"x":"wanted","y":"${"a".repeat(200)}"}`;
    const scanned = await scan(`${event}\n${long}\n${event}\n${long}`, { ...way, maxLineBytes: 100, chunkBytes: 64 });
    expect(scanned.counts).toEqual({
      lines: 4,
      validated: { events: 2, bad: { line_too_long: 2 }, noTimestamp: 0 },
      sources: [2],
      combinationLimit: 0,
    });
    expect(placesOf(scanned)).toEqual(["0 0", `${51 + long.length + 1} 0`]);
  });

  it("says that an event has no time if no rule finds one", async () => {
    const rules = [ruleOf("any where x == 1"), { ...ruleOf("any where x == 2", "query-2"), timestampField: "t" }];
    const content = '{"t":5}\n{"@timestamp":5}\n{"t":"a","@timestamp":"b"}\n';
    const scanned = await scan(content, {}, planRules(rules));
    expect(scanned.counts.validated?.noTimestamp).toBe(1);
  });

  it.each(validWays)("of events past the combination limit: $strategy, validate $validate", async (way) => {
    const limited = planOf('any where concat(a, "-", b) == "wanted" and x == "wanted"');
    const values = JSON.stringify(Array.from({ length: 300 }, (_, i) => i));
    const content = `{"a":${values},"b":${values},"x":"wanted"}\n${event}\n`;
    const scanned = await scan(content, way, limited);
    expect(scanned.counts.combinationLimit).toBe(1);
    expect(scanned.hits).toEqual([]);
  });
});

describe("the hits of a split", () => {
  it("say which conditions held, on which values, by which patterns", async () => {
    const rules = planOf(
      'process where a.b : ("x*", "y*") and n > 5 and not c == "d" and concat(p, q) == "12" and r regex ("z", "z+")',
    );
    const fields = '"a":{"b":["w","Yes","xi"]},"n":"7","p":1,"q":2,"r":"zz","event":{"category":"process"}';
    const { hits } = await scan(`{"@timestamp":5,${fields}}\r\n`, {}, rules);
    expect(hits).toEqual<Hit[]>([
      {
        kind: "event",
        filter: 0,
        offsetBytes: 0,
        source: 0,
        timeNs: 5_000_000n,
        tiebreaker: null,
        event: {
          matched: [
            { field: "a.b", value: "Yes", pattern: "y*" },
            { field: "n", value: "7", pattern: "n > 5" },
            { field: "p", value: 1, pattern: 'concat(p, q) == "12"' },
            { field: "q", value: 2, pattern: 'concat(p, q) == "12"' },
            { field: "r", value: "zz", pattern: "z+" },
          ],
          text: `{"@timestamp":5,${fields}}`,
        },
      },
    ]);
  });

  it("come in the order of lines, then rules", async () => {
    const rules = planOf("any where x == 2", "any where true", "any where x >= 1");
    const scanned = await scan('{"x":1}\n{"x":2}\n', { chunkBytes: 64 }, rules);
    expect(placesOf(scanned)).toEqual(["0 1", "0 2", "8 0", "8 1", "8 2"]);
  });

  it("are of the filters that are asked, whatever the strategy", async () => {
    const planned = planOf('any where x == "wanted"', "any where x != null", 'any where y == "other"');
    const content = '{"x":"wanted"}\n{"y":"other"}\n{"x":"wanted","y":"other"}\n';
    for (const strategy of ["parse", "literal", "extract"] as const) {
      const asked = await scan(content, { strategy, filters: [0, 2] }, planned);
      expect(placesOf(asked)).toEqual(["0 0", "15 2", "29 0", "29 2"]);
      expect(placesOf(await scan(content, { strategy, filters: [] }, planned))).toEqual([]);
    }
  });

  it("have their line's JSON without line breaks, and U+FFFD for what is no UTF-8", async () => {
    const content = Buffer.from(' {"x":\r"wanted", "y":"\xff" }\r\n', "latin1");
    const { hits } = await scan(content);
    expect(hits.map(({ event }) => event?.text)).toEqual(['{"x":"wanted", "y":"\ufffd" }']);
  });

  it.each<[string, string | null, string | null, number[]]>([
    ["with no bounds", null, null, [0, 1, 2, 3]],
    ["since, inclusive", "2025-08-18T10:00:01Z", null, [1, 2]],
    ["until, exclusive", null, "2025-08-18T10:00:01Z", [0]],
    ["in between", "2025-08-18T10:00:00.000000001Z", "2025-08-18T10:00:01.000000001Z", [1]],
    ["in an empty period", "2025-08-18T10:00:01Z", "2025-08-18T10:00:01Z", []],
  ])("are those of the period: %s", async (_, since, until, expected) => {
    const times = ["2025-08-18T10:00:00Z", "2025-08-18T12:00:01+02:00", "2025-08-18T10:00:02Z", "unreadable"];
    const content = times.map((time) => JSON.stringify({ "@timestamp": time, x: "wanted" })).join("\n");
    const sinceNs = since === null ? null : parseTime(since);
    const untilNs = until === null ? null : parseTime(until);
    const starts = content.split("\n").map((_line, i, all) => all.slice(0, i).join("\n").length + Number(i > 0));
    for (const strategy of ["parse", "literal"] as const) {
      const { hits } = await scan(content, { strategy, sinceNs, untilNs });
      expect(hits.map(({ offsetBytes }) => starts.indexOf(offsetBytes))).toEqual(expected);
    }
  });
});

/** Scans a file and keeps all that the scanner says meanwhile. */
function listen(
  content: string,
  options: Partial<ScanOptions>,
  isAborted: (blocks: number) => boolean = () => false,
): Promise<{ said: string[]; scanned: Awaited<ReturnType<SplitScanner["scan"]>> }> {
  return inFolder(async (folder) => {
    const path = join(folder, "events.ndjson");
    writeFileSync(path, content);
    const said: string[] = [];
    let blocks = 0;
    const listener: ScanListener = {
      progress: (bytes, events) => {
        said.push(`progress ${bytes} ${events}`);
        blocks++;
      },
      sample: (bytes, lines) => said.push(`sample ${bytes} ${lines}`),
      hits: async (hits) => {
        await Promise.resolve();
        said.push(`hits ${hits.length}`);
      },
      isAborted: () => isAborted(blocks),
      verify: (document, rule, matches) => said.push(`verify ${document.text.length} ${rule} ${matches}`),
    };
    const scanner = new SplitScanner(plan, {
      strategy: "parse",
      kernels,
      matcher: autoStrategy,
      countLines: true,
      validate: false,
      sinceNs: null,
      untilNs: null,
      maxLineBytes: 1_000_000,
      chunkBytes: 64,
      ...options,
    });
    return { said, scanned: await scanner.scan(wholeSplit(describedFile(path)), listener) };
  });
}

describe("what a scan tells while it runs", () => {
  const content = `${event}\n{"x":1}\n${event}\n`;

  it("with parse: each block's bytes and events, each verdict, hits when they come", async () => {
    const { said } = await listen(content, {});
    expect(said).toEqual([
      "verify 50 0 true",
      "verify 7 0 false",
      "progress 59 2",
      "hits 1",
      "verify 50 0 true",
      "progress 51 1",
      "hits 1",
    ]);
  });

  it("with literal: a sample of the first block, and no events", async () => {
    const { said } = await listen(content, { strategy: "literal" });
    expect(said).toEqual([
      "verify 50 0 true",
      "sample 59 2",
      "progress 59 null",
      "hits 1",
      "verify 50 0 true",
      "progress 51 null",
      "hits 1",
    ]);
  });

  it("with literal and every line validated: verdicts also on lines that are passed over", async () => {
    const { said } = await listen(content, { strategy: "literal", validate: true });
    expect(said).toEqual([
      "verify 50 0 true",
      "verify 7 0 false",
      "progress 59 2",
      "hits 1",
      "verify 50 0 true",
      "progress 51 1",
      "hits 1",
    ]);
  });

  it("ends before the next block if it is told to", async () => {
    const { said, scanned } = await listen(content, {}, (blocks) => blocks === 1);
    expect(said.filter((what) => what.startsWith("progress"))).toEqual(["progress 59 2"]);
    expect(scanned.counts.validated).toEqual({ events: 2, bad: {}, noTimestamp: 1 });
  });

  it("gives nothing for a file that isn't there any more", async () => {
    const input = await inFolder((folder) => {
      const path = join(folder, "events.ndjson");
      writeFileSync(path, content);
      return Promise.resolve(describedFile(path));
    });
    const scanned = await scanSplits(plan, [wholeSplit(input)]);
    expect(scanned.ends.map(({ status }) => status)).toEqual(["unreadable"]);
    expect(scanned.hits).toEqual([]);
  });
});

describe("any way of cutting", () => {
  const pieces = [
    event,
    "{}",
    '{"x":"wanted"}',
    '{"x":"w\\u0061nted"}',
    "",
    " ",
    "17",
    "{",
    nested(300),
    '{"y":"wanted"}',
  ];

  it("gives the same hits and the same counts", async () => {
    const choices = Choices.seeded(9);
    for (let count = 0; count < 60; count++) {
      const lines = choices.list(0, 40, () => choices.pick(pieces));
      const content = `${choices.pick(["", "\ufeff"])}${lines.join(choices.pick(["\n", "\r\n"]))}${choices.pick(["", "\n"])}`;
      const whole = await scan(content, { strategy: "parse" });
      await inFolder(async (folder) => {
        const path = join(folder, "events.ndjson");
        writeFileSync(path, content);
        const input = describedFile(path);
        for (const way of validWays) {
          const splits =
            input.sizeBytes === 0 ? [wholeSplit(input)] : cutRandomly(input, choices, choices.pick([20, 200, 2_000]));
          const cut = await scanSplits(plan, splits, { ...way, chunkBytes: 64 << choices.below(6) });
          expect({ content, places: placesOf(cut), counts: cut.counts }).toEqual({
            content,
            places: placesOf(whole),
            counts: whole.counts,
          });
        }
      });
    }
  });
});
