import type { FieldValue } from "../evaluate/document.ts";
import type { Evaluator } from "../evaluate/evaluator.ts";
import { conditionTextLength, type HuntPlan, type Program } from "../plan/plan.ts";
import { comparePlacesInInput, type FailedCondition, type NearMissHit } from "../scan/hit.ts";
import { HitMaking } from "../scan/hit-making.ts";
import type { SeenDocument } from "../scan/split-scanner.ts";
import { nearestValue } from "./leaf-nearness.ts";
import { conjunctsOf, isCategoryTest, nearnessOf } from "./nearness.ts";
import { programTruth } from "./program-truth.ts";

/** Only events whose time, as the rule reads it, lies there; `null`: no bound. In nanoseconds since 1970. */
export interface NearMissPeriod {
  readonly sinceNs: bigint | null;
  /** Exclusive. */
  readonly untilNs: bigint | null;
}

/** The filters of event rules that begin with the same test of the category. */
interface CategoryFilters {
  /** `null`: any category. */
  readonly category: Program | null;
  readonly filters: { readonly filter: number; readonly rule: number; readonly conditions: readonly Program[] }[];
}

/**
 * Collects near misses of event rules: events that fail exactly one of the conditions that all must hold (an `or` or a `not`
 * counts as one), which is not the test of the category. Of each rule and split those few that came nearest are kept.
 */
export class NearMissCollecting {
  readonly #plan: HuntPlan;
  readonly #limit: number;
  readonly #period: NearMissPeriod;
  readonly #categories: readonly CategoryFilters[];
  /** By filter, the nearest first. */
  readonly #kept: NearMissHit[][];
  #making: HitMaking | null = null;
  #evaluator: Evaluator | null = null;

  /** `limit`: how many are kept of each rule. */
  constructor(plan: HuntPlan, limit: number, period: NearMissPeriod) {
    this.#plan = plan;
    this.#limit = limit;
    this.#period = period;
    this.#categories = filtersByCategory(plan);
    this.#kept = plan.filters.map(() => []);
  }

