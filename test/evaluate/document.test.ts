import { describe, expect, it } from "vitest";
import { parseObject } from "../../src/evaluate/document.ts";
import { FieldPath } from "../../src/evaluate/field-values.ts";
import { eventOf } from "./planning.ts";

describe("parseObject", () => {
  it.each([
    "",
    " ",
    "{",
    '{"a":1}}',
    "{'a':1}",
    '{"a":01}',
    '{"a":NaN}',
    '{"a":"\t"}',
    "\0\0",
    "undefined",
    '{"a":1,}',
  ])("takes %j for no JSON", (text) => {
    expect(parseObject(text)).toBe("syntax");
  });

  it.each(["1", "null", '"a"', "[]", "[{}]", "true"])("takes %j for no object", (text) => {
    expect(parseObject(text)).toBe("not_object");
  });

  it.each<[string, number, (levels: number) => string]>([
    ["objects", 256, (levels) => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`],
    ["arrays", 256, (levels) => `{"a":${"[".repeat(levels - 1)}${"]".repeat(levels - 1)}}`],
    ["both", 256, (levels) => `${'{"a":['.repeat(levels / 2)}${"]}".repeat(levels / 2)}`],
  ])("takes %s of %i levels, and no more", (_, levels, write) => {
    expect(parseObject(write(levels))).toBeTypeOf("object");
    expect(parseObject(write(levels + 2))).toBe("depth");
    expect(parseObject(write(200_000))).toBe("depth");
  });

  it("counts levels in every branch, also those after a shallow one, and brackets in strings nowhere", () => {
    const deep = `${"[".repeat(256)}${"]".repeat(256)}`;
    expect(parseObject(`{"a":[[1],{"b":2}],"c":{"d":${deep}}}`)).toBe("depth");
    expect(parseObject(`{"a":"${deep}","${deep}":1}`)).toBeTypeOf("object");
    expect(parseObject(`{"__proto__":${deep}}`)).toBe("depth");
  });
});

describe("FieldPath", () => {
  it.each<[string, string, readonly unknown[]]>([
    ['{"a":{"b":1},"a.b":2}', "a.b", [1, 2]],
    ['{"a.b":2,"a":{"b":1}}', "a.b", [2, 1]],
    ['{"a":[{"b":1},{"b":[2,[3,null]]}],"a.b":4}', "a.b", [1, 2, 3, 4]],
    ['{"a":1,"b":2,"a":3}', "a", [3]],
    ['{"a":{"b":1},"a":{"c":2}}', "a.b", []],
    ['{"a":{"b":{"c":1}},"a.b":{"c":2},"a":{"b":{"c":3}}}', "a.b.c", [3, 2]],
    ['{"a":[1,{"b":2},"x",null,true]}', "a", [1, "x", true]],
    ['{"__proto__":{"x":1},"hasOwnProperty":2}', "__proto__.x", [1]],
    ['{"__proto__":{"x":1},"hasOwnProperty":2}', "x", []],
    ["{}", "constructor.name", []],
    ["{}", "__proto__", []],
    ['{"a":"bc","d":[1]}', "a.length", []],
    ['{"_index":"i","_source":{"a":1},"a":2}', "a", [1]],
    ['{"_index":"i","_source":[{"a":1}],"a":2}', "a", [2]],
    ['{"a":9007199254740993,"b":{"c":-9007199254740993.0}}', "a", [9007199254740993n]],
    ['{"a":9007199254740993,"b":{"c":-9007199254740993.0}}', "b.c", [-9007199254740993n]],
    ['{"a":[1e400,-1e400,9007199254740992.5,1e22]}', "a", [Infinity, -Infinity, 9007199254740992n, 10n ** 22n]],
    ['{"a":[1.0,1e3,0.1,1500e-2]}', "a", [1, 1000, 0.1, 15]],
    ['{"__proto__":{"a":9007199254740993},"a":{"__proto__":1e17}}', "__proto__.a", [9007199254740993n]],
    ['{"__proto__":{"a":9007199254740993},"a":{"__proto__":1e17}}', "a.__proto__", [10n ** 17n]],
    ['{"a":9007199254740993,"a":9007199254740995}', "a", [9007199254740995n]],
    [String.raw`{"a":"\ud800x","b":"\ud83d\ude00"}`, "a", ["\ufffdx"]],
    [String.raw`{"a":"\ud800x","b":"\ud83d\ude00"}`, "b", ["😀"]],
  ])("in %s: %s", (text, path, expected) => {
    expect(new FieldPath(path).values(eventOf(text))).toEqual(expected);
  });
});
