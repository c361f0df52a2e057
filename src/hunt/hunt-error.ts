import type { DiagnosticCode } from "../diagnostics/codes.ts";
import { describeSystemError, isSystemError } from "../input/system-error.ts";

/**
 * Why a hunt is not begun, or can't go on.
 * - E520: another hunt works on the state folder.
 * - E521: the state folder is that of a hunt with other rules or options, or of another version.
 * - E522: the folder can't be used for state.
 * - E523: the state folder can't be written, such as for a full disk. What was done is kept: the same hunt goes on from there.
 * - E524: temporary files can't be written.
 */
export class HuntError extends Error {
  override readonly name = "HuntError";
  readonly code: Extract<DiagnosticCode, "E520" | "E521" | "E522" | "E523" | "E524">;

  constructor(code: HuntError["code"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** What to throw for the system's error in writing state; any other error stays what it is. */
export function stateWriteError(folder: string, error: unknown): unknown {
  return isSystemError(error) ? stateNotWritten(folder, describeSystemError(error), error) : error;
}

/** `reason` is a clause for people. */
export function stateNotWritten(folder: string, reason: string, cause?: unknown): HuntError {
  return new HuntError("E523", `the state folder ${folder} can't be written: ${reason}`, { cause });
}

/** What to throw for the system's error in what a hunt keeps on disk as long as it runs; any other error stays what it is. */
export function spillError(error: unknown): unknown {
  return isSystemError(error) ? spillNotWritten(describeSystemError(error), error) : error;
}

/** `reason` is a clause for people. */
export function spillNotWritten(reason: string, cause?: unknown): HuntError {
  return new HuntError("E524", `temporary files can't be written: ${reason}`, { cause });
}
