// Loaded by any Node, as node-version.ts is.
import { escapeControl } from "../diagnostics/escaping.ts";

/** Nobody knows what could not be done, so that the run counts as incomplete. */
export const crashStatus = 3;

/**
 * Says on standard error that something happened that must not: a sentence for whoever reports it. The stack trace comes
 * with it only if `EQLHUNT_DEBUG` is set.
 */
export function reportCrash(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`error: ${escapeControl(message)}; please report it\n`);
  if (process.env["EQLHUNT_DEBUG"] && error instanceof Error) process.stderr.write(`${error.stack ?? error.name}\n`);
}
