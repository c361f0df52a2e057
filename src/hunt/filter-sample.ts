/** How many events of a sample each filter hit. Pure data. */
export interface FilterSample {
  readonly events: number;
  /** By number of the filter; those that were not asked have none. */
  readonly hits: readonly number[];
}

/** Counts the hits of filters over the events of a sample. */
export class FilterCounter implements FilterSample {
  events = 0;
  readonly hits: number[];

  constructor(filters: number) {
    this.hits = Array.from({ length: filters }, () => 0);
  }

  /** Takes the filters that hold for the next event. */
  add(matching: readonly number[]): void {
    this.events++;
    for (const filter of matching) this.hits[filter] = (this.hits[filter] ?? 0) + 1;
  }

  /** Takes what was counted elsewhere. */
  addSample({ events, hits }: FilterSample): void {
    this.events += events;
    for (const [filter, count] of hits.entries()) this.hits[filter] = (this.hits[filter] ?? 0) + count;
  }

  /** How many of the events a filter hit, from 0 to 1. */
  shareOf(filter: number): number {
    return (this.hits[filter] ?? 0) / Math.max(1, this.events);
  }
}
