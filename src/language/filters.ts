import type { EventFilter, Query } from "./syntax.ts";

/**
 * What a query asks of single events: of an event query itself, of a sequence or sample one filter per stage in their
 * order (`runs` or not, once), then that of `until`.
 */
export function filtersOf(query: Query): readonly EventFilter[] {
  switch (query.kind) {
    case "event":
      return [query];
    case "sample":
      return query.stages.map(({ filter }) => filter);
    case "sequence":
      return [...query.stages, ...(query.until === null ? [] : [query.until])].map(({ filter }) => filter);
  }
}
