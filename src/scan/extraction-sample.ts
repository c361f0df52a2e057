import { type FieldValue, isObject, type JsonObject, parseObject } from "../evaluate/document.ts";
import { FieldPath } from "../evaluate/field-values.ts";
import type { FactTable } from "./extraction-facts.ts";
import type { FactResolver } from "./extraction-resolver.ts";

/** What some documents let expect of all: a guess, on which no answer depends. */
export interface ExtractionSample {
  readonly documents: number;
  /** By fact: in how many documents it holds. */
  readonly holds: Uint32Array;
  /** By slot: its different values, and how many of them stand in one document only. */
  readonly slots: readonly SlotSample[];
}

export interface SlotSample {
  readonly values: readonly FieldValue[];
  readonly single: number;
}

const noValues: SlotSample = { values: [], single: 0 };

/** Reads the facts of some lines in the plain way. `asked` are the numbers of those that count. */
export function sampleFacts(
  lines: readonly string[],
  { places, facts }: FactTable,
  asked: ReadonlySet<number>,
  resolver: FactResolver,
): ExtractionSample {
  const roots = lines.map(parseObject).filter((root): root is JsonObject => typeof root !== "string");
  const holds = new Uint32Array(facts.length);
  const slots = places.map((): SlotSample => noValues);
  for (const [slot, { existence, presence }] of simpleFacts(facts, asked)) {
    const { path: name, within } = places[slot] ?? { path: "", within: null };
    const path = new FieldPath(name);
    const known = new Map<FieldValue, { readonly facts: readonly number[]; count: number }>();
    for (const root of within === null ? roots : objectsUnder(roots, within)) {
      const found = new Set<number>();
      const ofRoot = path.valuesIn(root);
      if (existence >= 0 && path.isIn(root)) found.add(existence);
      if (presence >= 0 && ofRoot.length > 0) found.add(presence);
      for (const value of ofRoot) {
        let own = known.get(value);
        if (own === undefined) known.set(value, (own = { facts: resolver.resolveValue(slot, value), count: 0 }));
        own.count++;
        for (const fact of own.facts) found.add(fact);
      }
      for (const fact of found) holds[fact] = (holds[fact] ?? 0) + 1;
    }
    const single = known.values().reduce((sum, { count }) => sum + Number(count === 1), 0);
    slots[slot] = { values: [...known.keys()], single };
  }
  return { documents: roots.length, holds, slots };
}

/** By slot of which something is asked: what is asked of it beside its values; -1 for nothing. */
function simpleFacts(
  facts: FactTable["facts"],
  asked: ReadonlySet<number>,
): ReadonlyMap<number, Readonly<Record<"existence" | "presence", number>>> {
  const simple = new Map<number, Record<"existence" | "presence", number>>();
  for (const number of asked) {
    const fact = facts[number];
    if (fact === undefined) continue;
    let ofSlot = simple.get(fact.slot);
    if (ofSlot === undefined) simple.set(fact.slot, (ofSlot = { existence: -1, presence: -1 }));
    if (fact.kind !== "value") ofSlot[fact.kind] = number;
  }
  return simple;
}

function objectsUnder(roots: readonly JsonObject[], name: string): readonly JsonObject[] {
  return roots.flatMap((root) => {
    const value = Object.hasOwn(root, name) ? root[name] : undefined;
    return isObject(value) ? [value] : [];
  });
}
