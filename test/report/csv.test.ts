import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { escapeControl } from "../../src/diagnostics/escaping.ts";
import { isPresent } from "../../src/hunt/detection.ts";
import { csvHeader, detectionToCsv } from "../../src/report/csv.ts";
import {
  anyDetection,
  exampleDetection,
  exampleEvent,
  exampleRule,
  exampleSequence,
  hostileTexts,
  unprintable,
} from "./example.ts";

/** Records of cells, as RFC 4180 has them; throws where a text isn't that. */
function readCsv(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const found = cell.exec(text);
    if (found === null) throw new Error(`no cell at ${at}`);
    record.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? "");
    if (found[3] !== ",") {
      records.push(record);
      record = [];
    }
  }
  return records;
}

const header = readCsv(csvHeader)[0] ?? [];

function readRows(text: string): Record<string, string>[] {
  return readCsv(text).map((cells) => {
    expect(cells).toHaveLength(header.length);
    return Object.fromEntries(cells.map((value, index) => [header[index] ?? "", value]));
  });
}

describe("detectionToCsv", () => {
  it("writes a row under the header", () => {
    expect(csvHeader + detectionToCsv(exampleDetection())).toBe(
      "rule_id,rule_name,severity,risk_score,detection_id,kind,stage,timestamp,file,offset," +
        "host.name,user.name,process.name,process.executable,matched,event\r\n" +
        "403ef0d3,Unusual Persistence via Services Registry,low,21,9f3c9f3c9f3c9f3c9f3c9f3c9f3c9f3c,event,1," +
        "2025-08-18T10:00:00.000Z,logs/a.ndjson.gz,1234,ws-12,,services.exe,,registry.value=ImagePath," +
        '"{""host"":{""name"":""ws-12""},""process"":{""name"":""services.exe""}}"\r\n',
    );
  });

  it.each(["sequence", "sample"] as const)("writes a row for each event of a %s, counted by stage", (kind) => {
    const rows = readRows(
      detectionToCsv(
        exampleDetection({
          kind,
          timestamp: null,
          events: [exampleEvent({ "user.name": ["a", "b"] }), exampleEvent({ process: { executable: "/bin/sh" } })],
        }),
      ),
    );
    expect(rows.map((row) => [row["kind"], row["stage"], row["user.name"], row["process.executable"]])).toEqual([
      [kind, "1", "a, b", ""],
      [kind, "2", "", "/bin/sh"],
    ]);
    expect(rows.map((row) => [row["detection_id"], row["timestamp"]])).toEqual([
      ["9f3c".repeat(8), ""],
      ["9f3c".repeat(8), ""],
    ]);
  });

  it("writes no row for a missing event, but counts its stage", () => {
    const rows = readRows(detectionToCsv(exampleSequence()));
    const columns = ["kind", "stage", "timestamp", "file", "offset", "matched"];
    expect(rows.map((row) => columns.map((column) => row[column]))).toEqual([
      ["sequence", "1", "2025-08-18T10:00:02.500Z", "logs/a.ndjson.gz", "1234", "process.name=cmd.exe"],
      ["sequence", "3", "2025-08-18T10:00:02.500Z", "logs/b.ndjson", "99", "dns.question.name=evil.example"],
    ]);
    const leading = exampleSequence({ events: [{ missing: true }, { missing: true }, exampleEvent()] });
    expect(readRows(detectionToCsv(leading)).map((row) => row["stage"])).toEqual(["3"]);
  });

  it("joins what matched", () => {
    const matched = [
      { field: "process.name", value: "cmd.exe", pattern: "cmd*" },
      { field: "process.pid", value: 18446744073709551615n, pattern: "process.pid > 4" },
    ];
    const [row] = readRows(detectionToCsv(exampleDetection({ events: [exampleEvent({}, { matched })] })));
    expect(row?.["matched"]).toBe("process.name=cmd.exe; process.pid=18446744073709551615");
  });

  it.each([
    ["=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"],
    ["+1", "'+1"],
    ["-1", "'-1"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", "'\\t=1"],
    ["\r=1", "'\\r=1"],
    ["\n=1", "'\n=1"],
    ["＝1", "'＝1"],
    ["a=1", "a=1"],
    ["a\nb\r\nc", "a\nb\\r\nc"],
    ["\u001b[31m\u202e\u0000", "\\x1b[31m\\u202e\\x00"],
    ['"; DROP', '"; DROP'],
    ["lone\ud800", "lone\ufffd"],
  ])("cell %j reads %j in every text column", (text, cell) => {
    const rule = { ...exampleRule, id: text, name: text };
    const source = { file: text, offset: 0, product: "ecs" };
    const document = { "host.name": text, "user.name": text, process: { name: text, executable: text } };
    const [row] = readRows(detectionToCsv(exampleDetection({ rule, events: [exampleEvent(document, { source })] })));
    const columns = ["rule_id", "rule_name", "file", "host.name", "user.name", "process.name", "process.executable"];
    for (const column of columns) expect(row?.[column]).toBe(cell);
  });

  it("reads back, whatever the texts", () => {
    fc.assert(
      fc.property(anyDetection, (detection) => {
        const text = detectionToCsv(detection);
        expect(text.isWellFormed()).toBe(true);
        expect(text.replaceAll("\r\n", "\n")).not.toMatch(unprintable);
        const rows = readRows(text);
        const present = [...detection.events.entries()].filter(([, event]) => isPresent(event));
        expect(rows.map((row) => row["stage"])).toEqual(present.map(([index]) => String(index + 1)));
        const documents = detection.events.flatMap((event) => (isPresent(event) ? [event.event] : []));
        expect(rows.map((row): unknown => JSON.parse(row["event"] ?? ""))).toEqual(documents);
        for (const row of rows) {
          const name = escapeControl(detection.rule.name.toWellFormed());
          expect([name, `'${name}`]).toContain(row["rule_name"]?.replaceAll("\n", "\\n"));
          for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
        }
      }),
    );
  });

  it("holds no raw control character of a hostile text", () => {
    for (const text of hostileTexts) {
      const rows = detectionToCsv(exampleDetection({ rule: { ...exampleRule, name: text } }));
      expect(rows.slice(0, -2)).not.toMatch(unprintable);
    }
  });
});
