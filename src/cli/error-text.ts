import { describeSystemError, isSystemError } from "../input/system-error.ts";

/** What went wrong, as a clause for people: the system's own words where it was the system. */
export function errorText(error: unknown): string {
  if (isSystemError(error)) return describeSystemError(error);
  return error instanceof Error ? error.message : String(error);
}
