/** Exit statuses, as documented in the README. */
export const exitStatus = {
  complete: 0,
  /** With `--fail-on-detection`, and there were some. `check`: something at the level of `--fail-on`. */
  found: 1,
  /** Wrong usage, or a rule that doesn't compile. */
  usage: 2,
  /** The run ended, but something could not be done whole. */
  incomplete: 3,
  /** Output could not be written. */
  outputFailed: 4,
  interrupted: 130,
  terminated: 143,
} as const;

/** What can be said of a run. Several may be true; what is not said is not so. */
export interface RunOutcome {
  readonly interruptedBy?: "SIGINT" | "SIGTERM" | null;
  readonly outputFailed?: boolean;
  readonly usageFailed?: boolean;
  readonly incomplete?: boolean;
  readonly found?: boolean;
}

/** The one place that settles the exit status: the weightiest outcome counts. */
export function exitStatusOf(outcome: RunOutcome): number {
  if (outcome.interruptedBy === "SIGINT") return exitStatus.interrupted;
  if (outcome.interruptedBy === "SIGTERM") return exitStatus.terminated;
  if (outcome.outputFailed === true) return exitStatus.outputFailed;
  if (outcome.usageFailed === true) return exitStatus.usage;
  if (outcome.incomplete === true) return exitStatus.incomplete;
  return outcome.found === true ? exitStatus.found : exitStatus.complete;
}
