import { stripVTControlCharacters } from "node:util";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Detection } from "../../src/hunt/detection.ts";
import { displayWidth } from "../../src/report/display-width.ts";
import { createTableWriter } from "../../src/report/table.ts";
import {
  anyDetection,
  exampleDetection,
  exampleEvent,
  exampleRule,
  exampleSequence,
  hostileTexts,
  unprintable,
} from "./example.ts";

function table(detections: readonly Detection[], width: number, color = false): string {
  const writer = createTableWriter({ color, width });
  return detections.map((detection) => writer.write(detection)).join("") + writer.end();
}

describe("createTableWriter", () => {
  it("says so in a sentence where nothing was found", () => {
    expect(table([], 80)).toBe("No detections: no rule matched an event that was read.\n");
  });

  it("takes no more room than it needs", () => {
    expect(`\n${table([exampleDetection()], 200)}`).toBe(`
time                      rule                                            host   process       matched                   where
────────────────────────  ──────────────────────────────────────────────  ─────  ────────────  ────────────────────────  ─────────────────────
2025-08-18 10:00:00.000Z  low: Unusual Persistence via Services Registry  ws-12  services.exe  registry.value=ImagePath  logs/a.ndjson.gz:1234

1 detection of 1 rule
`);
  });

  it("wraps and cuts in a narrow terminal", () => {
    const other = exampleDetection({
      rule: { ...exampleRule, id: "2", severity: "critical", name: "日本語の規則 with \u001b[31mcolour" },
      timestamp: null,
      events: [
        exampleEvent(
          { process: { executable: "C:\\x.exe" } },
          {
            source: { file: "a/very/long/way/to/the/events.ndjson", offset: 123456789, index: 2, product: "ecs" },
            matched: Array.from({ length: 8 }, (_, index) => ({ field: `field${index}`, value: index, pattern: "*" })),
          },
        ),
      ],
    });
    expect(`\n${table([exampleDetection(), other, exampleDetection()], 72)}`).toBe(`
time           rule         host   process      matched      where
─────────────  ───────────  ─────  ───────────  ───────────  ───────────
2025-08-18     low:         ws-12  services.    registry.    logs/a.
10:00:00.000Z  Unusual             exe          value=       ndjson.
               Persistenc…                      ImagePath    gz:1234
no time        critical:           C:\\x.exe     field0=0     …the/events
               日本語の規                       field1=1     .ndjson:123
               則 with \\x…                      field2=2     456789#2
                                                field3=3
                                                field4=4
                                                …
2025-08-18     low:         ws-12  services.    registry.    logs/a.
10:00:00.000Z  Unusual             exe          value=       ndjson.
               Persistenc…                      ImagePath    gz:1234

3 detections of 2 rules
`);
  });

  it("lays a sequence out as a block: its rule and keys, then a row for each stage", () => {
    expect(`\n${table([exampleSequence()], 80)}`).toBe(`
time               rule     host   process  matched            where
─────────────────  ───────  ─────  ───────  ─────────────────  ─────────────────
low: Unusual Persistence via Services Registry
sequence by ws-12, (no value)
2025-08-18         stage 1  ws-12  cmd.exe  process.name=cmd.  logs/a.ndjson.
10:00:00.000Z                               exe                gz:1234
(no event)         stage 2
2025-08-18         stage 3  ws-12           dns.question.      logs/b.ndjson:99
10:00:02.500Z                               name=evil.example

1 detection (1 sequence) of 1 rule
`);
  });

  it("sets blocks apart from events and from each other, on all pages", () => {
    const rule = { ...exampleRule, id: "2", name: "Two at once" };
    const sample = exampleSequence({ rule, kind: "sample", join_keys: [], partial: true });
    const detections = [exampleDetection(), exampleDetection(), exampleSequence(), sample, exampleDetection()];
    const whole = `
time                      rule                                            host   process       matched                         where
────────────────────────  ──────────────────────────────────────────────  ─────  ────────────  ──────────────────────────────  ─────────────────────
2025-08-18 10:00:00.000Z  low: Unusual Persistence via Services Registry  ws-12  services.exe  registry.value=ImagePath        logs/a.ndjson.gz:1234
2025-08-18 10:00:00.000Z  low: Unusual Persistence via Services Registry  ws-12  services.exe  registry.value=ImagePath        logs/a.ndjson.gz:1234

low: Unusual Persistence via Services Registry
sequence by ws-12, (no value)
2025-08-18 10:00:00.000Z  stage 1                                         ws-12  cmd.exe       process.name=cmd.exe            logs/a.ndjson.gz:1234
(no event)                stage 2
2025-08-18 10:00:02.500Z  stage 3                                         ws-12                dns.question.name=evil.example  logs/b.ndjson:99

low: Two at once
sample
partial: some of the input is missing
2025-08-18 10:00:00.000Z  stage 1                                         ws-12  cmd.exe       process.name=cmd.exe            logs/a.ndjson.gz:1234
(no event)                stage 2
2025-08-18 10:00:02.500Z  stage 3                                         ws-12                dns.question.name=evil.example  logs/b.ndjson:99

2025-08-18 10:00:00.000Z  low: Unusual Persistence via Services Registry  ws-12  services.exe  registry.value=ImagePath        logs/a.ndjson.gz:1234

5 detections (1 sequence, 1 sample) of 2 rules
`;
    expect(`\n${table(detections, 200)}`).toBe(whole);
    const writer = createTableWriter({ color: false, width: 200 });
    const paged = detections.map((detection) => writer.write(detection) + writer.flush()).join("") + writer.end();
    // The first page doesn't know what is to come and leaves other room.
    expect(squeezed(paged)).toBe(squeezed(whole.slice(1)));
  });

  it.each<[string, readonly (string | null)[], string]>([
    ["several", ["ws-12", "4242"], "sequence by ws-12, 4242"],
    ["without a value, or an empty one", [null, ""], 'sequence by (no value), ""'],
    ["hostile", ["\u001b[2J", "a\u202eb", "c\nd", "lone\ud800"], "sequence by \\x1b[2J, a\\u202eb, c\\nd, lone\ufffd"],
    ["long, so that others are seen too", ["x".repeat(9_000), "y"], `sequence by ${"x".repeat(63)}…, y`],
  ])("shows join keys: %s", (_name, join_keys, line) => {
    expect(table([exampleSequence({ join_keys })], 120).split("\n")[3]).toBe(line);
  });

  it("cuts what doesn't fit into a heading", () => {
    const rule = { ...exampleRule, name: "long ".repeat(100) };
    const join_keys = Array.from({ length: 100 }, (_, index) => `key${index}`);
    const lines = table([exampleSequence({ rule, join_keys })], 80)
      .split("\n")
      .slice(2, 8);
    expect(lines.map((line) => line.slice(0, 8))).toEqual([
      "low: lon",
      "long lon",
      "long lon",
      "sequence",
      "key11, k",
      "key22, k",
    ]);
    expect([lines[2], lines[5]].map((line) => line?.endsWith("…"))).toEqual([true, true]);
  });

  it("colours severities only where asked to", () => {
    const detection = exampleDetection({ rule: { ...exampleRule, severity: "high" } });
    expect(table([detection], 200)).not.toContain("\u001b");
    const colored = table([detection], 200, true);
    expect(colored).toContain("\u001b[31mhigh: Unusual Persistence via Services Registry\u001b[39m");
    expect(stripVTControlCharacters(colored)).toBe(table([detection], 200));
    const sequence = exampleSequence({ rule: detection.rule });
    expect(table([sequence], 80, true)).toContain(
      "\n\u001b[31mhigh: Unusual Persistence via Services Registry\u001b[39m\nsequence by ws-12",
    );
    expect(stripVTControlCharacters(table([sequence], 80, true))).toBe(table([sequence], 80));
  });

  it("gives out pages that line up, with one header", () => {
    const writer = createTableWriter({ color: false, width: 100 });
    const detections = Array.from({ length: 450 }, (_, index) =>
      exampleDetection({ events: [exampleEvent({ "host.name": `h${index}${"x".repeat(index % 40)}` })] }),
    );
    const pages = detections.map((detection) => writer.write(detection)).filter((page) => page !== "");
    expect(pages).toHaveLength(2);
    const text = pages.join("") + writer.end();
    expect(text.match(/^time /gm)).toHaveLength(1);
    const starts = text.split("\n").flatMap((line) => (line.startsWith("2025-") ? [line.indexOf("services.exe")] : []));
    expect(starts).toHaveLength(450);
    expect(new Set(starts).size).toBe(1);
    expect(text).toMatch(/\n\n450 detections of 1 rule\n$/);
  });

  it("gives out what it holds back when asked to, and leaves room for what comes", () => {
    const writer = createTableWriter({ color: false, width: 200 });
    expect(writer.flush()).toBe("");
    expect(writer.write(exampleDetection())).toBe("");
    const first = writer.flush();
    expect(first).toMatch(/^time .*\n─.*\n2025-.*\n$/);
    writer.write(exampleDetection({ events: [exampleEvent({ "host.name": "a longer name" })] }));
    const rest = writer.end();
    expect(rest).toMatch(/^2025-.* a longer name /);
    expect(rest).toMatch(/\n\n2 detections of 1 rule\n$/);
  });

  it("is never wider than the terminal, whatever the texts", () => {
    fc.assert(
      fc.property(
        fc.array(anyDetection, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 60, max: 400 }),
        fc.boolean(),
        (detections, width, color) => {
          const text = stripOwnColors(table(detections, width, color));
          expect(text.isWellFormed()).toBe(true);
          expect(text).not.toMatch(unprintable);
          for (const line of text.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(width);
        },
      ),
    );
  });

  it.each(hostileTexts)("shows %j escaped in every cell", (hostile) => {
    const rule = { ...exampleRule, name: hostile };
    const events = [
      exampleEvent(
        { "@timestamp": hostile, host: { name: hostile }, process: { name: hostile } },
        {
          source: { file: hostile, offset: 0, product: "ecs" },
          matched: [{ field: hostile, value: hostile, pattern: hostile }],
        },
      ),
    ];
    const detections = [
      exampleDetection({ rule, events }),
      exampleSequence({ rule, events, join_keys: [hostile, hostile] }),
    ];
    for (const width of [60, 120, 400]) {
      const text = table(detections, width);
      expect(text).not.toMatch(unprintable);
      for (const line of text.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(width);
    }
  });

  it("makes a small terminal's table 60 columns wide", () => {
    expect(table([exampleDetection()], 10)).toBe(table([exampleDetection()], 60));
    expect(table([exampleDetection()], Number.NaN)).toBe(table([exampleDetection()], 60));
  });
});

/** The same, whatever the widths of its columns. */
function squeezed(text: string): string {
  return text.replace(/ {2,}/g, "  ").replace(/─+/g, "─");
}

/** Only the codes that the table itself uses; any other escape stays and is found. */
function stripOwnColors(text: string): string {
  return ["1", "22", "31", "33", "36", "39"].reduce((rest, code) => rest.replaceAll(`\u001b[${code}m`, ""), text);
}
