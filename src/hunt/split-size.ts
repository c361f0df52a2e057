import { availableParallelism } from "node:os";
import type { InputFile } from "../input/split.ts";
import { fittingSplitSize } from "../input/splitting.ts";
import type { HuntOptions } from "./hunt-options.ts";

/** How large the pieces of plain files are: as it was asked for, or as fits. */
export function splitSizeFor(
  { splitSizeBytes, threads }: Pick<HuntOptions, "splitSizeBytes" | "threads">,
  inputs: readonly InputFile[],
): number {
  return splitSizeBytes ?? fittingSplitSize(inputs, threads ?? availableParallelism());
}
