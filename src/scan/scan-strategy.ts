import { maxCompared, withoutImplied, withoutQuotes } from "../plan/literal-set.ts";
import { mandatoryLiterals } from "../plan/literals.ts";
import type { HuntPlan } from "../plan/plan.ts";

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
export function chooseScanStrategy(plan: HuntPlan, asked: readonly number[] | null = null): ScanStrategyName {
  const literals = gatherLiterals(plan, asked, Math.max(maxLiterals, maxCompared));
  if (literals === null) return "extract";
  return withoutImplied([...literals]).length > maxLiterals ? "extract" : "literal";
}

/** The same, and why: takes longer, for it works out the literals of all rules. */
export function explainScanStrategy(plan: HuntPlan, asked: readonly number[] | null = null): ScanChoice {
  return { strategy: chooseScanStrategy(plan, asked), reason: explainLiterals(plan, asked) };
}

function explainLiterals(plan: HuntPlan, asked: readonly number[] | null): string {
  const literals = planLiterals(plan, asked);
  if (literals === null) {
    const without = askedFilters(plan, asked).filter((filter) => literalsBySource(plan, filter).includes(null));
    const rules = new Set(without.map((filter) => plan.filters[filter]?.rule)).size;
    return `of ${plan.rules.length} rules ${rules} ${rules === 1 ? "has" : "have"} no mandatory literal`;
  }
  const { length: count } = literals;
  if (count === 0) return "no event can match, so no line is looked at";
  if (count > maxLiterals) return `${count} mandatory literals are too many to search for`;
  return `every match holds ${count === 1 ? "one literal" : `one of ${count} literals`}`;
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
  const literals = gatherLiterals(plan, asked);
  return literals === null ? null : withoutImplied([...literals]);
}

/** With those that others imply. It ends with the filter with which there are more than `enough`, quotes aside. */
function gatherLiterals(
  plan: HuntPlan,
  asked: readonly number[] | null,
  enough = Infinity,
): ReadonlySet<string> | null {
  const all = new Set<string>();
  const bare = new Set<string>();
  for (const filter of askedFilters(plan, asked)) {
    for (const literals of literalsBySource(plan, filter)) {
      if (literals === null) return null;
      for (const literal of literals) {
        const sought = literal.slice(0, longestLiteral);
        all.add(sought);
        bare.add(withoutQuotes(sought));
      }
    }
    if (bare.size > enough) return all;
  }
  return all;
}

function askedFilters({ filters }: HuntPlan, asked: readonly number[] | null): readonly number[] {
  return asked ?? [...filters.keys()];
}

function literalsBySource(plan: HuntPlan, filter: number): readonly (readonly string[] | null)[] {
  return plan.sources.map((_, source) => mandatoryLiterals(plan).of(filter, source));
}
