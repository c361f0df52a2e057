import type { HuntProblem } from "../hunt/hunt-account.ts";
import { formatCounted } from "../report/units.ts";

/** What could not be done whole, as a line for people. Names and events in it are anybody's: it is not escaped. */
export function problemText(problem: HuntProblem): string {
  switch (problem.kind) {
    case "input":
      return `error[${problem.code}]: ${problem.file}: ${problem.reason}`;
    case "split":
      return `error[E501]: ${problem.file}: not scanned from byte ${problem.startBytes} on: ${problem.reason}`;
    case "lost-events":
      return `error[E501]: ${problem.file}: ${formatCounted(problem.events, "event")} of a sequence or sample could not be read again: the file changed meanwhile`;
    case "correlations-refused":
      return `error: no sequences and samples (${formatCounted(problem.rules, "rule")}): a part of the input is missing, so that they would be wrong; --allow-partial gives them, marked as partial`;
    case "combination-limit":
      return `warning: ${problem.file}: in ${formatCounted(problem.events, "event")} a condition over several arrays was given up after 65,536 combinations`;
    case "disagreement":
      return `error: ${problem.file}: rule ${problem.ruleId} ${problem.matches ? "matches" : "does not match"}, and the reference evaluator says otherwise; please report it with this event: ${problem.text}`;
  }
}
