import { describe, expect, it } from "vitest";
import { csvHeader, detectionToCsv } from "../../src/report/csv.ts";
import { createDetectionWriter } from "../../src/report/detection-writer.ts";
import { detectionToJsonLine } from "../../src/report/json-lines.ts";
import { createTableWriter } from "../../src/report/table.ts";
import { exampleDetection, exampleEvent } from "./example.ts";

const plain = { color: false, width: 80, terminal: false };

describe("createDetectionWriter", () => {
  it("writes JSON lines", () => {
    const writer = createDetectionWriter("jsonl", plain);
    expect(writer.write(exampleDetection())).toBe(`${detectionToJsonLine(exampleDetection())}\n`);
    expect([writer.flush(), writer.end()]).toEqual(["", ""]);
  });

  it("writes a document's own text into a file, and the same JSON escaped on a terminal", () => {
    const detection = exampleDetection({ events: [exampleEvent({}, { text: '{"a":"\u009b31m"}' })] });
    expect(createDetectionWriter("jsonl", plain).write(detection)).toContain('"event":{"a":"\u009b31m"}');
    expect(createDetectionWriter("jsonl", { ...plain, terminal: true }).write(detection)).toContain(
      '"event":{"a":"\\u009b31m"}',
    );
  });

  it("writes CSV with its header once, and with no more than that where nothing was found", () => {
    const writer = createDetectionWriter("csv", plain);
    const row = detectionToCsv(exampleDetection());
    expect([writer.write(exampleDetection()), writer.flush(), writer.write(exampleDetection()), writer.end()]).toEqual([
      csvHeader + row,
      "",
      row,
      "",
    ]);
    expect(createDetectionWriter("csv", plain).end()).toBe(csvHeader);
  });

  it("writes a table", () => {
    const [writer, table] = [createDetectionWriter("table", plain), createTableWriter(plain)];
    expect(writer.write(exampleDetection()) + writer.end()).toBe(table.write(exampleDetection()) + table.end());
  });
});
