import type { InputFile, Split } from "../../src/input/split.ts";

/** An input that nobody opens. */
export const emptyInput: InputFile = {
  index: 0,
  name: "a",
  path: "a",
  format: "plain",
  encoding: "utf-8",
  layout: "lines",
  kind: "file",
  sizeBytes: 0,
  modifiedMs: 0,
};

/** The whole of it; `index` is its place in the order of output. */
export function emptySplit(index: number): Split {
  return { index, input: emptyInput, startBytes: 0, endBytes: 0 };
}
