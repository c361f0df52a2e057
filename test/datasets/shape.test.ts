import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { generateEvents } from "../../src/datasets/generator.ts";
import { type JsonStyle, quoteJson } from "../../src/datasets/json-text.ts";
import { type Shape, reshapeDocument } from "../../src/datasets/shape.ts";

const shapes: readonly Shape[] = ["nested", "dotted", "mixed", "reordered", "spaced"];
const styles: readonly JsonStyle[] = ["plain", "go", "ascii"];

/** Every leaf with its full name, sorted: what a document says, however it is spelt. */
function listLeaves(value: unknown, name = ""): readonly string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [`${name}=${JSON.stringify(value)}`];
  return Object.entries(value)
    .flatMap(([member, inner]) => listLeaves(inner, name === "" ? member : `${name}.${member}`))
    .sort();
}

describe("reshapeDocument", () => {
  const text = '{"a":{"b":{"c":["x",{"y":1}]},"d":null},"e":"ü <&> \\"q\\"","f":{"g":true,"h":2.5}}';

  it.each([
    ["nested", text],
    ["dotted", '{"a.b.c":["x",{"y":1}],"a.d":null,"e":"ü <&> \\"q\\"","f.g":true,"f.h":2.5}'],
    ["mixed", '{"a.b.c":["x",{"y":1}],"a.d":null,"e":"ü <&> \\"q\\"","f.g":true,"f.h":2.5}'],
    ["reordered", '{"f":{"h":2.5,"g":true},"e":"ü <&> \\"q\\"","a":{"d":null,"b":{"c":["x",{"y":1}]}}}'],
    ["spaced", '{"a": {"b": {"c": ["x", {"y": 1}]}, "d": null}, "e": "ü <&> \\"q\\"", "f": {"g": true, "h": 2.5}}'],
  ] as const)("spells a document %s", (shape, expected) => {
    expect(reshapeDocument(text, shape, "plain")).toBe(expected);
  });

  it("flattens every other object of a mixed document at the top", () => {
    expect(reshapeDocument('{"a":{"b":{"c":1}},"d":{"e":{"f":2}}}', "mixed", "plain")).toBe(
      '{"a.b.c":1,"d":{"e.f":2}}',
    );
  });

  it.each(shapes)("says the same when %s, in every style", (shape) => {
    for (const { text } of generateEvents({ events: 50, seed: 3 })) {
      for (const style of styles) {
        expect(listLeaves(JSON.parse(reshapeDocument(text, shape, style)))).toEqual(listLeaves(JSON.parse(text)));
      }
    }
  });
});

describe("quoteJson", () => {
  it.each([
    ["plain", 'a"\\<é日😀/', '"a\\"\\\\<é日😀/"'],
    ["go", "a && b > <c>", '"a \\u0026\\u0026 b \\u003e \\u003cc\\u003e"'],
    ["ascii", "é日😀/\u007f", '"\\u00e9\\u65e5\\ud83d\\ude00\\/\\u007f"'],
  ] as const)("writes as %s does", (style, text, expected) => {
    expect(quoteJson(text, style)).toBe(expected);
  });

  it("gives JSON that reads back as the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.constantFrom(...styles), (text, style) => {
        expect(JSON.parse(quoteJson(text, style))).toBe(text);
      }),
    );
  });
});
