import { describe, expect, it } from "vitest";
import type { HuntStatistics } from "../../src/hunt/statistics.ts";
import { statisticsToJson, summarize } from "../../src/report/statistics.ts";

const counted: HuntStatistics = {
  inputs: [
    {
      file: "logs/a.ndjson.gz",
      status: "ok",
      product: "elastic-defend",
      bytes: 31_000_000,
      lines: 63_425,
      events: 63_420,
      bad: { depth: 1, syntax: 4 },
    },
  ],
  totals: { bytes: 31_000_000, lines: 63_425, events: 63_420, bad: 5 },
  rules: { loaded: 1_081, failed: 0, skipped: { kuery: 3, esql: 206 } },
  strategy: "extract",
  strategyReason: "it was asked for",
  passes: 1,
  matcher: "trie",
  detections: 93,
  sequences: 0,
  samples: 0,
  threads: 2,
  seconds: 0.41,
  startSeconds: 0.12,
  eventsPerSecond: 154_682,
  bytesPerSecond: 75_609_756,
};

const uncounted: HuntStatistics = {
  inputs: [
    { file: "a.ndjson", status: "ok", product: "ecs", bytes: 2_000_000_000 },
    {
      file: "b\u001b[2J.gz",
      status: "damaged",
      reason: "unexpected end of file",
      product: "ecs",
      bytes: 1_000_000_000,
    },
    { file: "c", status: "unreadable", product: "ecs", bytes: 0 },
  ],
  totals: { bytes: 3_000_000_000 },
  rules: { loaded: 1, failed: 2, skipped: {} },
  strategy: "literal",
  strategyReason: "every match holds one literal",
  passes: 1,
  matcher: "linear",
  detections: 1,
  sequences: 0,
  samples: 0,
  threads: 1,
  seconds: 3.2,
  startSeconds: 0.1,
  bytesPerSecond: 937_500_000,
};

function stagesIn(statistics: HuntStatistics): unknown {
  return JSON.parse(statisticsToJson(statistics)).stages;
}

describe("statisticsToJson", () => {
  it("has the documented shape and order of keys", () => {
    const json = statisticsToJson(counted);
    expect(json).toMatch(/^\{\n {2}"inputs"[^]*\n\}\n$/);
    expect(JSON.stringify(JSON.parse(json))).toBe(
      '{"inputs":[{"file":"logs/a.ndjson.gz","status":"ok","product":"elastic-defend","bytes":31000000,"lines":63425,' +
        '"events":63420,"bad":{"syntax":4,"depth":1}}],' +
        '"totals":{"bytes":31000000,"lines":63425,"events":63420,"bad":5},' +
        '"rules":{"loaded":1081,"failed":0,"skipped":{"esql":206,"kuery":3}},"strategy":"extract","strategyReason":"it was asked for","matcher":"trie",' +
        '"detections":93,"sequences":0,"samples":0,"threads":2,"seconds":0.41,"startSeconds":0.12,"eventsPerSecond":154682,"bytesPerSecond":75609756}',
    );
  });

  it("has no count that isn't known", () => {
    expect(JSON.stringify(JSON.parse(statisticsToJson({ ...uncounted, seconds: 0, bytesPerSecond: Number.NaN })))).toBe(
      '{"inputs":[{"file":"a.ndjson","status":"ok","product":"ecs","bytes":2000000000},' +
        '{"file":"b\\u001b[2J.gz","status":"damaged","reason":"unexpected end of file","product":"ecs","bytes":1000000000},' +
        '{"file":"c","status":"unreadable","product":"ecs","bytes":0}],"totals":{"bytes":3000000000},' +
        '"rules":{"loaded":1,"failed":2,"skipped":{}},"strategy":"literal","strategyReason":"every match holds one literal","matcher":"linear","detections":1,"sequences":0,"samples":0,"threads":1,' +
        '"seconds":0,"startSeconds":0.1}',
    );
  });

  it("has the time by stage where it was measured, per kilobyte, and per event where those were counted", () => {
    const stages = { read: 31_000_000, find: 0, parse: 634_200_000, evaluate: 63_420, hand_on: 1 };
    expect(stagesIn(counted)).toBe(undefined);
    expect(stagesIn({ ...counted, stages })).toEqual({
      read: { nanoseconds: 31_000_000, perKilobyte: 1000, perEvent: 488.8 },
      find: { nanoseconds: 0, perKilobyte: 0, perEvent: 0 },
      parse: { nanoseconds: 634_200_000, perKilobyte: 20_458.1, perEvent: 10_000 },
      evaluate: { nanoseconds: 63_420, perKilobyte: 2, perEvent: 1 },
      hand_on: { nanoseconds: 1, perKilobyte: 0, perEvent: 0 },
    });
    expect(stagesIn({ ...uncounted, stages })).toMatchObject({
      parse: { nanoseconds: 634_200_000, perKilobyte: 211.4 },
    });
    expect(JSON.stringify(stagesIn({ ...uncounted, stages }))).not.toContain("perEvent");
  });

  it("counts sequences and samples after the detections they are among", () => {
    expect(statisticsToJson({ ...counted, sequences: 5, samples: 0 })).toContain(
      '"detections": 93,\n  "sequences": 5,\n  "samples": 0,\n  "threads": 2,',
    );
  });

  it("keeps what is counted besides", () => {
    const input = {
      file: "\ud800",
      status: "ok",
      product: "ecs",
      bytes: 1,
      bad: {},
      no_timestamp: 2,
      combination_limit: 1,
    };
    expect(JSON.parse(statisticsToJson({ ...counted, inputs: [{ ...input, status: "ok" }] }))).toMatchObject({
      inputs: [{ ...input, file: "\ufffd" }],
    });
  });
});

