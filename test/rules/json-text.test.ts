import { array, assert, constantFrom, json, nat, oneof, property, string, stringMatching, tuple } from "fast-check";
import { describe, expect, it } from "vitest";
import { spanInSource } from "../../src/diagnostics/embedded.ts";
import { findJsonMistake } from "../../src/rules/json-mistake.ts";
import { isDeeper, readJsonPlaces } from "../../src/rules/json-places.ts";
import { readJsonString, skipJsonString } from "../../src/rules/json-string.ts";

interface Scalar {
  readonly path: readonly (string | number)[];
  readonly value: unknown;
}

function* scalarsOf(value: unknown, path: Scalar["path"]): Generator<Scalar> {
  if (typeof value !== "object" || value === null) {
    yield { path, value };
    return;
  }
  const items = Array.isArray(value) ? value.entries() : Object.entries(value);
  for (const [key, item] of items) yield* scalarsOf(item, [...path, key]);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe("readJsonString", () => {
  const plain = string({ unit: "grapheme", minLength: 1, maxLength: 4 }).filter((text) => !/["\\\p{Cc}]/u.test(text));
  const pieces = array(
    oneof(
      plain.map((text) => [text, text] as const),
      constantFrom(["\\n", "\n"], ["\\/", "/"], ['\\"', '"'], ["\\\\", "\\"], ["\\t", "\t"]),
      constantFrom(["\\u0041", "A"], ["\\u00E9", "é"], ["\\b", "\b"], ["\\f", "\f"], ["\\r", "\r"]),
    ),
  );

  it("reads what JSON.parse reads, and knows where each character stands", () => {
    assert(
      property(string(), pieces, (before, content) => {
        const raw = content.map(([written]) => written).join("");
        const source = { name: "a", text: `${before}"${raw}" after` };
        const embedded = readJsonString(source, before.length);
        expect(embedded?.text).toBe(JSON.parse(`"${raw}"`));
        const expected: number[] = [];
        const starts: number[] = [];
        let offset = before.length + 1;
        let at = 0;
        for (const [written, meant] of content) {
          expected.push(offset);
          starts.push(embedded === null ? -1 : spanInSource(embedded, { start: at, end: at }).start);
          offset += written.length;
          at += meant.length;
        }
        expect(starts).toEqual(expected);
      }),
    );
  });

  it.each([
    ["a pair of escapes", String.raw`"\ud83d\ude00"`, "😀"],
    ["the first half of a pair", String.raw`"a\ud83d"`, "a\ufffd"],
    ["the second half of a pair", String.raw`"\ude00b"`, "\ufffdb"],
    ["nothing", '""', ""],
  ])("reads %s", (_name, text, expected) => {
    expect(readJsonString({ name: "a", text }, 0)?.text).toBe(expected);
  });

  it.each([
    ["no string", "12"],
    ["an unclosed one", '"abc'],
    ["one that ends in an escaped quote", String.raw`"abc\"`],
    ["a lone quote", '"'],
    ["an unknown escape", String.raw`"\x41"`],
    ["too few digits", String.raw`"\u12"`],
  ])("gives null for %s", (_name, text) => {
    expect(readJsonString({ name: "a", text }, 0)).toBeNull();
  });

  it("is passed over as a whole", () => {
    const text = String.raw`"a\"b\\"c`;
    expect(text.slice(skipJsonString(text, 0))).toBe("c");
    expect(skipJsonString('"abc', 0)).toBe(4);
  });
});

describe("readJsonPlaces", () => {
  const text =
    ' {"a": [1, {"b" : "x,]}"}, [] ], "\\u0063":null ,"a\\"": -1.5e3, "a":{"":true}, "__proto__":{"d":[[2]]}}';
  const find = (path: readonly (string | number)[]): string => {
    const { start, end } = readJsonPlaces(text, 1).find(path);
    return `${start}:${text.slice(start, end)}`;
  };
  const at = (sought: string): string => `${text.indexOf(sought)}:${sought}`;

  it.each<[name: string, path: readonly (string | number)[], expected: string]>([
    ["the whole by its bracket", [], "1:{"],
    ["the last of two keys", ["a", ""], at("true")],
    ["an escaped key", ["c"], at("null")],
    ["a key with a quote", ['a"'], at("-1.5e3")],
    ["a list in a list", ["__proto__", "d", 0, 0], at("2")],
    ["what isn't there by what is around it", ["__proto__", "e", "f"], `${text.indexOf('{"d"')}:{`],
    ["an index beyond the list", ["__proto__", "d", 7], `${text.indexOf("[[2]]")}:[`],
    ["a key of a value that has none", ["c", "x"], at("null")],
  ])("finds %s", (_name, path, expected) => {
    expect(find(path)).toBe(expected);
  });

  it("finds every scalar of any JSON", () => {
    assert(
      property(json(), nat(3), (compact, indent) => {
        const value: unknown = JSON.parse(compact);
        const text = JSON.stringify(value, null, indent);
        const places = readJsonPlaces(text, 0);
        const scalars = [...scalarsOf(value, [])];
        const found = scalars.map(({ path }): unknown => {
          const { start, end } = places.find(path);
          return JSON.parse(text.slice(start, end));
        });
        expect(found).toEqual(scalars.map((scalar) => scalar.value));
      }),
    );
  });

  it("takes nesting as it comes", () => {
    const deep = `{"a":${"[".repeat(1e6)}${"]".repeat(1e6)},"b":5}`;
    expect(readJsonPlaces(deep, 0).find(["b"])).toEqual({ start: deep.length - 2, end: deep.length - 1 });
    expect(isDeeper(deep, 1e6)).toBe(true);
    expect(isDeeper(deep, 1e6 + 1)).toBe(false);
    expect(isDeeper('{"[[[[":[]}', 2)).toBe(false);
  });
});

describe("findJsonMistake", () => {
  it.each([
    ['{"a" 1}', 5, "`:`"],
    ['{"a":}', 5, "a value"],
    ['{"a":1,}', 7, "a key in double quotes"],
    ["{a:1}", 1, "a key in double quotes"],
    ["{'a':1}", 1, "a key in double quotes"],
    ['{"a":1 "b":2}', 7, "`,` or `}`"],
    ["[1 2]", 3, "`,` or `]`"],
    ["[1,]", 3, "a value"],
    ['{"a":[1}', 7, "`,` or `]`"],
    ['{"a":1}}', 7, "the end of the line"],
    ['{"a":1} {}', 8, "the end of the line"],
    ['{"a":"b', 7, 'the closing `"` of a string'],
    ['{"a":"b\tc"}', 7, "an escape instead of a control character"],
    [String.raw`{"a":"\x"}`, 6, "an escape that JSON has"],
    [String.raw`{"a":"\u00g0"}`, 6, "an escape that JSON has"],
    ["{", 1, "a key in double quotes"],
    ["[", 1, "a value"],
    ['{"a":01}', 6, "`,` or `}`"],
    ['{"a":NaN}', 5, "a value"],
    ['{"a":True}', 5, "a value"],
    ["", 0, "a value"],
  ])("says where %s goes wrong", (line, at, expected) => {
    expect(findJsonMistake(`..${line}..`, 2, 2 + line.length)).toEqual({ at: at + 2, expected });
    expect(() => JSON.parse(line)).toThrow(SyntaxError);
  });

  it("agrees with JSON.parse on what is JSON", () => {
    const broken = tuple(json(), nat(), stringMatching(/^["\\{}[\],:0-9a-z ]{0,2}$/)).map(([text, at, instead]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + instead + text.slice(place + 1);
    });
    assert(
      property(oneof(json(), broken), (text) => {
        expect(findJsonMistake(text, 0, text.length) === null).toBe(isJson(text));
      }),
      { numRuns: 1000 },
    );
  });

  it("takes nesting and length as they come", () => {
    expect(findJsonMistake("[".repeat(1e6), 0, 1e6)).toEqual({ at: 1e6, expected: "a value" });
    const long = `["${"x".repeat(5e6)}`;
    expect(findJsonMistake(long, 0, long.length)).toEqual({ at: long.length, expected: 'the closing `"` of a string' });
  });
});
