import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../src/evaluate/document.ts";
import { parseObject } from "../../src/evaluate/document.ts";
import { Recognition } from "../../src/evaluate/recognition.ts";
import type { DocumentTest, Source } from "../../src/sources/source.ts";
import { absent, exists, sourceOf, valueOf } from "./reading.ts";

function objectOf(text: string): JsonObject {
  const object = parseObject(text);
  if (typeof object === "string") throw new Error(`${object}: ${text}`);
  return object;
}

function recognise(text: string, sources: readonly Source[]): number | null {
  return new Recognition(sources.map((source, number) => ({ number, source }))).sourceOf(objectOf(text));
}

function holds(text: string, ...tests: readonly DocumentTest[]): boolean {
  return recognise(text, [sourceOf("any", [tests])]) === 0;
}

describe("a test", () => {
  it.each<[DocumentTest, string, boolean]>([
    [exists("a"), '{"a":1}', true],
    [exists("a"), '{"a":""}', true],
    [exists("a"), '{"a":false}', true],
    [exists("a"), '{"a":{}}', true],
    [exists("a"), '{"a":{"b":null}}', true],
    [exists("a"), '{"a":null}', false],
    [exists("a"), '{"a":[]}', false],
    [exists("a"), '{"a":[null,[]]}', false],
    [exists("a"), '{"a":[null,[1]]}', true],
    [exists("a"), "{}", false],
    [exists("a.b.c"), '{"a":{"b":{"c":1}}}', true],
    [exists("a.b.c"), '{"a.b":{"c":1}}', true],
    [exists("a.b.c"), '{"a":{"b.c":1}}', true],
    [exists("a.b.c"), '{"a.b.c":1}', true],
    [exists("a.b.c"), '{"a":[{"x":1},{"b":[{"c":[1]}]}]}', true],
    [exists("a.b.c"), '{"a":{"b":1},"c":1}', false],
    [exists("a.b"), '{"a.b":null,"a":{"b":1}}', true],
    [exists("constructor"), "{}", false],
    [exists("__proto__"), '{"__proto__":1}', true],
    [absent("a"), "{}", true],
    [absent("a"), '{"a":null}', true],
    [absent("a"), '{"a":[{}]}', false],
    [valueOf("a", "x", "YES"), '{"a":"yes"}', true],
    [valueOf("a", "yes"), '{"a":["no","yes"]}', true],
    [valueOf("a", "yes"), '{"a":"yes "}', false],
    [valueOf("a", "7"), '{"a":7}', true],
    [valueOf("a", "true"), '{"a":true}', true],
    [valueOf("a", "Adv*-Device*"), '{"a":"ADV-x-deviceEvents"}', true],
    [valueOf("a", "Adv*-Device*"), '{"a":"Adv-Devic"}', false],
    [valueOf("a", "*"), '{"a":""}', true],
    [valueOf("a", "*"), '{"a":null}', false],
    [valueOf("a", "a?"), '{"a":"ab"}', false],
    [valueOf("a", "\\*"), '{"a":"\\\\b"}', true],
    [valueOf("a", "é"), '{"a":"É"}', false],
    [valueOf("a", "*"), '{"a":1e400}', false],
    [valueOf("a.b"), '{"a":{"b":1}}', false],
  ])("%j of %s is %s", (test, text, expected) => {
    expect(holds(text, test)).toBe(expected);
  });
});

describe("a source", () => {
  const sources = [
    sourceOf("a", [[valueOf("kind", "a"), absent("event.category")]]),
    sourceOf("b", [[exists("only.b")], [valueOf("kind", "b", "a")]]),
    sourceOf("c", [[absent("kind"), absent("event")]]),
  ];

  it.each<[string, number | null]>([
    ['{"kind":"a"}', 0],
    ['{"kind":"a","event":{"category":"x"}}', 1],
    ['{"kind":"A","only":{"b":1}}', 0],
    ['{"only.b":1}', 1],
    ['{"kind":"c","only":{"b":1}}', 1],
    ['{"kind":"c"}', null],
    ["{}", 2],
    ['{"event":{}}', null],
  ])("is the first one that %s could be of: %s", (text, number) => {
    expect(recognise(text, sources)).toBe(number);
  });

  it("is one whose tests are none for every document, and one without alternatives for none", () => {
    expect(recognise("{}", [sourceOf("a", []), sourceOf("b", [[]])])).toBe(1);
    expect(recognise("{}", [])).toBeNull();
  });

  it("is the one that trying all tests in turn gives, whatever the sources and documents", () => {
    const name = fc.constantFrom("a", "b", "a.b", "b.a", "a.b.c", "c");
    const text = fc.constantFrom("x", "X*", "*", "7", "true", "");
    const test = fc.oneof(
      name.map(exists),
      name.map(absent),
      fc.tuple(name, fc.array(text, { maxLength: 2 })).map(([path, texts]) => valueOf(path, ...texts)),
    );
    const detect = fc.array(fc.array(test, { maxLength: 3 }), { maxLength: 3 });
    const { document } = fc.letrec<{ document: unknown; value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom("x", "xy", 7, true, null, "", []),
        fc.array(tie("value"), { maxLength: 2 }),
        tie("document"),
      ),
      document: fc.dictionary(name, tie("value"), { maxKeys: 3 }),
    }));
    fc.assert(
      fc.property(fc.array(detect, { maxLength: 5 }), fc.array(document, { maxLength: 5 }), (detects, documents) => {
        const recognition = new Recognition(
          detects.map((alternatives, number) => ({ number, source: sourceOf(`s${number}`, alternatives) })),
        );
        for (const root of documents) {
          const line = JSON.stringify(root);
          const expected = detects.findIndex((alternatives) =>
            alternatives.some((tests) => tests.every((one) => holds(line, one))),
          );
          expect(recognition.sourceOf(objectOf(line))).toBe(expected < 0 ? null : expected);
        }
      }),
    );
  });
});