describe("summarize", () => {
  it("says what was read, found, bad and left out", () => {
    expect(summarize(counted)).toEqual([
      "read 31.0 MB in 0.41 s (75.6 MB/s, 154,682 events/s): 63,425 lines, 63,420 events",
      "93 detections (1,081 rules, 2 threads, strategy extract, matcher trie)",
      "5 bad lines: 4 syntax, 1 depth",
      "209 rules left out because they are not EQL: 206 ES|QL, 3 KQL",
    ]);
  });

  it.each([
    [{ sequences: 5, samples: 1 }, "93 detections (5 sequences, 1 sample; 1,081 rules, "],
    [{ sequences: 1_234, samples: 0 }, "93 detections (1,234 sequences; 1,081 rules, "],
    [{ sequences: 0, samples: 2 }, "93 detections (2 samples; 1,081 rules, "],
    [{ sequences: 0, samples: 0 }, "93 detections (1,081 rules, "],
  ])("counts what joins events among the detections: %j", (joined, line) => {
    expect(summarize({ ...counted, ...joined })[1]).toContain(line);
  });

  it("says nothing that isn't known", () => {
    expect(summarize(uncounted)).toEqual([
      "read 3.0 GB in 3.2 s (0.9 GB/s)",
      "1 detection (1 rule, 1 thread, strategy literal, matcher linear)",
      "2 rules failed to compile",
    ]);
  });

  it("counts events without a time", () => {
    const inputs = [
      { file: "a", status: "ok", product: "ecs", bytes: 1, no_timestamp: 1 },
      { file: "b", status: "ok", product: "ecs", bytes: 1, no_timestamp: 2 },
    ] as const;
    expect(summarize({ ...uncounted, inputs, rules: { loaded: 1, failed: 0, skipped: { esql: 0 } } }).slice(2)).toEqual(
      ["3 events without a readable time"],
    );
  });

  it("gives no speed where no time passed", () => {
    const instant = {
      ...counted,
      totals: { bytes: 0 },
      seconds: 0,
      bytesPerSecond: Number.NaN,
      eventsPerSecond: Infinity,
    };
    expect(summarize(instant)[0]).toBe("read 0 bytes in 0.00 s");
  });
});
