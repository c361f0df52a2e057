import { spanInNanoseconds } from "../language/max-span.ts";
import type { SequenceQuery } from "../language/syntax.ts";
import { compareEvents, isBefore, type TimedPlace } from "./event-order.ts";
import type { ReferenceOptions } from "./evaluator.ts";
import { compareKeys } from "./join-keys.ts";
import { nothingCame, type SequenceStage, type StageEvents } from "./missing-events.ts";
import { hitsOf, type PlacedDocument, type StageHit } from "./stage-hits.ts";

/** What the positive stages have taken, up to some stage: one hit each, in their order. */
interface Match {
  readonly hits: readonly StageHit<TimedPlace>[];
  readonly first: StageHit<TimedPlace>;
  readonly last: StageHit<TimedPlace>;
}

/**
 * What each stage of a sequence has taken, `runs` counted, for every sequence there is (SEMANTICS 7). Ordered by the last event,
 * then by the keys of the first one. `documents` are in the order of events.
 */
export function findSequences(
  query: SequenceQuery,
  documents: readonly PlacedDocument<TimedPlace>[],
  options: ReferenceOptions,
): readonly StageEvents[] {
  const groupsOfStages = query.stages.flatMap((stage) => {
    const groups = hitsOf(stage, documents, options);
    return Array.from({ length: stage.runs }, () => ({ missing: stage.missing, groups }));
  });
  const groupsOfUntil = query.until === null ? null : hitsOf(query.until, documents, options);
  const maxSpanNs = query.maxSpan === null ? null : spanInNanoseconds(query.maxSpan);

  const firstPositive = groupsOfStages.find(({ missing }) => !missing);
  const found: { match: Match; events: StageEvents }[] = [];
  for (const group of firstPositive?.groups.keys() ?? []) {
    const stages = groupsOfStages.map(({ missing, groups }) => ({ missing, hits: groups.get(group) ?? [] }));
    for (const match of matchStages(stages, groupsOfUntil?.get(group) ?? [], maxSpanNs)) {
      const events = fillStages(stages, match);
      if (nothingCame(stages, events, maxSpanNs)) found.push({ match, events });
    }
  }
  return found.sort((left, right) => compareMatches(left.match, right.match)).map(({ events }) => events);
}

/**
 * The matches of the positive stages for one group of keys, by their last events. Each stage is gone through as a whole before
 * the next one.
 */
function matchStages(
  stages: readonly SequenceStage[],
  until: readonly StageHit<TimedPlace>[],
  maxSpanNs: bigint | null,
): readonly Match[] {
  const [firstStage, ...otherStages] = stages.filter(({ missing }) => !missing);
  let waiting: Match[] = (firstStage?.hits ?? []).map((hit) => ({ hits: [hit], first: hit, last: hit }));
  for (const stage of otherStages) {
    const advanced: Match[] = [];
    for (const hit of stage.hits) {
      // Of those that end before the hit the latest is taken. It and all older ones wait no longer, whatever comes of it.
      const later = waiting.findIndex(({ last }) => !isBefore(last.place, hit.place));
      const latest = waiting.splice(0, later === -1 ? waiting.length : later).at(-1);
      if (latest === undefined || isTooLate(latest, hit, maxSpanNs) || isCancelled(latest, hit, until)) continue;
      advanced.push({ hits: [...latest.hits, hit], first: latest.first, last: hit });
    }
    waiting = advanced;
  }
  return waiting;
}

/** A span of exactly the maximum is not too long. */
function isTooLate({ first }: Match, hit: StageHit<TimedPlace>, maxSpanNs: bigint | null): boolean {
  return maxSpanNs !== null && hit.place.timeNs - first.place.timeNs > maxSpanNs;
}

/** An `until` event cancels if it is the match's last event or comes after it, and before the hit, which it may not be. */
function isCancelled({ last }: Match, hit: StageHit<TimedPlace>, until: readonly StageHit<TimedPlace>[]): boolean {
  return until.some(({ place }) => !isBefore(place, last.place) && isBefore(place, hit.place));
}

function fillStages(stages: readonly SequenceStage[], { hits }: Match): StageEvents {
  const rest = [...hits];
  return stages.map(({ missing }) => (missing ? null : (rest.shift() ?? null)));
}

function compareMatches(left: Match, right: Match): number {
  return compareEvents(left.last.place, right.last.place) || compareKeys(left.first.keys, right.first.keys);
}
