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
 * True if nothing came that must not come with these events (SEMANTICS 7). Between two positive events no hit of a missing
 * stage may lie. Missing stages before the first or after the last one need a window of the maximum span in which all positive
 * events lie and no hit of theirs does.
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
  const latestEarlierMs = latestOf(leading.flatMap(({ cameMs }) => cameMs));
  const earliestLaterMs = earliestOf(trailing.flatMap(({ cameMs }) => cameMs));

  if (latestEarlierMs === null && earliestLaterMs === null) return true;
  // The window may reach as far as it likes to a side where it is asked for and nothing came.
  if (leading.length > 0 && latestEarlierMs === null) return true;
  if (trailing.length > 0 && earliestLaterMs === null) return true;
  const positiveMs = millisecondsOf(events.filter((event) => event !== null));
  const startMs = latestEarlierMs ?? earliestOf(positiveMs);
  const endMs = earliestLaterMs ?? latestOf(positiveMs);
  return startMs !== null && endMs !== null && maxSpanNs !== null && endMs - startMs > maxSpanNs / 1_000_000n;
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
