import type { HuntPlan, StagePlan } from "../plan/plan.ts";
import type { CompiledRules } from "../plan/compilation.ts";
import type { Source } from "../sources/source.ts";
import { type Asked, canBe, faultsOf } from "./condition-faults.ts";
import { neededParts, type NumberedPart } from "./query-parts.ts";
import { PredicateOutcomes } from "./predicate-outcomes.ts";
import type { CoverageReason, KnownAbility, RuleCoverage } from "./rule-coverage.ts";
import { type KindValues, SourceValues } from "./source-values.ts";

/** Reasons shown of a rule and source. */
const maxReasons = 8;

const able: KnownAbility = { canMatch: "yes", reasons: [] };

/** Rules and sources, as `compileRules` gives them. */
export type CoveredRules = Pick<CompiledRules, "plan" | "sources">;

/** What rules of a plan can match, worked out when it is asked for. */
export class Coverage {
  readonly #plan: HuntPlan;
  readonly #outcomes: PredicateOutcomes;
  readonly #sources: readonly SourceValues[];
  /** By rule. */
  readonly #parts: readonly (readonly NumberedPart[])[];
  /** By source, then category field, each without and with what isn't mapped. */
  readonly #scopes: Map<number, Scope>[];

  /** `sources` are the plan's with all that their mappings say, as `compileRules` gives them. */
  constructor(plan: HuntPlan, sources: readonly Source[]) {
    this.#plan = plan;
    this.#outcomes = new PredicateOutcomes(plan);
    this.#scopes = plan.sources.map(() => new Map<number, Scope>());
    this.#parts = plan.rules.map(({ query }) => neededParts(query));
    this.#sources = plan.sources.map(
      ({ name }, number) =>
        new SourceValues(
          plan,
          number,
          sources.find((whole) => whole.name === name),
        ),
    );
  }

  /** The values of the plan's fields in events of a source. */
  valuesIn(source: number): SourceValues | undefined {
    return this.#sources[source];
  }

  /**
   * Whether a rule can match events of these sources together: each stage of a sequence or sample in one of them. The
   * reasons are those of the first source given.
   */
  of(rule: number, sources: readonly number[]): KnownAbility {
    let worst: KnownAbility = able;
    const reasons: CoverageReason[] = [];
    for (const { part, number } of this.#parts[rule] ?? []) {
      const best = this.#best(rule, part, sources);
      if (best.canMatch === "yes") continue;
      reasons.push(...best.reasons.map((reason) => ({ ...reason, stage: number })));
      if (worst.canMatch !== "no") worst = best;
    }
    const ofWorst = reasons.filter(({ kind }) => worst.canMatch === "unmapped" || kind !== "unmapped");
    return { canMatch: worst.canMatch, reasons: ofWorst.slice(0, maxReasons) };
  }

  #best(rule: number, part: StagePlan, sources: readonly number[]): KnownAbility {
    let best: KnownAbility | null = null;
    for (const source of sources) {
      const found = this.#ofPart(rule, part, source);
      if (found.canMatch === "yes") return found;
      if (best === null || (best.canMatch === "no" && found.canMatch === "unmapped")) best = found;
    }
    return best ?? able;
  }

  #ofPart(rule: number, part: StagePlan, source: number): KnownAbility {
    const values = this.#sources[source];
    if (values === undefined) return able;
    const categoryField = this.#plan.rules[rule]?.categoryField ?? 0;
    const likely = this.#scopeOf(values, categoryField, true);
    if (this.#isMet(part, likely)) return able;
    const certain = this.#scopeOf(values, categoryField, false);
    return this.#isMet(part, certain)
      ? { canMatch: "unmapped", reasons: this.#faults(part, likely) }
      : { canMatch: "no", reasons: this.#faults(part, certain) };
  }

  #scopeOf(values: SourceValues, categoryField: number, onlyMapped: boolean): Scope {
    const scopes = this.#scopes[values.number];
    const key = categoryField * 2 + Number(onlyMapped);
    const known = scopes?.get(key);
    if (known !== undefined) return known;
    const asked = (kind: KindValues): Asked => ({
      plan: this.#plan,
      outcomes: this.#outcomes,
      valuesOf: (field) => kind.of(field, onlyMapped),
      isUnmapped: (field) => values.isUnmapped(field),
    });
    const scope = { general: asked(values.general), kinds: values.kinds(categoryField).map(asked) };
    scopes?.set(key, scope);
    return scope;
  }

  #isMet(part: StagePlan, { general, kinds }: Scope): boolean {
    return this.#isMetIn(part, general) && kinds.some((kind) => this.#isMetIn(part, kind));
  }

  #isMetIn({ filter, keys }: StagePlan, asked: Asked): boolean {
    const program = this.#plan.filters[filter]?.program;
    if (program === undefined || !canBe(program, true, asked)) return false;
    return keys.every(({ field, optional }) => optional || asked.valuesOf(field).shapes.length > 0);
  }

  /**
   * Of a part that is not met. If only the kinds of events rule it out, those of the kinds that come nearest: of the rule's
   * category, and with the fewest conditions that can't be met.
   */
  #faults({ filter: number, keys }: StagePlan, { general, kinds }: Scope): readonly CoverageReason[] {
    const filter = this.#plan.filters[number];
    if (filter === undefined) return [];
    const ofAll = faultsOf(filter, keys, general);
    if (ofAll.length > 0) return ofAll;
    let fewest = Number.POSITIVE_INFINITY;
    let reasons = new Map<string, CoverageReason>();
    for (const kind of kinds) {
      const faults = faultsOf(filter, keys, kind);
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

/** The events that are asked about. */
interface Scope {
  /** Whatever kind they are. */
  readonly general: Asked;
  readonly kinds: readonly Asked[];
}

/**
 * Whether each rule can match events of each source, by rule, then source: decided over the rule's program and the source's
 * mapping alone. What is said to be impossible is impossible, as far as the mapping is right about what the product never
 * writes and an event has one kind. A sequence needs all its stages in one source; {@link Coverage.of} asks for several.
 *
 * @example
 * coverageOf(await compileRules(["rules/"])).filter(({ canMatch }) => canMatch === "no");
 */
export function coverageOf({ plan, sources }: CoveredRules): readonly RuleCoverage[] {
  const coverage = new Coverage(plan, sources);
  return plan.rules.flatMap((_, rule) =>
    plan.sources.map((__, source): RuleCoverage => ({ rule, source, ...coverage.of(rule, [source]) })),
  );
}
