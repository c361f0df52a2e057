import type { DiagnosticCode } from "../diagnostics/codes.ts";
import { describeSystemError, isSystemError } from "./system-error.ts";
import { shownPath } from "./system-path.ts";

/** An argument, or a file below one, that can't be an input. The run goes on without it. */
export interface InputProblem {
  /** As it was given, or as its input would be called. */
  readonly name: string;
  /** E500: there is no such thing. E501: it is there, but can't be read. */
  readonly code: Extract<DiagnosticCode, "E500" | "E501">;
  /** Why, as a clause for people. */
  readonly reason: string;
}

/** The problem that a system error is. */
export function describeProblem(name: string, error: unknown): InputProblem {
  const reason = describeSystemError(error);
  const missing = isSystemError(error) && (error.code === "ENOENT" || error.code === "ENOTDIR");
  return { name: shownPath(name), code: missing ? "E500" : "E501", reason };
}
