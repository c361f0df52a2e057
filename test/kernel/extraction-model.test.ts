import { describe, expect, it } from "vitest";
import { exampleProgram } from "./example-program.ts";
import { ExtractionModel } from "./extraction-model.ts";

describe("the model of the extraction kernel", () => {
  it.each([
    ["{}", []],
    ["", []],
    ["[]", []],
    ['{"a":{"b":"x"}}', [0, 1, 2]],
    ['{"a.b":"y"}', [0, 1]],
    ['{ "a" : [ 1 , [ { "b" : [ [ "x" ] ] } ] ] }', [0, 1, 2]],
    ['{"a":{"b":{}}}', [0]],
    ['{"a":{"b":[]}}', []],
    ['{"a":{"b":[null]},"c":null}', []],
    ['{"a":{"b":null},"a.b":"x"}', [0, 1, 2]],
    ['{"a":{"b":"x"},"a":1}', []],
    ['{"\\u0061":{"b":"x"}}', [0, 1, 2]],
    ['{"a":{"b":"x"}', []],
    ['{"c":{"a":{"b":"x"}}}', [3]],
  ])("%s gives %j", (line, expected) => {
    const model = new ExtractionModel(exampleProgram, (_slot, text) => (text === '"x"' ? [2] : []));
    const found: (readonly number[] | null)[] = [];
    model.visit(Buffer.from(line), (_start, _end, filters) => found.push(filters));
    expect(found).toEqual(expected.length === 0 ? [] : [expected]);
  });
});
