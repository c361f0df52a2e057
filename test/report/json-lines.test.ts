import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Detection, isPresent } from "../../src/hunt/detection.ts";
import { detectionToJsonLine, escapeJsonControl } from "../../src/report/json-lines.ts";
import {
  anyDetection,
  exampleDetection,
  exampleEvent,
  exampleSequence,
  parseDocument,
  unprintable,
} from "./example.ts";

describe("detectionToJsonLine", () => {
  it("has the documented shape and order of keys", () => {
    expect(detectionToJsonLine(exampleDetection())).toBe(
      '{"schema_version":1,"id":"9f3c9f3c9f3c9f3c9f3c9f3c9f3c9f3c","rule":{"id":"403ef0d3",' +
        '"name":"Unusual Persistence via Services Registry","severity":"low","risk_score":21,"tags":["OS: Windows"],' +
        '"threat":[{"framework":"MITRE ATT&CK","tactic":{"id":"TA0003","name":"Persistence"}}]},' +
        '"kind":"event","timestamp":"2025-08-18T10:00:00.000Z","join_keys":[],' +
        '"events":[{"source":{"file":"logs/a.ndjson.gz","offset":1234,"product":"ecs"},' +
        '"matched":[{"field":"registry.value","value":"ImagePath","pattern":"ImagePath"}],' +
        '"event":{"host":{"name":"ws-12"},"process":{"name":"services.exe"}}}]}',
    );
  });

  it("has the events of a sequence in the order of its stages, with a place for the missing one", () => {
    expect(detectionToJsonLine(exampleSequence())).toBe(
      '{"schema_version":1,"id":"5e9c5e9c5e9c5e9c5e9c5e9c5e9c5e9c","rule":{"id":"403ef0d3",' +
        '"name":"Unusual Persistence via Services Registry","severity":"low","risk_score":21,"tags":["OS: Windows"],' +
        '"threat":[{"framework":"MITRE ATT&CK","tactic":{"id":"TA0003","name":"Persistence"}}]},' +
        '"kind":"sequence","timestamp":"2025-08-18T10:00:02.500Z","join_keys":["ws-12",null],' +
        '"events":[{"source":{"file":"logs/a.ndjson.gz","offset":1234,"product":"ecs"},' +
        '"matched":[{"field":"process.name","value":"cmd.exe","pattern":"cmd*"}],' +
        '"event":{"@timestamp":"2025-08-18T10:00:00Z","host.name":"ws-12","process":{"name":"cmd.exe"}}},' +
        '{"missing":true},' +
        '{"source":{"file":"logs/b.ndjson","offset":99,"product":"ecs"},' +
        '"matched":[{"field":"dns.question.name","value":"evil.example","pattern":"*.example"}],' +
        '"event":{"@timestamp":1755511202500,"host":{"name":"ws-12"}}}]}',
    );
  });

  it("says last that the input was partial", () => {
    const whole = detectionToJsonLine(exampleSequence());
    expect(detectionToJsonLine(exampleSequence({ partial: true }))).toBe(`${whole.slice(0, -1)},"partial":true}`);
  });

  it("keeps a join key's text, whatever it is", () => {
    const join_keys = ['"],"kind":"event', "null", null, "lone\ud800"];
    const line = detectionToJsonLine(exampleSequence({ join_keys }));
    expect(parseDocument(line)["join_keys"]).toEqual(['"],"kind":"event', "null", null, "lone\ufffd"]);
  });

  it("holds the document's own text: numbers, spelling and duplicate keys stay", () => {
    const text = '{ "n" : 12345678901234567890, "n\\u0061me":1.0, "a":1,"a":2e0, "s":"\u2028" }';
    const line = detectionToJsonLine(exampleDetection({ events: [exampleEvent({}, { text })] }));
    expect(line).toContain(`"event":${text}}]}`);
  });

  it("removes line breaks between tokens", () => {
    const text = '{\r\n  "a": [1,\n2]\r}';
    const line = detectionToJsonLine(exampleDetection({ events: [exampleEvent({}, { text })] }));
    expect(line).toContain('"event":{  "a": [1,2]}}');
  });

  it("prints big whole numbers as numbers", () => {
    const matched = [{ field: "id", value: 18446744073709551615n, pattern: "id > 5" }];
    const line = detectionToJsonLine(exampleDetection({ events: [exampleEvent({}, { matched })] }));
    expect(line).toContain('{"field":"id","value":18446744073709551615,"pattern":"id > 5"}');
  });

  it("has an index only where there is one", () => {
    const source = { file: "a", offset: 0, index: 0, product: "ecs" };
    const line = detectionToJsonLine(exampleDetection({ events: [exampleEvent({}, { source })] }));
    expect(line).toContain('"source":{"file":"a","offset":0,"index":0,"product":"ecs"}');
  });

  it("is one well-formed line that parses to the detection it was made of", () => {
    fc.assert(
      fc.property(anyDetection, (detection) => {
        const line = detectionToJsonLine(detection);
        expect(line).not.toMatch(/[\r\n]/);
        expect(line.isWellFormed()).toBe(true);
        // A document's escaped lone surrogates stay as they were written; all else is well-formed.
        const events = detection.events.map((event) => (isPresent(event) ? { event: event.event } : event));
        expect(parseDocument(line)).toMatchObject({ events });
        expect(withoutDocuments(parseDocument(line))).toEqual(withoutDocuments(detection));
      }),
    );
  });
});

describe("escapeJsonControl", () => {
  it("shows what a terminal would act on, and stays the same JSON", () => {
    const json = '{"a":\t"\u009b31m \u202e \u{e0041} \\t é"}';
    const escaped = escapeJsonControl(json);
    expect(escaped).toBe('{"a": "\\u009b31m \\u202e \\udb40\\udc41 \\t é"}');
    expect(JSON.parse(escaped)).toEqual(JSON.parse(json));
  });

  it("leaves no such character and changes no value", () => {
    fc.assert(
      fc.property(anyDetection, (detection) => {
        const line = detectionToJsonLine(detection);
        const escaped = escapeJsonControl(line);
        expect(escaped).not.toMatch(unprintable);
        expect(JSON.parse(escaped)).toEqual(JSON.parse(line));
      }),
    );
  });
});

/** Well-formed, with big numbers rounded as `JSON.parse` does. */
/** Of an event its time is left out too: a line has only that of the detection. */
function withoutDocuments(detection: Detection | Record<string, unknown>): unknown {
  const { events } = detection;
  const shown = Array.isArray(events) ? events.map(({ timestamp: _timestamp, ...event }) => event) : events;
  const json = JSON.stringify({ ...detection, events: shown }, (key, part: unknown) => {
    if (key === "event" || key === "text") return undefined;
    if (typeof part === "bigint") return Number(part);
    return typeof part === "string" ? part.toWellFormed() : part;
  });
  return JSON.parse(json);
}
