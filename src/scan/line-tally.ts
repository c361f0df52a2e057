import type { BadLineKind, LineCounts } from "./line-counts.ts";

/** What is counted while a split is read. */
export class Tally {
  lines = 0;
  events = 0;
  noTimestamp = 0;
  combinationLimit = 0;
  readonly #bad: Partial<Record<BadLineKind, number>> = {};

  addBad(kind: BadLineKind, count = 1): void {
    this.#bad[kind] = (this.#bad[kind] ?? 0) + count;
  }

  counts(options: { readonly countLines: boolean }, longLines: number, everyLineIsParsed: boolean): LineCounts {
    if (longLines > 0) this.addBad("line_too_long", longLines);
    const { events, noTimestamp, combinationLimit } = this;
    return {
      lines: options.countLines ? this.lines + longLines : null,
      validated: everyLineIsParsed ? { events, bad: this.#bad, noTimestamp } : null,
      combinationLimit,
    };
  }
}
