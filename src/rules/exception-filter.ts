import type { EventFilter, Query, Stage } from "../language/syntax.ts";
import { noneOf } from "./exception-condition.ts";
import type { ExceptionItem } from "./exception-item.ts";

/**
 * The query without the events that match one of the items. Kibana sends exceptions along as a filter for all events of
 * the search, so in a sequence or sample they count for every stage, missing ones and `until` too.
 */
export function exceptEvents(query: Query, items: readonly ExceptionItem[]): Query {
  if (items.length === 0) return query;
  switch (query.kind) {
    case "event":
      return { ...query, ...exceptFrom(query, items) };
    case "sample":
      return { ...query, stages: query.stages.map((stage) => exceptFromStage(stage, items)) };
    case "sequence":
      return {
        ...query,
        stages: query.stages.map((stage) => exceptFromStage(stage, items)),
        until: query.until === null ? null : exceptFromStage(query.until, items),
      };
  }
}

function exceptFromStage<S extends Stage>(stage: S, items: readonly ExceptionItem[]): S {
  return { ...stage, filter: exceptFrom(stage.filter, items) };
}

function exceptFrom(filter: EventFilter, items: readonly ExceptionItem[]): EventFilter {
  const { condition } = filter;
  const { span } = condition;
  const exception = noneOf(items, span);
  if (exception === null) return filter;
  const operands = condition.kind === "and" ? condition.operands : [condition];
  return { ...filter, condition: { kind: "and", operands: [...operands, exception], span } };
}
