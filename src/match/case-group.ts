import type { CaseMode, Pattern } from "../plan/pattern.ts";

/** One list of patterns with values that it matches and values that it doesn't: several lines of the table at once. */
export interface CaseGroup {
  /** The rule that the group shows, in a clause. */
  readonly shows: string;
  /** `exact` where it isn't given. */
  readonly mode?: CaseMode;
  /** EQL's wildcard texts, or patterns that no such text gives. */
  readonly texts: readonly (string | Pattern)[];
  readonly matches: readonly string[];
  readonly misses: readonly string[];
}
