import { describe, expect, it } from "vitest";
import { fieldValues, parseDocument } from "../../src/reference/document.ts";
import { documentOf } from "./reading.ts";

describe("parseDocument", () => {
  it.each([
    "",
    "1",
    "null",
    '"a"',
    "[]",
    "[{}]",
    "{",
    '{"a":1}}',
    '{"a":01}',
    '{"a":NaN}',
    "{'a':1}",
    '{"a":"\n"}',
    "\0",
  ])("takes %j for no document", (text) => {
    expect(parseDocument(text)).toBeNull();
  });

  it.each([
    ["0", 0],
    ["-0", 0],
    ["-0.0e5", 0],
    ["5.0", 5],
    ["1e3", 1000],
    ["1E+3", 1000],
    ["1500e-2", 15],
    ["0.1", 0.1],
    ["1e-7", 1e-7],
    ["9007199254740991", 9007199254740991],
    ["9007199254740992", 9007199254740992n],
    ["9007199254740993", 9007199254740993n],
    ["-9007199254740993.000", -9007199254740993n],
    ["9007199254740993e2", 900719925474099300n],
    ["9007199254740993000e-3", 9007199254740993n],
    ["18446744073709551615", 18446744073709551615n],
    ["1e22", 10n ** 22n],
    [`1${"0".repeat(400)}e-400`, 1],
    ["1e400", Infinity],
    ["-1e400", -Infinity],
    ["9".repeat(400), Infinity],
    ["1e-400", 0],
    ["0e99999999999999999999", 0],
    ["1e99999999999999999999", Infinity],
    ["true", true],
    ['"a\\u0000\\ud800"', "a\0\ufffd"],
    [' "\\"\\\\" ', '"\\'],
  ])("reads %s", (text, expected) => {
    expect(fieldValues(documentOf(`{"x":${text}}`), "x")).toEqual([expected]);
  });

  it("reads all that stands between blanks and line breaks", () => {
    const document = documentOf(' {\t"a" : [ 1 , { "b" : "c" } , [ ] , { } ] ,\r\n "d":null , "e" : false } ');
    expect(["a", "a.b", "d", "e"].map((path) => fieldValues(document, path))).toEqual([[1], ["c"], [], [false]]);
  });
});

describe("fieldValues", () => {
  it.each<[string, string, readonly unknown[]]>([
    ['{"a":{"b":1},"a.b":2}', "a.b", [1, 2]],
    ['{"a.b":2,"a":{"b":1}}', "a.b", [2, 1]],
    ['{"a":[{"b":1},{"b":[2,[3,null]]}],"a.b":4}', "a.b", [1, 2, 3, 4]],
    ['{"1.b":1,"1":{"b":2}}', "1.b", [1, 2]],
    ['{"a.1":1,"a":{"2":0,"1":2}}', "a.1", [1, 2]],
    ['{"a":1,"b":2,"a":3}', "a", [3]],
    ['{"a":{"b":1},"a":{"c":2}}', "a.b", []],
    ['{"a":{"b":{"c":1}},"a.b":{"c":2},"a":{"b":{"c":3}}}', "a.b.c", [3, 2]],
    ['{"a":[1,{"b":2},"x",null,true]}', "a", [1, "x", true]],
    ['{"a":[[[]]]}', "a", []],
    ['{"":{"":1}}', ".", [1]],
    ['{"__proto__":{"x":1},"hasOwnProperty":2}', "__proto__.x", [1]],
    ['{"__proto__":{"x":1},"hasOwnProperty":2}', "x", []],
    ["{}", "constructor.name", []],
    ['{"_index":"i","_source":{"a":1},"a":2}', "a", [1]],
    ['{"_index":"i","_source":[{"a":1}],"a":2}', "a", [2]],
  ])("of %s finds %s", (text, path, expected) => {
    expect(fieldValues(documentOf(text), path)).toEqual(expected);
  });

  it("walks nesting and arrays of any size without overflow", () => {
    const depth = 10_000;
    const nested = `{"a":${"[".repeat(depth)}1${"]".repeat(depth)}}`;
    expect(fieldValues(documentOf(nested), "a")).toEqual([1]);
    const chain = `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
    expect(fieldValues(documentOf(chain), Array.from({ length: depth }, () => "a").join("."))).toEqual([1]);
    const wide = `{"a":[${"1,".repeat(300_000)}1]}`;
    expect(fieldValues(documentOf(wide), "a")).toHaveLength(300_001);
  });
});
