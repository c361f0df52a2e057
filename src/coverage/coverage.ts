import type { HuntPlan, QueryPlan, StagePlan } from "../plan/plan.ts";
import { conditionOutcome, type Asked, faultsOf } from "./condition-outcome.ts";
import { PredicateOutcomes } from "./predicate-outcomes.ts";
import type { Ability, CoverageReason, RuleCoverage } from "./rule-coverage.ts";
import { type KindValues, SourceValues } from "./source-values.ts";

/** Reasons shown of a rule and source. */
const maxReasons = 8;

/** What is known of a filter, or of a stage with its keys, and a source. */
interface PartCoverage {
  readonly canMatch: Ability;
  readonly reasons: readonly CoverageReason[];
}

const able: PartCoverage = { canMatch: "yes", reasons: [] };

/** What rules of a plan can match, worked out when it is asked for. */
export class Coverage {
  readonly #plan: HuntPlan;
  readonly #outcomes: PredicateOutcomes;
  readonly #sources: readonly SourceValues[];

  constructor(plan: HuntPlan) {
    this.#plan = plan;
    this.#outcomes = new PredicateOutcomes(plan);
    this.#sources = plan.sources.map((_, number) => new SourceValues(plan, number));
  }

  /**
   * Whether a rule can match events of these sources together: each stage of a sequence or sample in one of them. The
   * reasons are those of the first source given.
   */
  of(rule: number, sources: readonly number[]): PartCoverage {
    const query = this.#plan.rules[rule]?.query;
    if (query === undefined) return able;
    let worst: PartCoverage = able;
    const reasons: CoverageReason[] = [];
    for (const { part, number } of neededParts(query)) {
      const best = this.#best(rule, part, sources);
      if (best.canMatch === "yes") continue;
      reasons.push(...best.reasons.map((reason) => ({ ...reason, stage: number })));
      if (worst.canMatch !== "no") worst = best;
    }
    const ofWorst = reasons.filter(({ kind }) => worst.canMatch === "unmapped" || kind !== "unmapped");
    return { canMatch: worst.canMatch, reasons: ofWorst.slice(0, maxReasons) };
  }

  #best(rule: number, part: StagePlan, sources: readonly number[]): PartCoverage {
    let best: PartCoverage | null = null;
    for (const source of sources) {
      const found = this.#ofPart(rule, part, source);
      if (found.canMatch === "yes") return found;
      if (best === null || (best.canMatch === "no" && found.canMatch === "unmapped")) best = found;
    }
    return best ?? able;
  }

  #ofPart(rule: number, { filter, keys }: StagePlan, source: number): PartCoverage {
    const categoryField = this.#plan.rules[rule]?.categoryField ?? 0;
    const certain = this.#ofFilter(filter, keys, source, categoryField, false);
    if (certain.length > 0) return { canMatch: "no", reasons: certain };
    const likely = this.#ofFilter(filter, keys, source, categoryField, true);
    return likely.length > 0 ? { canMatch: "unmapped", reasons: likely } : able;
  }

  /** Why no event of the source can hit; empty if one can. */
  #ofFilter(
    number: number,
    keys: StagePlan["keys"],
    source: number,
    categoryField: number,
    onlyMapped: boolean,
  ): readonly CoverageReason[] {
    const filter = this.#plan.filters[number];
    const values = this.#sources[source];
    if (filter === undefined || values === undefined) return [];
    const asked = (kind: KindValues): Asked => ({
      plan: this.#plan,
      outcomes: this.#outcomes,
      valuesOf: (field) => kind.of(field, onlyMapped),
      isUnmapped: (field) => values.isUnmapped(field),
    });
    const general = faultsOf(filter.program, keys, filter.span, asked(values.general));
    if (general.length > 0) return general;
    const kinds = values.kinds(categoryField);
    if (kinds.some((kind) => this.#isMetIn(number, keys, asked(kind)))) return [];
    return this.#faultsOfKinds(number, keys, kinds.map(asked));
  }

  #isMetIn(number: number, keys: StagePlan["keys"], asked: Asked): boolean {
    const program = this.#plan.filters[number]?.program;
    if (program === undefined || !conditionOutcome(program, asked).canBeTrue) return false;
    return keys.every(({ field, optional }) => optional || asked.valuesOf(field).shapes.length > 0);
  }

  /** Of the kinds that come nearest: of the rule's category, and with the fewest conditions that can't be met. */
  #faultsOfKinds(number: number, keys: StagePlan["keys"], kinds: readonly Asked[]): readonly CoverageReason[] {
    const filter = this.#plan.filters[number];
    if (filter === undefined) return [];
    let fewest = Number.POSITIVE_INFINITY;
    let reasons = new Map<string, CoverageReason>();
    for (const kind of kinds) {
      const faults = faultsOf(filter.program, keys, filter.span, kind);
      const weight = faults.length + (faults.some(({ isCategory }) => isCategory) ? 1_000 : 0);
      if (weight > fewest) continue;
      if (weight < fewest) reasons = new Map();
      fewest = weight;
      for (const fault of faults) {
        const key = `${fault.span.start} ${fault.kind}`;
        const known = reasons.get(key);
        const gives = [...new Set([...(known?.gives ?? []), ...fault.gives])].slice(0, maxReasons);
        reasons.set(key, { ...fault, gives, isOfKind: true });
      }
    }
    return [...reasons.values()];
  }
}

/** The parts of a query each of which must hit: not what must be missing, and not what ends a sequence. */
function neededParts(query: QueryPlan): readonly { readonly part: StagePlan; readonly number: number | null }[] {
  switch (query.kind) {
    case "event":
      return [{ part: { filter: query.filter, keys: [] }, number: null }];
    case "sample":
      return query.stages.map((part, index) => ({ part, number: index + 1 }));
    case "sequence":
      return query.stages.flatMap((part, index) => {
        const isRepeated = index > 0 && query.stages[index - 1]?.filter === part.filter;
        return part.missing || isRepeated ? [] : [{ part, number: index + 1 }];
      });
  }
}

/**
 * Whether each rule can match events of each source, by rule, then source: decided over the rule's program and the source's
 * mapping alone. What is said to be impossible is impossible, as far as the mapping is right about what the product never
 * writes and an event has one kind. A sequence needs all its stages in one source; {@link Coverage.of} asks for several.
 *
 * @example
 * coverageOf(plan).filter(({ canMatch }) => canMatch === "no");
 */
export function coverageOf(plan: HuntPlan): readonly RuleCoverage[] {
  const coverage = new Coverage(plan);
  return plan.rules.flatMap((_, rule) =>
    plan.sources.map((__, source): RuleCoverage => ({ rule, source, ...coverage.of(rule, [source]) })),
  );
}
