import { Coverage, type CoveredRules } from "../coverage/coverage.ts";
import { categoriesOf } from "../coverage/query-parts.ts";
import type { Ability, CoverageReason } from "../coverage/rule-coverage.ts";
import type { HuntPlan } from "../plan/plan.ts";
import type { CategoryCounts } from "../scan/category-counts.ts";

/** What events were seen, and which rules could match them. */
export interface CoverageStatistics {
  /** Not every event was looked at: counts are what a sample lets expect. */
  readonly sampled: boolean;
  /** In the plan's order; only sources of which there are events. */
  readonly sources: readonly SeenSource[];
  /** By rule in load order, then source in the plan's order. */
  readonly rules: readonly RuleOnSource[];
  /** Rules without a detection that could not have had one, whatever the events hold. In load order. */
  readonly unable: readonly UnableRule[];
}

/** A form of a product of which there are events. */
export interface SeenSource {
  readonly product: string;
  readonly form: string;
  readonly events: number;
  /** Of the rules, how many can match some event of it. */
  readonly ableRules: number;
}

/** A rule and a source of which there are events. */
export interface RuleOnSource {
  /** Its id. */
  readonly rule: string;
  readonly product: string;
  readonly form: string;
  /** Events of the rule's categories; `null` if there are more categories than are counted. */
  readonly events: number | null;
  readonly canMatch: Ability;
  readonly reasons: readonly CoverageReason[];
}

/** A rule that can match none of the sources of which there are events. */
export interface UnableRule {
  readonly rule: string;
  readonly name: string;
  /** The product that the reasons speak of: that of most events. */
  readonly product: string;
  readonly canMatch: Exclude<Ability, "yes">;
  readonly reasons: readonly CoverageReason[];
}

/**
 * Holds the rules against what was seen; `null` if there was nothing. A rule with detections is never unable, whatever its
 * mapping says.
 */
export function coverageStatistics(
  { plan, sources: wholeSources }: CoveredRules,
  seen: CategoryCounts,
  detectionsByRule: readonly number[],
): CoverageStatistics | null {
  const sources = [...plan.sources.keys()].filter((source) => (seen.events[source] ?? 0) > 0);
  if (sources.length === 0) return null;
  const coverage = new Coverage(plan, wholeSources);
  const eventsOf = eventCounts(plan, seen);
  const rules: RuleOnSource[] = [];
  const unable: UnableRule[] = [];
  const ableRules = sources.map(() => 0);
  const byEvents = sources.toSorted((a, b) => (seen.events[b] ?? 0) - (seen.events[a] ?? 0));
  for (const [number, { id, name }] of plan.rules.entries()) {
    for (const [index, source] of sources.entries()) {
      const { product, form } = plan.sources[source] ?? nameless;
      const known = coverage.of(number, [source]);
      if (known.canMatch === "yes") ableRules[index] = (ableRules[index] ?? 0) + 1;
      rules.push({ rule: id, product, form, events: eventsOf(number, source), ...known });
    }
    if ((detectionsByRule[number] ?? 0) > 0) continue;
    const { canMatch, reasons } = coverage.of(number, byEvents);
    const { product } = plan.sources[byEvents[0] ?? 0] ?? nameless;
    if (canMatch !== "yes") unable.push({ rule: id, name, product, canMatch, reasons });
  }
  return {
    sampled: seen.sampledBytes !== null,
    sources: sources.map((source, index) => {
      const { product, form } = plan.sources[source] ?? nameless;
      return { product, form, events: seen.events[source] ?? 0, ableRules: ableRules[index] ?? 0 };
    }),
    rules,
    unable,
  };
}

const nameless = { product: "", form: "" };

/** Events of a rule's categories in a source; one of two of them counts twice. */
function eventCounts(plan: HuntPlan, seen: CategoryCounts): (rule: number, source: number) => number | null {
  const counts = new Map<string, number>();
  for (const { source, field, category, events } of seen.categories) {
    counts.set(`${source} ${field} ${category}`, events);
  }
  return (rule, source) => {
    const categories = categoriesOf(plan, rule);
    if (categories === null) return seen.events[source] ?? 0;
    const field = plan.rules[rule]?.categoryField ?? -1;
    const found = categories.map((category) => counts.get(`${source} ${field} ${category}`));
    if (seen.isCut && found.includes(undefined)) return null;
    return found.reduce<number>((sum, count) => sum + (count ?? 0), 0);
  };
}
