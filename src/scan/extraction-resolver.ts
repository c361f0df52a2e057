import type { FieldValue } from "../evaluate/document.ts";
import type { ValueFunction } from "../evaluate/value-steps.ts";
import type { MatcherStrategy } from "../match/matcher.ts";
import type { HuntPlan } from "../plan/plan.ts";
import { compileChanges } from "./extraction-changes.ts";
import { type Fact, keyOfChange, type ValueAsk } from "./extraction-facts.ts";
import { FoundFacts } from "./extraction-found-facts.ts";
import { readScalar } from "./extraction-scalars.ts";
import { ValueIndex } from "./extraction-value-index.ts";

/** What is asked of what the values at a place become in one way. */
interface ChangedValues {
  /** `null`: they stay as they are. */
  readonly change: ValueFunction | null;
  readonly nullValue: FieldValue | null;
  /** Facts that hold if a value becomes one at all. */
  readonly ofAny: number[];
  readonly index: ValueIndex;
}

/** Says exactly which facts hold of a value: the answers of the evaluator's own tests, found by index. */
export class FactResolver {
  readonly #plan: HuntPlan;
  readonly #strategy: MatcherStrategy;
  /** By slot: the numbers of its facts. */
  readonly #factsOfSlots: readonly (readonly number[] | undefined)[];
  readonly #facts: readonly Fact[];
  /** Made when the first value of a slot is resolved. */
  readonly #slots: (readonly ChangedValues[] | undefined)[] = [];
  readonly #found: FoundFacts;

  /** Of the facts only those asked for are looked at. */
  constructor(
    plan: HuntPlan,
    strategy: MatcherStrategy,
    facts: readonly Fact[],
    { asked, factSlots }: { readonly asked: ReadonlySet<number>; readonly factSlots: readonly number[] },
  ) {
    this.#plan = plan;
    this.#strategy = strategy;
    this.#facts = facts;
    this.#found = new FoundFacts(facts.length);
    const ofSlots: number[][] = [];
    for (const [number, slot] of factSlots.entries()) if (asked.has(number)) (ofSlots[slot] ??= []).push(number);
    this.#factsOfSlots = ofSlots;
  }

  /** Where it costs something, these facts are looked for no longer: another resolver does. */
  leaveOut(facts: ReadonlySet<number>): void {
    for (const groups of this.#slots) for (const { index } of groups ?? []) index.leaveOut(facts);
  }

  /** Of a scalar as it stands in the document; of what is no JSON none does. */
  readonly resolve = (slot: number, text: string): readonly number[] => {
    const value = readScalar(text);
    return value === undefined ? [] : this.resolveValue(slot, value);
  };

  /** The same of a value that was read. */
  resolveValue(slot: number, value: FieldValue | null): readonly number[] {
    const found = this.#found;
    found.start();
    for (const { change, nullValue, ofAny, index } of (this.#slots[slot] ??= this.#makeSlot(slot))) {
      const raw = value ?? nullValue;
      if (raw === null) continue;
      if (change === null) {
        found.add(ofAny);
        index.collect(raw, found);
        continue;
      }
      for (const changed of change(raw)) {
        found.add(ofAny);
        index.collect(changed, found);
      }
    }
    return found.take();
  }

  #makeSlot(slot: number): readonly ChangedValues[] {
    const groups = new Map<string, ChangedValues>();
    for (const number of this.#factsOfSlots[slot] ?? []) {
      const fact = this.#facts[number];
      if (fact?.kind !== "value") continue;
      const { test } = fact.ask;
      const key = keyOfAsk(fact.ask);
      let group = groups.get(key);
      if (group === undefined) groups.set(key, (group = this.#makeGroup(fact.ask)));
      if (test === "any") group.ofAny.push(number);
      else group.index.add(test, number);
    }
    return [...groups.values()];
  }

  #makeGroup({ changes, nullValue }: ValueAsk): ChangedValues {
    return {
      change: changes.length === 0 ? null : compileChanges(changes),
      nullValue,
      ofAny: [],
      index: new ValueIndex(this.#plan, this.#strategy),
    };
  }
}

function keyOfAsk({ changes, nullValue }: ValueAsk): string {
  return `${typeof nullValue} ${String(nullValue)} ${changes.map(keyOfChange).join("\n")}`;
}
