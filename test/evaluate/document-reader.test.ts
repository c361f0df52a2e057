import { describe, expect, it } from "vitest";
import type { DocumentFault } from "../../src/evaluate/document.ts";
import { DocumentReader, readDocuments } from "../../src/evaluate/document-reader.ts";
import { FieldPath } from "../../src/evaluate/field-values.ts";
import { ecsSource } from "../../src/sources/ecs.ts";
import { always, documentOf, documentsOf, exists, sourceOf, valueOf } from "./reading.ts";

const rows = sourceOf("defender-rows", [[valueOf("category", "Hunting-*"), exists("properties")]], {
  envelope: { unwrap: "properties" },
});
const hub = sourceOf("defender-hub", rows.detect, { envelope: { each: "records", unwrap: "properties" } });
const flat = sourceOf("flat", [[exists("EventID")]]);
const json = sourceOf("json", [[exists("inner.text")]], { envelope: { unwrap: "inner.text", decode: "json" } });
const xml = sourceOf("xml", [[valueOf("original", "<Event*")]], {
  envelope: { unwrap: "original", decode: "evtx-xml" },
});
const response = sourceOf("response", always, { envelope: { each: "hits.hits" } });
const sources = [rows, hub, flat, json, xml];

const row = '{"category":"Hunting-A","properties":{"Id":1}}';

const big = "9007199254740993";

function valuesOf(line: string, path: string, within: "event" | "envelope") {
  return documentsOf(line, sources).map((document) => new FieldPath(path, null, within).values(document));
}

function numbered(n: string): string {
  return `{"category":"Hunting-A","properties":{"n":${n}}}`;
}

describe("a line", () => {
  it("that no source claims is ECS", () => {
    const line = '{"event":{"category":"process"}}';
    const document = documentOf(line, sources);
    expect([document.source, document.index, document.text]).toEqual([sources.length, null, line]);
    expect(document.envelope).toBe(document.fields);
  });

  it("is unwrapped", () => {
    const document = documentOf(row, sources);
    expect(document.source).toBe(0);
    expect(document.fields).toEqual({ Id: 1 });
    expect(document.envelope).toMatchObject({ category: "Hunting-A" });
    expect(document.text).toBe(row);
  });

  it("that is a search hit is unwrapped before", () => {
    const line = `{"_index":"x","_source":${row}}`;
    const document = documentOf(line, sources);
    expect([document.source, document.text]).toEqual([0, line]);
    expect(document.fields).toEqual({ Id: 1 });
    expect(document.envelope).toMatchObject({ category: "Hunting-A" });
    expect(documentOf('{"_index":"x","_source":{"EventID":1}}', sources).source).toBe(2);
    expect(documentOf('{"_index":1,"_source":{"EventID":1}}', sources).source).toBe(sources.length);
  });

  it.each([
    ['{"x":{"properties":{"Id":1}},"y":2}', "x.properties", { Id: 1 }],
    ['{"x.properties":{"Id":1}}', "x.properties", { Id: 1 }],
    ['{"x":1,"x.properties":{"Id":1}}', "x.properties", { Id: 1 }],
    ['{"x":{"properties":1}}', "x.properties", {}],
    ['{"x":[{"properties":{"Id":1}}]}', "x.properties", {}],
    ['{"x":null}', "x.properties", {}],
  ])("%s has its event at %s", (line, unwrap, fields) => {
    expect(documentOf(line, [sourceOf("all", always, { envelope: { unwrap } })]).fields).toEqual(fields);
  });

  it.each<[string, unknown]>([
    ['{"inner":{"text":"{\\"a\\":1}"}}', { a: 1 }],
    ['{"inner.text":{"a":1}}', { a: 1 }],
    ['{"inner":{"text":7}}', {}],
    [
      '{"original":"<Event><EventData><Data Name=\'a\'>1</Data></EventData></Event>"}',
      { Event: { EventData: { a: "1" } } },
    ],
  ])("%s is decoded", (line, fields) => {
    expect(documentOf(line, sources).fields).toEqual(fields);
  });

  it.each<[string, DocumentFault]>([
    ["{", "syntax"],
    ["[]", "not_object"],
    [`{"a":${"[".repeat(256)}${"]".repeat(256)}}`, "depth"],
    ['{"inner":{"text":"{"}}', "syntax"],
    ['{"inner":{"text":"[]"}}', "not_object"],
    [`{"inner":{"text":"{\\"a\\":${"[".repeat(256)}${"]".repeat(256)}}"}}`, "depth"],
    ['{"original":"<Event>"}', "syntax"],
    [`{"original":"<Event>${"<a>".repeat(300)}"}`, "depth"],
  ])("%s is a fault: %s", (line, fault) => {
    expect(readDocuments(line, [...sources, ecsSource])).toBe(fault);
  });

  it("gives exact numbers, wherever they are", () => {
    expect(valuesOf(`{"category":"Hunting-A","n":${big},"properties":{"n":-${big}}}`, "n", "event")).toEqual([
      [-9007199254740993n],
    ]);
    expect(valuesOf(`{"category":"Hunting-A","n":${big},"properties":{"n":-${big}}}`, "n", "envelope")).toEqual([
      [9007199254740993n],
    ]);
    expect(valuesOf(`{"inner":{"text":"{\\"n\\":${big}}"}}`, "n", "event")).toEqual([[9007199254740993n]]);
    expect(valuesOf(`{"_index":"x","_source":{"EventID":${big}}}`, "EventID", "event")).toEqual([[9007199254740993n]]);
    expect(valuesOf(`{"records":[${numbered("1")},${numbered(big)},${numbered("2.5")}]}`, "n", "event")).toEqual([
      [1],
      [9007199254740993n],
      [2.5],
    ]);
  });
});

