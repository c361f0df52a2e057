import { millisecondOf, type TimedPlace } from "./event-order.ts";
import type { StageHit } from "./stage-hits.ts";

/** What a stage of a sequence may take, for one group of join keys, in the order of events. */
export interface SequenceStage {
  /** It takes nothing, and none of the hits may come. */
  readonly missing: boolean;
  readonly hits: readonly StageHit<TimedPlace>[];
}

/** What each stage of a sequence has taken; null where the stage is missing. */
export type StageEvents = readonly (StageHit<TimedPlace> | null)[];

/**
 * True if nothing came that must not come with these events (SEMANTICS 7). A hit of a missing stage between two positive
 * events always discards. Hits of missing stages before the first positive event and after the last one discard if they came
 * on each side where one is asked for, and all of it lies within the maximum span: the latest before, the positive events, the
 * earliest after.
 *
 * Times are whole milliseconds here: what comes in the same millisecond as a positive event is neither before nor after it.
 */
export function nothingCame(stages: readonly SequenceStage[], events: StageEvents, maxSpanNs: bigint | null): boolean {
  const gaps = gapsOf(stages, events);
  if (gaps.some(({ afterMs, beforeMs, cameMs }) => afterMs !== null && beforeMs !== null && cameMs.length > 0)) {
    return false;
  }
  const leading = gaps.filter(({ afterMs }) => afterMs === null);
  const trailing = gaps.filter(({ beforeMs }) => beforeMs === null);
  if (leading.length === 0 && trailing.length === 0) return true;

  const positiveMs = millisecondsOf(events.filter((event) => event !== null));
  const startMs = leading.length === 0 ? earliestOf(positiveMs) : latestOf(leading.flatMap(({ cameMs }) => cameMs));
  const endMs = trailing.length === 0 ? latestOf(positiveMs) : earliestOf(trailing.flatMap(({ cameMs }) => cameMs));
  if (startMs === null || endMs === null) return true;
  return maxSpanNs !== null && endMs - startMs > maxSpanNs / 1_000_000n;
}

/** A missing stage: the positive events next to it, null for none on that side, and the hits that came between them. */
interface Gap {
  readonly afterMs: bigint | null;
  readonly beforeMs: bigint | null;
  readonly cameMs: readonly bigint[];
}

function gapsOf(stages: readonly SequenceStage[], events: StageEvents): readonly Gap[] {
  return stages.flatMap(({ missing, hits }, index) => {
    if (!missing) return [];
    const afterMs = latestOf(millisecondsOf(events.slice(0, index).filter((event) => event !== null)));
    const beforeMs = earliestOf(millisecondsOf(events.slice(index).filter((event) => event !== null)));
    const cameMs = millisecondsOf(hits).filter(
      (ms) => (afterMs === null || ms > afterMs) && (beforeMs === null || ms < beforeMs),
    );
    return [{ afterMs, beforeMs, cameMs }];
  });
}

function millisecondsOf(hits: readonly StageHit<TimedPlace>[]): readonly bigint[] {
  return hits.map(({ place }) => millisecondOf(place));
}

function earliestOf(times: readonly bigint[]): bigint | null {
  return times.reduce<bigint | null>((earliest, ms) => (earliest === null || ms < earliest ? ms : earliest), null);
}

function latestOf(times: readonly bigint[]): bigint | null {
  return times.reduce<bigint | null>((latest, ms) => (latest === null || ms > latest ? ms : latest), null);
}
