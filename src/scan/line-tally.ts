import type { BadLineKind, LineCounts } from "./line-counts.ts";

/** What is counted while a split is read. */
export class Tally {
  lines = 0;
  events = 0;
  noTimestamp = 0;
  combinationLimit = 0;
  /** Of the first event, where lines aren't all read. */
  sampledSource: number | null = null;
  /** By number in the plan; shorter where the last ones have no event. */
  readonly #sources: number[] = [];
  readonly #bad: Partial<Record<BadLineKind, number>> = {};

  addEvent(source: number): void {
    this.events++;
    while (this.#sources.length <= source) this.#sources.push(0);
    this.#sources[source] = (this.#sources[source] ?? 0) + 1;
  }

  addBad(kind: BadLineKind, count = 1): void {
    this.#bad[kind] = (this.#bad[kind] ?? 0) + count;
  }

  counts(options: { readonly countLines: boolean }, longLines: number, everyLineIsParsed: boolean): LineCounts {
    if (longLines > 0) this.addBad("line_too_long", longLines);
    const { events, noTimestamp, combinationLimit } = this;
    if (events === 0 && this.sampledSource !== null) this.addEvent(this.sampledSource);
    return {
      lines: options.countLines ? this.lines + longLines : null,
      validated: everyLineIsParsed ? { events, bad: this.#bad, noTimestamp } : null,
      sources: this.#sources,
      combinationLimit,
    };
  }
}
