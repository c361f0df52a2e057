import { describe, expect, it } from "vitest";
import { selectRange } from "../../src/correlate/selection.ts";
import type { PipePlan } from "../../src/plan/plan.ts";

const head = (count: number): PipePlan => ({ kind: "head", count });
const tail = (count: number): PipePlan => ({ kind: "tail", count });

describe("of ten results", () => {
  it.each([
    { size: null, pipes: [], selected: [0, 10] },
    { size: 3, pipes: [], selected: [7, 10] },
    { size: 30, pipes: [], selected: [0, 10] },
    { size: null, pipes: [head(4)], selected: [0, 4] },
    { size: null, pipes: [tail(4)], selected: [6, 10] },
    { size: null, pipes: [head(40)], selected: [0, 10] },
    { size: null, pipes: [tail(40)], selected: [0, 10] },
    { size: null, pipes: [head(4), tail(2)], selected: [2, 4] },
    { size: null, pipes: [tail(4), head(2)], selected: [6, 8] },
    { size: null, pipes: [head(0), tail(2)], selected: [0, 0] },
    { size: 5, pipes: [head(2)], selected: [5, 7] },
    { size: 5, pipes: [head(8), tail(1)], selected: [9, 10] },
  ])("size $size, pipes $pipes", ({ size, pipes, selected: [start, end] }) => {
    expect(selectRange(10, size, pipes, "sequence")).toEqual({ start, end });
    expect(selectRange(10, size, pipes, "event")).toEqual({ start, end });
  });

  it("--size of a sample takes the first, before its pipes", () => {
    expect(selectRange(10, 4, [], "sample")).toEqual({ start: 0, end: 4 });
    expect(selectRange(10, 4, [tail(1)], "sample")).toEqual({ start: 3, end: 4 });
  });
});
