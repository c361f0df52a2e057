import type { CodePointRange } from "../language/regex.ts";
import type { CaseMode } from "../plan/pattern.ts";
import { unicodeFolds } from "./case-folding.ts";

/**
 * The ranges of a class under a case mode: under `ascii` with both cases of every letter, under `unicode` with the folded
 * forms of all their code points, for folded values. A negated class is widened before it is negated, so that `[^a]`
 * matches neither `a` nor `A` (SEMANTICS 5a). What is added stands behind what was there, in no order.
 */
export function widenRanges(ranges: readonly CodePointRange[], caseMode: CaseMode): readonly CodePointRange[] {
  if (caseMode === "exact") return ranges;
  return ranges.concat(caseMode === "ascii" ? otherCase(ranges) : foldedForms(ranges));
}

/** What `A`–`Z` and `a`–`z` add to ranges when case doesn't count. */
function otherCase(ranges: readonly CodePointRange[]): CodePointRange[] {
  const added: CodePointRange[] = [];
  for (const range of ranges) {
    for (const { first, last, shift } of LETTERS) {
      const from = Math.max(range.from, first);
      const to = Math.min(range.to, last);
      if (from <= to) added.push({ from: from + shift, to: to + shift });
    }
  }
  return added;
}

const LETTERS = [
  { first: 0x41, last: 0x5a, shift: 0x20 },
  { first: 0x61, last: 0x7a, shift: -0x20 },
] as const;

/** The folded forms of the code points in ranges, where they have others than themselves. */
function foldedForms(ranges: readonly CodePointRange[]): CodePointRange[] {
  const folds = unicodeFolds();
  const added: CodePointRange[] = [];
  const add = (folded: number | undefined): void => {
    if (folded !== undefined) added.push({ from: folded, to: folded });
  };
  for (const { from, to } of ranges) {
    if (to - from < folds.size) for (let codePoint = from; codePoint <= to; codePoint++) add(folds.get(codePoint));
    else for (const [codePoint, folded] of folds) if (from <= codePoint && codePoint <= to) add(folded);
  }
  return added;
}
