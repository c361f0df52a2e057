import type { DocumentFault } from "../evaluate/document.ts";

/** Kinds of bad lines. */
export type BadLineKind = DocumentFault | "line_too_long" | "truncated_tail";

/** What was counted in a split. Pure data. */
export interface LineCounts {
  /** `null` unless lines were counted. */
  readonly lines: number | null;
  /** What validating every line gave; `null` if not every line was validated. */
  readonly validated: ValidatedCounts | null;
  /**
   * Events by number of their source in the plan, of those that were read; where none was, of a piece the first one that
   * there is, as a sample.
   */
  readonly sources: readonly number[];
  /** Documents in which a leaf gave up at the combination limit: of those that were evaluated. */
  readonly combinationLimit: number;
}

/** Counts that are there only where every line was parsed. */
export interface ValidatedCounts {
  readonly events: number;
  /** A kind that did not occur is not there. */
  readonly bad: Readonly<Partial<Record<BadLineKind, number>>>;
  /** Events without a readable time. */
  readonly noTimestamp: number;
}

/** Adds up counts of pieces; what one piece lacks the sum lacks. */
export function addLineCounts(left: LineCounts, right: LineCounts): LineCounts {
  return {
    lines: left.lines === null || right.lines === null ? null : left.lines + right.lines,
    validated:
      left.validated === null || right.validated === null ? null : addValidated(left.validated, right.validated),
    sources: addSources(left.sources, right.sources),
    combinationLimit: left.combinationLimit + right.combinationLimit,
  };
}

/** Lists may differ in length. */
function addSources(left: readonly number[], right: readonly number[]): readonly number[] {
  const [longer, shorter] = left.length < right.length ? [right, left] : [left, right];
  return longer.map((count, source) => count + (shorter[source] ?? 0));
}

function addValidated(left: ValidatedCounts, right: ValidatedCounts): ValidatedCounts {
  const bad = { ...left.bad };
  for (const kind of badLineKinds) {
    const count = right.bad[kind];
    if (count !== undefined) bad[kind] = (bad[kind] ?? 0) + count;
  }
  return { events: left.events + right.events, bad, noTimestamp: left.noTimestamp + right.noTimestamp };
}

const badLineKinds: readonly BadLineKind[] = ["syntax", "not_object", "depth", "line_too_long", "truncated_tail"];
