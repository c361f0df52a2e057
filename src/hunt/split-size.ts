import { availableParallelism } from "node:os";
import type { InputFile } from "../input/split.ts";
import { fittingSplitSize } from "../input/splitting.ts";
import { defaultSplitSizeBytes, type HuntOptions } from "./hunt-options.ts";

/**
 * How large the pieces of plain files are. With a state folder it is always the same where nobody says: a hunt that goes on is to
 * find the pieces it knows, on whatever machine and however files have grown.
 */
export function splitSizeFor(
  { splitSizeBytes, state, threads }: Pick<HuntOptions, "splitSizeBytes" | "state" | "threads">,
  inputs: readonly InputFile[],
): number {
  if (splitSizeBytes !== undefined) return splitSizeBytes;
  return state === undefined ? fittingSplitSize(inputs, threads ?? availableParallelism()) : defaultSplitSizeBytes;
}
