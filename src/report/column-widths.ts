/** How a column may be sized, in terminal columns. */
export interface ColumnNeed {
  /** It is never narrower, if it has as much to show. */
  readonly minimum: number;
  /** What its widest cell takes. */
  readonly natural: number;
}

/**
 * Shares out the columns of a terminal: each column of the table gets what its widest cell takes if there is room for all;
 * otherwise the widest ones shrink to a common width, but none below its minimum.
 *
 * @param available The sum of the minima or more.
 * @example shareColumns([{ minimum: 4, natural: 5 }, { minimum: 4, natural: 50 }], 20) // [5, 15]
 */
export function shareColumns(needs: readonly ColumnNeed[], available: number): readonly number[] {
  let low = 0;
  let high = Math.max(available, 0);
  // The largest common width that still fits.
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (sum(capWidths(needs, middle)) <= available) low = middle;
    else high = middle - 1;
  }
  const widths = [...capWidths(needs, low)];
  let rest = available - sum(widths);
  // Less than one for each is left over: the first columns that lack some get it.
  for (const [index, need] of needs.entries()) {
    const width = widths[index] ?? 0;
    if (rest > 0 && width < need.natural) {
      widths[index] = width + 1;
      rest--;
    }
  }
  return widths;
}

function capWidths(needs: readonly ColumnNeed[], cap: number): readonly number[] {
  return needs.map(({ minimum, natural }) => Math.min(natural, Math.max(minimum, cap)));
}

function sum(widths: readonly number[]): number {
  return widths.reduce((total, width) => total + width, 0);
}
