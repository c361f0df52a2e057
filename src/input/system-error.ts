import { getSystemErrorMessage } from "node:util";

/** True for an error that the operating system gave; anything else is a mistake of ours and must not be caught. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException & { readonly errno: number } {
  return error instanceof Error && "errno" in error && typeof error.errno === "number";
}

/**
 * The system's own words for an error, as a clause for people: "permission denied".
 * An error that isn't the system's is thrown again.
 */
export function describeSystemError(error: unknown): string {
  if (!isSystemError(error)) throw error;
  return getSystemErrorMessage(error.errno) ?? error.code ?? "it can't be read";
}