  /** Takes a document as the scan sees it; in the order in which they are read. */
  readonly examine = (seen: SeenDocument): void => {
    const { evaluator } = seen;
    for (const { category, filters } of this.#categories) {
      if (category !== null && programTruth(evaluator, category) !== true) continue;
      for (const { filter, rule, conditions } of filters) {
        const failing = onlyFailing(evaluator, conditions);
        if (failing !== null && this.#isInPeriod(evaluator.time(rule))) this.#offer(seen, filter, failing);
      }
    }
  };

  /** Gives what was kept, by filter, then the nearest first; from then on others are collected. */
  take(): readonly NearMissHit[] {
    const taken = this.#kept.flat();
    for (const kept of this.#kept) kept.length = 0;
    return taken;
  }

  #offer({ document, evaluator, offsetBytes }: SeenDocument, filter: number, failing: Program): void {
    const kept = this.#kept[filter];
    if (kept === undefined) return;
    const nearness = nearnessOf(this.#plan, evaluator, failing);
    const last = kept.at(-1);
    if (kept.length === this.#limit && last !== undefined && nearness <= last.nearness) return;
    const hit: NearMissHit = {
      ...this.#makingFor(evaluator).eventHit(document, filter, offsetBytes),
      kind: "near-miss",
      nearness,
      failed: failedCondition(this.#plan, evaluator, failing),
    };
    // Of equally near ones the first to be read comes first.
    const place = kept.findIndex((other) => other.nearness < nearness);
    kept.splice(place < 0 ? kept.length : place, 0, hit);
    if (kept.length > this.#limit) kept.pop();
  }

  #makingFor(evaluator: Evaluator): HitMaking {
    if (this.#making === null || evaluator !== this.#evaluator) this.#making = new HitMaking(this.#plan, evaluator);
    this.#evaluator = evaluator;
    return this.#making;
  }

  #isInPeriod(timeNs: bigint | null): boolean {
    const { sinceNs, untilNs } = this.#period;
    if (sinceNs === null && untilNs === null) return true;
    return timeNs !== null && (sinceNs === null || timeNs >= sinceNs) && (untilNs === null || timeNs < untilNs);
  }
}

/** The order in which near misses of a rule are given: the nearest first, then as they are read. Both of the same input. */
export function compareNearMisses(left: NearMissHit, right: NearMissHit): number {
  return right.nearness - left.nearness || comparePlacesInInput(left, right);
}

function filtersByCategory({ filters, rules }: HuntPlan): readonly CategoryFilters[] {
  const categories = new Map<number | null, CategoryFilters>();
  for (const [filter, { program, rule }] of filters.entries()) {
    if (rules[rule]?.query.kind !== "event") continue;
    const conjuncts = conjunctsOf(program);
    const category = conjuncts.find(isCategoryTest) ?? null;
    const number = category?.kind === "predicate" ? category.predicate : null;
    const known = categories.get(number) ?? { category, filters: [] };
    categories.set(number, known);
    known.filters.push({ filter, rule, conditions: conjuncts.filter((conjunct) => conjunct !== category) });
  }
  return [...categories.values()];
}

/** The one condition that doesn't hold; `null` if there is none, or more than one. */
function onlyFailing(evaluator: Evaluator, conditions: readonly Program[]): Program | null {
  let failing: Program | null = null;
  for (const condition of conditions) {
    if (programTruth(evaluator, condition) === true) continue;
    if (failing !== null) return null;
    failing = condition;
  }
  return failing;
}

/** What a near miss says of the condition that failed: of a group the part that came nearest. */
function failedCondition(plan: HuntPlan, evaluator: Evaluator, program: Program): FailedCondition {
  const condition = programText(program).slice(0, conditionTextLength).toWellFormed();
  const decisive = decisiveLeaf(plan, evaluator, program, true);
  if (decisive === null) return { condition, field: null, values: [], nearest: null };
  const { leaf, wanted } = decisive;
  const predicate = plan.predicates[leaf.predicate];
  const [first] = predicate === undefined ? [] : predicate.kind === "computed" ? predicate.fields : [predicate.field];
  if (predicate === undefined || first === undefined) return { condition, field: null, values: [], nearest: null };
  const field = plan.fields[first]?.name ?? "";
  const values: readonly FieldValue[] = evaluator.values(first);
  const [match] = wanted ? [] : evaluator.explainPredicate(leaf.predicate);
  if (match !== undefined) {
    const excluded = { value: match.value, pattern: match.pattern ?? leaf.text };
    return { condition, field, values, nearest: null, excluded };
  }
  const nearest = wanted ? nearestValue(plan, evaluator, predicate) : null;
  return {
    condition,
    field,
    values,
    nearest:
      nearest === null
        ? null
        : {
            value: nearest.value,
            pattern: nearest.pattern,
            share: nearest.share,
            from: nearest.parting.from,
            agreed: nearest.parting.agreed,
            wanted: nearest.parting.from === "regex" ? "" : nearest.parting.wanted,
          },
  };
}

interface DecisiveLeaf {
  readonly leaf: Program & { readonly kind: "predicate" };
  /** What it would have to be. */
  readonly wanted: boolean;
}

/** Of what isn't as it would have to be the leaf that came nearest, the first of equal ones. */
function decisiveLeaf(plan: HuntPlan, evaluator: Evaluator, program: Program, wanted: boolean): DecisiveLeaf | null {
  if (programTruth(evaluator, program) === wanted) return null;
  switch (program.kind) {
    case "constant":
      return null;
    case "predicate":
      return { leaf: program, wanted };
    case "not":
      return decisiveLeaf(plan, evaluator, program.operand, !wanted);
    case "and":
    case "or": {
      let best: DecisiveLeaf | null = null;
      let bestNearness = -1;
      for (const operand of program.operands) {
        const leaf = decisiveLeaf(plan, evaluator, operand, wanted);
        const nearness = leaf === null ? -1 : nearnessOf(plan, evaluator, operand, wanted);
        if (nearness <= bestNearness) continue;
        best = leaf;
        bestNearness = nearness;
      }
      return best;
    }
  }
}

/** A condition in EQL, put together from the texts of its leaves. */
function programText(program: Program): string {
  switch (program.kind) {
    case "constant":
      return String(program.value);
    case "predicate":
      return program.text;
    case "not":
      return program.operand.kind === "predicate" || program.operand.kind === "constant"
        ? `not ${programText(program.operand)}`
        : `not (${programText(program.operand)})`;
    case "and":
    case "or":
      return program.operands
        .map((operand) =>
          operand.kind === "and" || operand.kind === "or" ? `(${programText(operand)})` : programText(operand),
        )
        .join(` ${program.kind} `);
  }
}
