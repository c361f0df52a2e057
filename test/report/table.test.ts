import { stripVTControlCharacters } from "node:util";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Detection } from "../../src/hunt/detection.ts";
import { displayWidth } from "../../src/report/display-width.ts";
import { createTableWriter } from "../../src/report/table.ts";
import { anyDetection, exampleDetection, exampleEvent, exampleRule, hostileTexts, unprintable } from "./example.ts";

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

  it("lays an event of a detection in a row each", () => {
    const detection = exampleDetection({
      events: [exampleEvent({ "host.name": "a" }), exampleEvent({ "host.name": "b" })],
    });
    const lines = table([detection], 200).split("\n");
    expect(lines[2]).toMatch(/^2025-08-18 10:00:00.000Z {2}low: Unusual .* a /);
    expect(lines[3]).toMatch(/^ +b /);
    expect(lines.at(-2)).toBe("1 detection of 1 rule");
  });

  it("colours severities only where asked to", () => {
    const detection = exampleDetection({ rule: { ...exampleRule, severity: "high" } });
    expect(table([detection], 200)).not.toContain("\u001b");
    const colored = table([detection], 200, true);
    expect(colored).toContain("\u001b[31mhigh: Unusual Persistence via Services Registry\u001b[39m");
    expect(stripVTControlCharacters(colored)).toBe(table([detection], 200));
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
    const detection = exampleDetection({
      rule: { ...exampleRule, name: hostile },
      events: [
        exampleEvent(
          { host: { name: hostile }, process: { name: hostile } },
          {
            source: { file: hostile, offset: 0, product: "ecs" },
            matched: [{ field: hostile, value: hostile, pattern: hostile }],
          },
        ),
      ],
    });
    for (const width of [60, 120, 400]) {
      const text = table([detection], width);
      expect(text).not.toMatch(unprintable);
      for (const line of text.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(width);
    }
  });

  it("makes a small terminal's table 60 columns wide", () => {
    expect(table([exampleDetection()], 10)).toBe(table([exampleDetection()], 60));
    expect(table([exampleDetection()], Number.NaN)).toBe(table([exampleDetection()], 60));
  });
});

/** Only the codes that the table itself uses; any other escape stays and is found. */
function stripOwnColors(text: string): string {
  return ["1", "22", "31", "33", "36", "39"].reduce((rest, code) => rest.replaceAll(`\u001b[${code}m`, ""), text);
}
