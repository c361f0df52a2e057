import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { itemTexts } from "../../src/evaluate/json-members.ts";

describe("the texts of an array's items", () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['{"a":[]}', ["a"], []],
    ['{"a":[ ]}', ["a"], []],
    ['{"a":[1]}', ["a"], ["1"]],
    [
      ' {"a" : [ 1 , "x,]" ,\t{ "b" : [ "}" ] } , null,[1,2],-1.5e3 ] } ',
      ["a"],
      ["1", '"x,]"', '{ "b" : [ "}" ] }', "null", "[1,2]", "-1.5e3"],
    ],
    ['{"b":["no"],"a":["yes"]}', ["a"], ['"yes"']],
    ['{"a":["first"],"a":["last"],"c":1}', ["a"], ['"last"']],
    ['{"b":{"a":["no"]},"x":{"a":["yes"]}}', ["x", "a"], ['"yes"']],
    ['{"x.y":{"a":["no"]},"x":{"y":{"a":["yes"]}}}', ["x", "y", "a"], ['"yes"']],
    ['{"\\u0061":["yes"],"b":["a"]}', ["a"], ['"yes"']],
    ['{"q\\"\\\\":["yes"]}', ['q"\\'], ['"yes"']],
    ['{"s":"\\\\","a":["\\\\\\"","\\\\"]}', ["a"], ['"\\\\\\""', '"\\\\"']],
    ['{"":[1],"a":[2]}', [""], ["1"]],
    ['{"a":[{"text":"as it\\u0020stands",  "n":1.0}]}', ["a"], ['{"text":"as it\\u0020stands",  "n":1.0}']],
  ])("of %s at %j", (text, keys, items) => {
    expect([...itemTexts(text, keys)]).toEqual(items);
  });

  it("are those of any array, wherever it lies and however it is written", () => {
    const key = fc.constantFrom("a", "b", "a.b", "é\\", '"', "__proto__");
    fc.assert(
      fc.property(
        fc.array(key, { minLength: 1, maxLength: 3 }),
        fc.array(fc.jsonValue()),
        fc.jsonValue(),
        fc.nat(3),
        (keys, items, other, indent) => {
          const root = keys.reduceRight<unknown>((inner, name) => memberAmong(name, inner, other), items);
          const text = JSON.stringify(root, null, indent);
          const texts = [...itemTexts(text, keys)];
          expect(texts.map((item) => JSON.parse(item))).toEqual(JSON.parse(JSON.stringify(items)));
          for (const item of texts) expect(text).toContain(item);
        },
      ),
    );
  });

  it("take time linear in the text", () => {
    const slashes = "\\\\".repeat(500_000);
    expect([...itemTexts(`{"b":"${slashes}","a":["${slashes}"]}`, ["a"])]).toEqual([`"${slashes}"`]);
    expect([...itemTexts(`{"b":${"[".repeat(200_000)}${"]".repeat(200_000)},"a":[1]}`, ["a"])]).toEqual(["1"]);
    expect([...itemTexts(`{"a":[${"1,".repeat(500_000)}1]}`, ["a"])]).toHaveLength(500_001);
  });
});

/** An object with the member between others. */
function memberAmong(name: string, value: unknown, other: unknown): unknown {
  return Object.fromEntries([
    ["x", other],
    [name, value],
    ["y", other],
  ]);
}
