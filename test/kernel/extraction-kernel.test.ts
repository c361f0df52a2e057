import { describe, expect, it } from "vitest";
import { ExtractionKernel } from "../../src/kernel/extraction-kernel.ts";
import { compileKernel } from "../../src/kernel/kernel-module.ts";
import { exampleProgram } from "./example-program.ts";

const module = await compileKernel("extraction");

describe("the extraction kernel", () => {
  it.each([
    ["{}", []],
    ["", []],
    ["\r", []],
    ['{"a":{"b":"x"}}', [0, 1, 2]],
    ['{"a":{"b":"x"}}\r', [0, 1, 2]],
    ['{"a.b":"y"}', [0, 1]],
    ['{ "a" : [ 1 , [ { "b" : [ [ "x" ] ] } ] ] }', [0, 1, 2]],
    ['{"a":{"b":[{},"x",1]}}', [0, 1, 2]],
    ['{"a":{"b":[[{"c":[{}]}],"x"]}}', [0, 1, 2]],
    ['{"a":{"b":{}}}', [0]],
    ['{"a":{"b":[]}}', []],
    ['{"a":{"b":[null]},"c":null}', []],
    ['{"a":{"b":null},"a.b":"x"}', [0, 1, 2]],
    ['{"c":{"a":{"b":"x"}}}', [3]],
    ['{"d":{"a":{"b":"x"}},"c":-1.5e3}', [3]],
    ['{"d\\"":{"a":{"b":"x"}},"c":-1.5e3}', "escaped_name"],
    ['{"c":{"d\\"":{}}}', [3]],
    ['{"a":{"b":"x"},"a":1}', "repeated_name"],
    ['{"d":{"b":"x"},"d":1}', []],
    ['{"\\u0061":{"b":"x"}}', "escaped_name"],
    ['{"a":{"b":"x"}', "malformed"],
    ["[]", []],
    ['[{"a":{"b":"x"}}]', "malformed"],
    ['{"a":{"b":"x"}}}', "malformed"],
    [`{"a":{"b":"x"},"d":"${"y".repeat(500)}"}`, "too_long"],
  ])("%s gives %j", (line, expected) => {
    const kernel = new ExtractionKernel(module, exampleProgram, (_slot, text) => (text === '"x"' ? [2] : []), {
      chunkBytes: 256,
    });
    const found: unknown[] = [];
    kernel.visit(Buffer.from(line), (start, end, filters) => found.push([start, end, filters]));
    const reasons = Object.entries(kernel.counts.handedOver).filter(([, count]) => count > 0);
    const filters = typeof expected === "string" ? null : expected;
    expect(found).toEqual(filters?.length === 0 ? [] : [[0, line.length, filters]]);
    expect(reasons).toEqual(typeof expected === "string" ? [[expected, 1]] : []);
    expect(kernel.counts.lines).toBe(line === "" ? 0 : 1);
  });
});
