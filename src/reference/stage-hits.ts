import type { Stage } from "../language/syntax.ts";
import type { Document } from "./document.ts";
import type { EventPlace } from "./event-order.ts";
import { evaluateQuery, type ReferenceOptions } from "./evaluator.ts";
import { groupOf, type JoinKey, joinKeysOf } from "./join-keys.ts";

/** A document, and its place among all others. */
export interface PlacedDocument<Place extends EventPlace = EventPlace> {
  readonly document: Document;
  readonly place: Place;
}

/** An event that a stage may take, by one combination of its join keys. */
export interface StageHit<Place extends EventPlace = EventPlace> {
  readonly place: Place;
  readonly keys: readonly JoinKey[];
}

/**
 * Every event that a stage's filter asks for, once for each combination of its keys, by what the keys join by. Each list is in
 * the order of the documents.
 */
export function hitsOf<Place extends EventPlace>(
  stage: Stage,
  documents: readonly PlacedDocument<Place>[],
  options: ReferenceOptions,
): ReadonlyMap<string, readonly StageHit<Place>[]> {
  const groups = new Map<string, StageHit<Place>[]>();
  for (const { document, place } of documents) {
    if (!evaluateQuery(stage.filter, document, options).matches) continue;
    for (const keys of joinKeysOf(document, stage.keys, options)) {
      const group = groupOf(keys);
      const hits = groups.get(group) ?? [];
      groups.set(group, hits);
      hits.push({ place, keys });
    }
  }
  return groups;
}
