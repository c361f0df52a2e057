import type { SampleQuery } from "../language/syntax.ts";
import type { ReferenceOptions } from "./evaluator.ts";
import { compareKeys } from "./join-keys.ts";
import { hitsOf, type PlacedDocument, type StageHit } from "./stage-hits.ts";

/** What each stage of a sample has taken. */
export type Sample = readonly StageHit[];

/**
 * The first samples of each combination of keys that every stage has, the combinations in ascending order (SEMANTICS 8).
 * `documents` are in input order.
 */
export function findSamples(
  query: SampleQuery,
  documents: readonly PlacedDocument[],
  options: ReferenceOptions,
  maxSamplesPerKey: number,
): readonly Sample[] {
  const [firstGroups = new Map<string, readonly StageHit[]>(), ...otherGroups] = query.stages.map((stage) =>
    hitsOf(stage, documents, options),
  );
  const candidates = [...firstGroups].flatMap(([group, hits]) => {
    const [first] = hits;
    const stages = [hits, ...otherGroups.map((groups) => groups.get(group) ?? [])];
    return first === undefined || stages.some((stage) => stage.length === 0) ? [] : [{ keys: first.keys, stages }];
  });
  candidates.sort((left, right) => compareKeys(left.keys, right.keys));
  return candidates.flatMap(({ stages }) => [...distinctEvents(stages).take(maxSamplesPerKey)]);
}

/** All ways to take one event for each stage, none of them twice, in input order, those of the last stage fastest. */
function* distinctEvents(stages: readonly (readonly StageHit[])[], taken: Sample = []): Generator<Sample> {
  const hits = stages[taken.length];
  if (hits === undefined) {
    yield taken;
    return;
  }
  for (const hit of hits) {
    if (taken.some(({ place }) => place.position === hit.place.position)) continue;
    yield* distinctEvents(stages, [...taken, hit]);
  }
}
