import type { ExtractionCondition, ExtractionProgram, ValueResolver } from "../kernel/extraction-program.ts";
import type { MatcherStrategy } from "../match/matcher.ts";
import type { HuntPlan } from "../plan/plan.ts";
import { type ConditionScope, filterConditions } from "./extraction-conditions.ts";
import { FactTable } from "./extraction-facts.ts";
import { collectFacts, Formulas } from "./extraction-formulas.ts";
import { QuestionMaking } from "./extraction-questions.ts";
import { FactResolver } from "./extraction-resolver.ts";
import { type ExtractionSample, sampleFacts } from "./extraction-sample.ts";
import { layOutSlots } from "./extraction-slots.ts";
import { TriggerChoice } from "./extraction-triggers.ts";

/** What the extraction kernel is told of a plan, and what it asks. */
export interface PlannedExtraction {
  readonly program: ExtractionProgram;
  readonly resolve: ValueResolver;
}

/**
 * Makes the kernel's program: for each filter and source what its events must hold at least. `lines` are some of the input: how
 * frequent facts are decides what is asked first, and of which values; never an answer.
 */
export function planExtraction(
  plan: HuntPlan,
  strategy: MatcherStrategy,
  scope: ConditionScope,
  lines: readonly string[],
): PlannedExtraction {
  const table = new FactTable();
  const formulas = new Formulas();
  const conditions = filterConditions(plan, scope, table, formulas);
  const asked = new Set<number>();
  for (const { formula } of conditions) collectFacts(formula, asked);
  const byPath = table.facts.map(({ slot }) => slot);
  const resolver = new FactResolver(plan, strategy, table.facts, { asked, factSlots: byPath });
  const sample = sampleFacts(lines, table, asked, resolver);
  const { slots, factSlots, seconds } = layOutSlots(plan, table, asked, sample);
  const second = new FactResolver(plan, strategy, table.facts, { asked, factSlots });
  resolver.leaveOut(new Set(factSlots.keys().filter((fact) => factSlots[fact] !== byPath[fact])));
  const firstSecond = slots.length - seconds.length;
  const isEager = (fact: number): boolean =>
    table.facts[fact]?.kind !== "value" || slots[factSlots[fact] ?? 0]?.isLazy === false;
  const share = (fact: number): number => expectedShare(fact, sample);
  const choice = new TriggerChoice(share, isEager);
  const making = new QuestionMaking({ share, cost: (fact) => (isEager(fact) ? 1 : lazyCost) });
  const triggers = table.facts.map((): number[] => []);
  const always: number[] = [];
  const compiled: ExtractionCondition[] = [];
  for (const { filter, formula } of conditions) {
    const questions = making.compile(formula);
    if (questions === null) continue;
    const number = compiled.push({ filter, questions }) - 1;
    const trigger = choice.of(formula);
    if (trigger === null) always.push(number);
    else for (const fact of trigger.facts) triggers[fact]?.push(number);
  }
  return {
    program: { slots, factCount: table.facts.length, factSlots, conditions: compiled, triggers, always },
    // The first of two slots may be told facts of the second one: they hold all the same.
    resolve: (slot, text) => (slot < firstSecond ? resolver : second).resolve(slot, text),
  };
}

/** A question to values that are to be resolved first, in questions to known facts. */
const lazyCost = 200;

/** How often a fact is expected where the sample doesn't have it, in documents of it. */
const unseen = 0.3;

function expectedShare(fact: number, { documents, holds }: ExtractionSample): number {
  return ((holds[fact] ?? 0) + unseen) / (documents + 1);
}
