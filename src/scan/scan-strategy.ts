import { maxCompared, withoutImplied, withoutQuotes } from "../plan/literal-set.ts";
import { mandatoryLiterals } from "../plan/literals.ts";
import type { HuntPlan } from "../plan/plan.ts";
import type { LineSample } from "./line-sample.ts";

/** How a split's lines are looked at. All give the same detections. */
export type ScanStrategyName = "parse" | "literal" | "extract";

/** The strategy taken, and why, in a clause. */
export interface ScanChoice {
  readonly strategy: ScanStrategyName;
  readonly reason: string;
}

/** More literals than this aren't tried: that nearly every line holds one is sure enough. */
const maxLiterals = 64;

/**
 * Where more of a sample's lines hold a literal, all lines are walked over. Of rules of which every fourth line of Windows events
 * had to be looked at twice, `literal` took 1.07 of the time of `extract`; where none had to, 0.6, and where all had to, 1.3.
 */
const worthwhileShare = 0.2;

/** What is asked by a choice. */
export interface ScanQuestion {
  /** Only these filters count; `null` or absent: all. */
  readonly asked?: readonly number[] | null;
  /** Some of the input; `null` or absent: it isn't known. */
  readonly sample?: LineSample | null;
}

/** What `--strategy auto` means for this plan. */
export function chooseScanStrategy(plan: HuntPlan, { asked = null, sample = null }: ScanQuestion = {}): ScanChoice {
  const gathered = gatherLiterals(plan, asked, Math.max(maxLiterals, maxCompared));
  if (gathered === null) return { strategy: "extract", reason: "not every rule has a mandatory literal" };
  const literals = withoutImplied([...gathered]);
  if (literals.length > maxLiterals) {
    return { strategy: "extract", reason: `more than ${maxLiterals} mandatory literals are too many to search for` };
  }
  if (literals.length === 0) return { strategy: "literal", reason: "no event can match, so no line is looked at" };
  const searched = searchedLiterals(literals.length);
  const share = sample?.shareHolding(literals) ?? null;
  if (share === null) return { strategy: "literal", reason: `every match holds ${searched}` };
  return {
    strategy: share > worthwhileShare ? "extract" : "literal",
    reason: `every match holds ${searched}, as do ${formatShare(share)} of a sample's lines`,
  };
}

/** The same of an input that isn't known, for people: takes longer, for it works out the literals of all rules. */
export function explainScanStrategy(plan: HuntPlan): ScanChoice {
  const { strategy } = chooseScanStrategy(plan);
  return { strategy, reason: explainLiterals(plan) };
}

function explainLiterals(plan: HuntPlan): string {
  const literals = planLiterals(plan);
  if (literals === null) {
    const without = [...plan.filters.keys()].filter((filter) => literalsBySource(plan, filter).includes(null));
    const rules = new Set(without.map((filter) => plan.filters[filter]?.rule)).size;
    return `of ${plan.rules.length} rules ${rules} ${rules === 1 ? "has" : "have"} no mandatory literal`;
  }
  const { length: count } = literals;
  if (count === 0) return "no event can match, so no line is looked at";
  if (count > maxLiterals) return `${count} mandatory literals are too many to search for`;
  return `every match holds ${searchedLiterals(count)}; extract, if more than ${formatShare(worthwhileShare)} of the lines do`;
}

function searchedLiterals(count: number): string {
  return count === 1 ? "one literal" : `one of ${count} literals`;
}

function formatShare(share: number): string {
  const percent = share * 100;
  return `${percent > 0 && percent < 1 ? "less than 1" : String(Math.round(percent))} %`;
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