describe("a line of many events", () => {
  it("gives a document for each member, as it was written", () => {
    const second = '{ "category" : "Hunting-\\u0041",\t"properties":{"Id":2.0} }';
    const documents = documentsOf(`{"x":1,"records":[${row}, ${second} ,${row}]}`, sources);
    expect(documents.map(({ index, text }) => [index, text])).toEqual([
      [0, row],
      [1, second],
      [2, row],
    ]);
    expect(documents.map(({ fields }) => fields)).toEqual([{ Id: 1 }, { Id: 2 }, { Id: 1 }]);
    expect(documents.map(({ source }) => source)).toEqual([1, 1, 1]);
    expect(documents[1]?.envelope).toEqual({ category: "Hunting-A", properties: { Id: 2 } });
  });

  it("may have one member", () => {
    expect(documentsOf(`{"records":[${row}]}`, sources).map(({ index }) => index)).toEqual([0]);
  });

  it("is one if a member is recognised; then those that aren't are ECS", () => {
    const documents = documentsOf(`{"records":[{"a":1},${row},{"EventID":1}]}`, sources);
    expect(documents.map(({ index, source }) => [index, source])).toEqual([
      [0, 5],
      [1, 1],
      [2, 5],
    ]);
    expect(documents[0]?.fields).toEqual({ a: 1 });
    expect(documentsOf('{"records":[{"a":1}]}', sources).map(({ index, source }) => [index, source])).toEqual([
      [null, 5],
    ]);
    expect(documentsOf('{"records":[]}', sources).map(({ index }) => index)).toEqual([null]);
    expect(documentsOf(`{"records":${row}}`, sources).map(({ index }) => index)).toEqual([null]);
  });

  it("is of the first source that claims it as a whole or a member of it", () => {
    const line = `{"EventID":1,"records":[${row}]}`;
    expect(documentsOf(line, [flat, hub]).map(({ index, source }) => [index, source])).toEqual([[null, 0]]);
    expect(documentsOf(line, [hub, flat]).map(({ index, source }) => [index, source])).toEqual([[0, 0]]);
  });

  it("tells of members that are no documents, and reads the others", () => {
    const decoded = sourceOf("decoded", [[exists("text")]], {
      envelope: { each: "records", unwrap: "text", decode: "json" },
    });
    const faults: DocumentFault[] = [];
    const line = '{"records":[null,{"text":"{}"},7,{"text":"{"},[{"text":"{}"}],{"text":"[]"},{"text":"{\\"a\\":1}"}]}';
    const documents = [...new DocumentReader([decoded, ecsSource]).read(line, (fault) => faults.push(fault))];
    expect(documents.map(({ index, fields }) => [index, fields])).toEqual([
      [1, {}],
      [6, { a: 1 }],
    ]);
    expect(faults).toEqual(["not_object", "not_object", "syntax", "not_object", "not_object"]);
  });

  it("may lie in a search hit, and have search hits as members", () => {
    const inHit = documentsOf(`{"_index":"x","_source":{"records":[${row}]}}`, sources);
    expect(inHit.map(({ index, source, text }) => [index, source, text])).toEqual([[0, 1, row]]);
    const hit = '{"_index":"x","_source":{"n":9007199254740993}}';
    const [first, second] = documentsOf(`{"hits":{"total":2,"hits":[${hit},{"n":1}]}}`, [response]);
    expect(first?.fields).toEqual({ n: 2 ** 53 });
    expect(first?.exactFields).toEqual({ n: 9007199254740993n });
    expect(first?.text).toBe(hit);
    expect(second?.fields).toEqual({ n: 1 });
  });

  it("may have the name of its array twice, and written with escapes", () => {
    const line = `{"records":[1,2,3],"r\\u0065cords":[${row}]}`;
    expect(documentsOf(line, sources).map(({ text }) => text)).toEqual([row]);
  });

  it("is opened member after member, so that millions need no more memory than their parse", () => {
    const faults: DocumentFault[] = [];
    const reader = new DocumentReader([hub, ecsSource]);
    let count = 0;
    for (const { index } of reader.read(`{"records":[null,${row}${",1".repeat(500_000)},${row}]}`, (fault) =>
      faults.push(fault),
    )) {
      expect(faults).toHaveLength(count === 0 ? 1 : 500_001);
      expect(index).toBe(count++ === 0 ? 1 : 500_002);
    }
    expect(count).toBe(2);
  });
});
