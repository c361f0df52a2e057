import { EscapeSearch } from "./escape-search.ts";
import { LiteralSearch } from "./literal-search.ts";
import type { ScanStrategyName } from "./scan-strategy.ts";

const newline = 0x0a;

/**
 * Told of the lines of a block, in order, each at most once: `[start, end)` without the newline. `filters` are the numbers of
 * those that may match the line, ascending; `null`: any may.
 */
export type CandidateVisitor = (start: number, end: number, filters: readonly number[] | null) => void;

/** Which lines of a block are worth a parse. It may name too many, and never misses one that could match. */
export interface CandidateFinder {
  /** `bytes` are whole lines, wherever they lie. */
  visit(bytes: Buffer, visitor: CandidateVisitor): void;
  /** Memory to read blocks into, so that they needn't be copied; `null`: any is as good. */
  readonly memory: Buffer | null;
}

/** Every line is a candidate. */
export const everyLine: CandidateFinder = {
  memory: null,
  visit(bytes, visitor) {
    for (let start = 0; start < bytes.length;) {
      const end = lineEnd(bytes, start);
      visitor(start, end, null);
      start = end + 1;
    }
  },
};

/** No line is: no rule can match. */
const noLine: CandidateFinder = { memory: null, visit() {} };

/** The lines that hold one of the literals, or an escape that may hide one. `literals` are lower case, three characters at least. */
export function linesWith(literals: readonly string[]): CandidateFinder {
  if (literals.length === 0) return noLine;
  const search = new LiteralSearch(literals);
  const escapes = new EscapeSearch(literals);
  return {
    memory: null,
    visit(bytes, visitor) {
      // Two passes over a block that fits the cache are faster than one with both tests in its loop.
      let literal = search.next(bytes, 0, bytes.length);
      let escape = escapes.next(bytes, 0, bytes.length);
      while (literal >= 0 || escape >= 0) {
        const found = escape < 0 || (literal >= 0 && literal < escape) ? literal : escape;
        const start = bytes.lastIndexOf(newline, found) + 1;
        const end = lineEnd(bytes, found);
        visitor(start, end, null);
        if (literal >= 0 && literal < end) literal = search.next(bytes, end, bytes.length);
        if (escape >= 0 && escape < end) escape = escapes.next(bytes, end, bytes.length);
      }
    },
  };
}

/** The finder of a strategy; `literals` are the plan's, `null` if it has none. `extract` is `parse` until the kernel comes. */
export function candidateFinder(strategy: ScanStrategyName, literals: readonly string[] | null): CandidateFinder {
  return strategy === "literal" && literals !== null ? linesWith(literals) : everyLine;
}

/** How many lines a block has; the last one needs no newline. */
export function countLines(bytes: Buffer): number {
  let lines = 0;
  for (let start = 0; start < bytes.length; lines++) start = lineEnd(bytes, start) + 1;
  return lines;
}

/** Where the line that holds `from` ends: at its newline, or at the end of the block. */
export function lineEnd(bytes: Buffer, from: number): number {
  const end = bytes.indexOf(newline, from);
  return end < 0 ? bytes.length : end;
}
