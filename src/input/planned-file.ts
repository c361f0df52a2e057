import { closeSync, constants, fstatSync, openSync } from "node:fs";
import type { SplitEnd } from "./block.ts";
import type { InputFile } from "./split.ts";
import { describeSystemError } from "./system-error.ts";
import { systemPath } from "./system-path.ts";

/**
 * Opens a regular file that was found when the run was planned; gives its descriptor, or how reading it ends if it can't be read.
 * Something else may have taken its place meanwhile: a folder, or a pipe, whose other end nobody is waited for.
 */
export function openPlanned(path: string): number | SplitEnd {
  try {
    const descriptor = openSync(systemPath(path), constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    if (fstatSync(descriptor).isFile()) return descriptor;
    closeSync(descriptor);
    return unreadable("it is no file any more");
  } catch (error) {
    return unreadable(describeSystemError(error));
  }
}

function unreadable(reason: string): SplitEnd {
  return { status: "unreadable", reason, bytes: 0, longLines: 0 };
}

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
