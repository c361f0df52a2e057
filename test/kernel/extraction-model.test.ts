import { describe, expect, it } from "vitest";
import {
  accepted,
  rejected,
  type ExtractionProgram,
  type ExtractionSlot,
} from "../../src/kernel/extraction-program.ts";
import { ExtractionModel } from "./extraction-model.ts";

const slot = (path: string, existence: number, presence: number, isResolved: boolean): ExtractionSlot => ({
  path,
  existence,
  presence,
  isResolved,
  isLazy: false,
  resolvesNull: false,
  gate: null,
});

/** Fact 0: `a.b` exists; 1: it has a scalar; 2: it has "x"; 3: `c` exists. One condition for each, with the fact's number as its filter. */
const program: ExtractionProgram = {
  slots: [slot("a.b", 0, 1, true), slot("c", 3, -1, false)],
  factCount: 4,
  factSlots: [0, 0, 0, 1],
  conditions: [0, 1, 2, 3].map((fact) => ({ filter: fact, questions: Int32Array.of(fact, accepted, rejected) })),
  triggers: [[0], [1], [2], [3]],
  always: [],
};

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
    const model = new ExtractionModel(program, (_slot, text) => (text === '"x"' ? [2] : []));
    const found: (readonly number[] | null)[] = [];
    model.visit(Buffer.from(line), (_start, _end, filters) => found.push(filters));
    expect(found).toEqual(expected.length === 0 ? [] : [expected]);
  });
});
