import { fstatSync } from "node:fs";
import type { InputFile } from "./split.ts";

/**
 * How an open file differs from what it was when the run was planned, as a clause for people; `undefined` if it
 * doesn't. Asked before and after reading (RELIABILITY: growing, shrinking, deleted while read).
 */
export function describeChange(input: InputFile, descriptor: number): string | undefined {
  const { size, mtimeMs, nlink } = fstatSync(descriptor);
  if (size > input.sizeBytes) return `it grew from ${input.sizeBytes} to ${size} bytes since the run was planned`;
  if (size < input.sizeBytes) return `it shrank from ${input.sizeBytes} to ${size} bytes since the run was planned`;
  if (mtimeMs !== input.modifiedMs) return "it was modified since the run was planned";
  if (nlink === 0) return "it was deleted while it was read";
  return undefined;
}
