import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { isTable } from "./rule-entries.ts";

/**
 * E113 for a rule with `filters`: Kibana adds them to what the rule asks, as queries in Elasticsearch's own form, which
 * is not applied here. A filter that is switched off (`meta.disabled`) needs none.
 *
 * @param place where the entry stands; only asked for if there is something to say
 */
export function describeFilters(
  filters: unknown,
  place: () => Pick<Diagnostic, "span" | "source">,
): readonly Diagnostic[] {
  const count = Array.isArray(filters) ? filters.filter((filter) => !isSwitchedOff(filter)).length : 0;
  if (count === 0) return [];
  const message = `${count === 1 ? "a filter" : `${count} filters`} of this rule ${count === 1 ? "is" : "are"} not applied`;
  const help = "write what it filters into the query";
  return [{ code: "E113", severity: "warning", message, help, ...place() }];
}

function isSwitchedOff(filter: unknown): boolean {
  if (!isTable(filter) || !Object.hasOwn(filter, "meta")) return false;
  const { meta } = filter;
  return isTable(meta) && meta["disabled"] === true;
}
