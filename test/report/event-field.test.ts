import { describe, expect, it } from "vitest";
import { readEventField, valueText } from "../../src/report/event-field.ts";
import { parseDocument } from "./example.ts";

describe("readEventField", () => {
  it.each<[string, string, unknown[]]>([
    ["nested", '{"host":{"name":"a"}}', ["a"]],
    ["dotted", '{"host.name":"a"}', ["a"]],
    ["both, in document order", '{"host.name":"b","host":{"name":"a"}}', ["b", "a"]],
    ["arrays flattened, nulls dropped", '{"host":{"name":["a",[null,["b"]]]}}', ["a", "b"]],
    ["arrays of objects", '{"host":[{"name":"a"},{"name":"b"}]}', ["a", "b"]],
    ["numbers and booleans", '{"host":{"name":[1,false]}}', [1, false]],
    ["objects have no value", '{"host":{"name":{"first":"a"}}}', []],
    ["absent", '{"host":{"names":"a"},"hostname":"b"}', []],
    ["a search hit", '{"_index":"x","_source":{"host.name":"a"},"host.name":"outer"}', ["a"]],
    ["no search hit: `_index` is no string", '{"_index":1,"_source":{"host.name":"a"},"host.name":"outer"}', ["outer"]],
    ["no search hit: `_source` is no object", '{"_index":"x","_source":["a"],"host.name":"outer"}', ["outer"]],
    ["an own `__proto__` is data", '{"__proto__":{"host":{"name":"evil"}}}', []],
  ])("%s", (_name, document, values) => {
    expect(readEventField(parseDocument(document), "host.name")).toEqual(values);
  });

  it("reads mixed spellings of a long name", () => {
    const event = { "a.b": { "c.d": 1, c: { d: 2 } }, a: { "b.c": { d: 3 }, "b.c.d": 4 } };
    expect(readEventField(event, "a.b.c.d")).toEqual([1, 2, 3, 4]);
  });

  it("reads own properties only", () => {
    const inherited: Record<string, unknown> = Object.setPrototypeOf({}, { "host.name": "inherited" });
    expect(readEventField(inherited, "host.name")).toEqual([]);
    expect(readEventField({}, "constructor.name")).toEqual([]);
    expect(readEventField(parseDocument('{"__proto__":{"name":"data"}}'), "__proto__.name")).toEqual(["data"]);
  });
});

describe("valueText", () => {
  it.each<[string | number | bigint | boolean, string]>([
    ["a\ud800", "a\ufffd"],
    [5, "5"],
    [-0, "0"],
    [1e21, "1000000000000000000000"],
    [4.5, "4.5"],
    [18446744073709551615n, "18446744073709551615"],
    [true, "true"],
  ])("%s is %s", (value, text) => {
    expect(valueText(value)).toBe(text);
  });
});
