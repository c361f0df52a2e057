import { withoutImplied } from "../plan/literal-set.ts";
import type { FilterPlan, HuntPlan } from "../plan/plan.ts";

/** How a split's lines are looked at. All give the same detections. */
export type ScanStrategyName = "parse" | "literal" | "extract";

/** The strategy taken, and why, in a clause. */
export interface ScanChoice {
  readonly strategy: ScanStrategyName;
  readonly reason: string;
}

/** With more literals than this nearly every line holds one. */
const maxLiterals = 64;

/** What `--strategy auto` means for this plan. `asked`: only these filters count; `null`: all. */
export function chooseScanStrategy(plan: HuntPlan, asked: readonly number[] | null = null): ScanChoice {
  const literals = planLiterals(plan, asked);
  if (literals === null) {
    const without = askedFilters(plan, asked).filter((filter) => filterLiterals(filter).includes(null));
    const rules = new Set(without.map(({ rule }) => rule)).size;
    return {
      strategy: "extract",
      reason: `of ${plan.rules.length} rules ${rules} ${rules === 1 ? "has" : "have"} no mandatory literal`,
    };
  }
  if (literals.length === 0) return { strategy: "literal", reason: "no event can match, so no line is looked at" };
  if (literals.length > maxLiterals) {
    return { strategy: "extract", reason: `${literals.length} mandatory literals are too many to search for` };
  }
  return {
    strategy: "literal",
    reason: `every match holds ${literals.length === 1 ? "one literal" : `one of ${literals.length} literals`}`,
  };
}

/**
 * So much of a literal is looked for. At each place of a line that nearly holds it it may be compared to its end: a long one of
 * a hostile rule and a line made for it would cost the product of their lengths.
 */
const longestLiteral = 128;

/**
 * What one of must stand in each line that a filter can match, of whatever source; `null` if nothing must. `asked`: only these
 * filters count; `null`: all.
 */
export function planLiterals(plan: HuntPlan, asked: readonly number[] | null = null): readonly string[] | null {
  const all = new Set<string>();
  for (const filter of askedFilters(plan, asked)) {
    for (const literals of filterLiterals(filter)) {
      if (literals === null) return null;
      for (const literal of literals) all.add(literal.slice(0, longestLiteral));
    }
  }
  return withoutImplied([...all]);
}

function askedFilters({ filters }: HuntPlan, asked: readonly number[] | null): readonly FilterPlan[] {
  return asked === null ? filters : asked.flatMap((number) => filters[number] ?? []);
}

function filterLiterals(filter: FilterPlan): readonly (readonly string[] | null)[] {
  return filter.literals.map(({ literals }) => literals);
}
