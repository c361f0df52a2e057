import type { ExtractionPlace, ExtractionSlot } from "../kernel/extraction-program.ts";
import type { HuntPlan } from "../plan/plan.ts";
import type { FactTable, ValueAsk } from "./extraction-facts.ts";
import { chooseGate } from "./extraction-gates.ts";
import type { ExtractionSample } from "./extraction-sample.ts";

/** The slots of a program: those of the places, and behind them second ones of some places. */
export interface SlotLayout {
  readonly slots: readonly ExtractionSlot[];
  /** By fact. */
  readonly factSlots: readonly number[];
  /** By slot from the first second one on: the slot of the same place. */
  readonly seconds: readonly number[];
}

/** Where more documents have a value that no other one has, a value costs too much to be resolved for each of them. */
const newShare = 0.02;

type MutableSlot = { -readonly [K in keyof ExtractionSlot]: ExtractionSlot[K] };

/**
 * Lays out the slots. Values that repeat are resolved as they come: the kernel remembers their facts. Of others only those are
 * that pass a gate; facts that would hold it open have a slot of their own, whose values are resolved when one is asked for.
 */
export function layOutSlots(
  plan: HuntPlan,
  { places, facts }: FactTable,
  asked: ReadonlySet<number>,
  sample: ExtractionSample,
): SlotLayout {
  const slots = places.map(emptySlot);
  const factSlots = facts.map(({ slot }) => slot);
  const seconds: number[] = [];
  const asks = valueAsks(facts, asked);
  for (const number of asked) {
    const fact = facts[number];
    const slot = fact === undefined ? undefined : slots[fact.slot];
    if (fact === undefined || slot === undefined || fact.kind === "value") continue;
    slot[fact.kind] = number;
  }
  for (const [number, ofSlot] of asks) {
    const slot = slots[number];
    const sampled = sample.slots[number];
    if (slot === undefined || sampled === undefined) continue;
    slot.isResolved = true;
    slot.resolvesNull = resolvesNull(ofSlot.values());
    if (sampled.single <= (sample.documents + 1) * newShare) continue;
    const { literals, open } = chooseGate(ofSlot, sampled.values, plan);
    if (literals.length === 0) {
      slot.isLazy = true;
      continue;
    }
    slot.gate = literals;
    if (open.length === 0) continue;
    const openAsks = open.flatMap((fact) => ofSlot.get(fact) ?? []);
    for (const fact of open) factSlots[fact] = slots.length;
    seconds.push(number);
    slots.push({
      ...emptySlot(slot),
      isResolved: true,
      isLazy: true,
      resolvesNull: resolvesNull(openAsks.values()),
    });
  }
  return { slots, factSlots, seconds };
}

function emptySlot({ path, within }: ExtractionPlace): MutableSlot {
  return {
    path,
    within,
    existence: -1,
    presence: -1,
    isResolved: false,
    isLazy: false,
    resolvesNull: false,
    gate: null,
  };
}

function resolvesNull(asks: Iterable<ValueAsk>): boolean {
  for (const { nullValue } of asks) if (nullValue !== null) return true;
  return false;
}

/** What is asked of values, by slot, then fact. */
function valueAsks(
  facts: FactTable["facts"],
  asked: ReadonlySet<number>,
): ReadonlyMap<number, ReadonlyMap<number, ValueAsk>> {
  const asks = new Map<number, Map<number, ValueAsk>>();
  for (const number of asked) {
    const fact = facts[number];
    if (fact?.kind !== "value") continue;
    let ofSlot = asks.get(fact.slot);
    if (ofSlot === undefined) asks.set(fact.slot, (ofSlot = new Map<number, ValueAsk>()));
    ofSlot.set(number, fact.ask);
  }
  return asks;
}
