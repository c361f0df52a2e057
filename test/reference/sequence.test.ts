import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { searchEvents, type SearchResult } from "../../src/reference/search.ts";
import { documentOf } from "./reading.ts";
import { settledQueryOf } from "./settled-query.ts";

/** An event of the random data: a letter as its category, a few milliseconds as its time, a key. */
interface SmallEvent {
  readonly letter: string;
  readonly ms: number;
  readonly key: number | null;
}

interface SmallStage {
  readonly letter: string;
  readonly missing: boolean;
}

interface SmallSequence {
  readonly stages: readonly SmallStage[];
  readonly maxSpanMs: number;
  readonly until: string | null;
}

const letter = fc.constantFrom("a", "b", "c");
const event: fc.Arbitrary<SmallEvent> = fc.record({
  letter,
  ms: fc.integer({ min: -3, max: 20 }),
  key: fc.constantFrom(1, 1, 1, 2, null),
});
const sequence: fc.Arbitrary<SmallSequence> = fc
  .record({
    stages: fc.array(fc.record({ letter, missing: fc.constantFrom(false, false, true) }), {
      minLength: 2,
      maxLength: 6,
    }),
    maxSpanMs: fc.integer({ min: 1, max: 15 }),
    until: fc.option(letter, { freq: 2 }),
  })
  .filter(({ stages }) => stages.some(({ missing }) => !missing));

function textOf({ stages, maxSpanMs, until }: SmallSequence): string {
  const written = stages.map(({ letter, missing }) => `${missing ? "!" : ""}[${letter} where true]`).join(" ");
  const end = until === null ? "" : ` until [${until} where true]`;
  return `sequence by ?key with maxspan=${maxSpanMs}ms ${written}${end}`;
}

function search(query: string, events: readonly SmallEvent[]): readonly SearchResult[] {
  const documents = events.map(({ letter, ms, key }) =>
    documentOf(JSON.stringify({ "@timestamp": ms, "event.category": letter, key })),
  );
  return searchEvents(settledQueryOf(query, null), documents);
}

/** An event of a stream, and its position in the input. */
interface Streamed extends SmallEvent {
  readonly position: number;
}

/**
 * The other way in which SEMANTICS 7 may be read: events are streamed, last stage first, and each stage holds the partial
 * sequences that wait there.
 */
function streamSequences(
  wanted: SmallSequence,
  events: readonly SmallEvent[],
): readonly (readonly (number | null)[])[] {
  const stream: readonly Streamed[] = events
    .map((event, position) => ({ ...event, position }))
    .sort((left, right) => left.ms - right.ms || left.position - right.position);
  const positive = wanted.stages.filter(({ missing }) => !missing);
  return stream.flatMap((_, end) =>
    [null, 1, 2].flatMap((key) => {
      const sameKey = stream.filter((event) => event.key === key);
      const last = stream[end];
      return completed(positive, wanted, sameKey)
        .filter((hits) => hits.at(-1) === last)
        .filter((hits) => keepsClear(wanted, hits, sameKey))
        .map((hits) => withGaps(wanted, hits));
    }),
  );
}

function completed(
  positive: readonly SmallStage[],
  { maxSpanMs, until }: SmallSequence,
  stream: readonly Streamed[],
): readonly (readonly Streamed[])[] {
  const found: Streamed[][] = [];
  const waiting: Streamed[][][] = positive.map(() => []);
  const cancelled = (from: Streamed | undefined, to: Streamed): boolean =>
    from !== undefined && stream.slice(stream.indexOf(from), stream.indexOf(to)).some(({ letter }) => letter === until);
  for (const event of stream) {
    for (let stage = positive.length - 1; stage >= 0; stage--) {
      if (positive[stage]?.letter !== event.letter) continue;
      const latest = stage === 0 ? [] : waiting[stage - 1]?.splice(0).at(-1);
      if (latest === undefined) continue;
      const [first] = latest;
      if (first !== undefined && event.ms - first.ms > maxSpanMs) continue;
      if (cancelled(latest.at(-1), event)) continue;
      (stage === positive.length - 1 ? found : waiting[stage])?.push([...latest, event]);
    }
  }
  return found;
}

/** Word for word the conditions of SEMANTICS 7 under which a sequence with missing events is kept. */
function keepsClear(
  { stages, maxSpanMs }: SmallSequence,
  hits: readonly Streamed[],
  stream: readonly Streamed[],
): boolean {
  const [first, last] = [hits[0]?.ms ?? 0, hits.at(-1)?.ms ?? 0];
  let passed = 0;
  let [hasLeading, hasTrailing] = [false, false];
  let [l, r] = [-Infinity, Infinity];
  for (const { letter, missing } of stages) {
    const times = stream.filter((event) => missing && event.letter === letter).map(({ ms }) => ms);
    if (!missing) passed++;
    else if (passed === 0) {
      hasLeading = true;
      l = Math.max(l, ...times.filter((ms) => ms < first));
    } else if (passed === hits.length) {
      hasTrailing = true;
      r = Math.min(r, ...times.filter((ms) => ms > last));
    } else {
      const [before, after] = [hits[passed - 1]?.ms ?? 0, hits[passed]?.ms ?? 0];
      if (times.some((ms) => ms > before && ms < after)) return false;
    }
  }
  const [noL, noR] = [l === -Infinity, r === Infinity];
  return (
    (noL && noR) ||
    (hasLeading && noL) ||
    (hasTrailing && noR) ||
    (hasLeading && hasTrailing && r - l > maxSpanMs) ||
    (hasLeading && !hasTrailing && last - l > maxSpanMs) ||
    (hasTrailing && !hasLeading && r - first > maxSpanMs)
  );
}

function withGaps({ stages }: SmallSequence, hits: readonly Streamed[]): readonly (number | null)[] {
  const rest = hits.map(({ position }) => position);
  return stages.map(({ missing }) => (missing ? null : (rest.shift() ?? null)));
}

describe("findSequences", () => {
  it("finds stage by stage what a stream finds, last stage first", () => {
    let found = 0;
    fc.assert(
      fc.property(sequence, fc.array(event, { minLength: 10, maxLength: 24 }), (wanted, events) => {
        const results = search(textOf(wanted), events).map(({ events }) => events);
        found += results.length;
        expect(results).toEqual(streamSequences(wanted, events));
      }),
      { numRuns: 1000 },
    );
    expect(found).toBeGreaterThan(100);
  });

  it("finds the same in any order of input, where all times differ", () => {
    fc.assert(
      fc.property(
        sequence,
        fc
          .uniqueArray(event, { maxLength: 20, selector: ({ ms }) => ms })
          .chain((events) =>
            fc.tuple(
              fc.constant(events),
              fc.shuffledSubarray(events, { minLength: events.length, maxLength: events.length }),
            ),
          ),
        (wanted, [events, shuffled]) => {
          const timesOf = (input: readonly SmallEvent[]): unknown =>
            search(textOf(wanted), input).map(({ events, joinKeys }) => ({
              times: events.map((position) => (position === null ? null : input[position]?.ms)),
              joinKeys,
            }));
          expect(timesOf(shuffled)).toEqual(timesOf(events));
        },
      ),
      { numRuns: 300 },
    );
  });

  it("takes runs as the stage written so many times", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ letter, runs: fc.integer({ min: 1, max: 3 }) }), { minLength: 2, maxLength: 3 }),
        fc.array(event, { maxLength: 14 }),
        (stages, events) => {
          const withRuns = stages.map(({ letter, runs }) => `[${letter} where true] with runs=${runs}`);
          const written = stages.flatMap(({ letter, runs }) =>
            Array.from({ length: runs }, () => `[${letter} where true]`),
          );
          const [short, long] = [withRuns, written].map((parts) =>
            search(`sequence by ?key ${parts.join(" ")}`, events),
          );
          expect(short).toEqual(long);
        },
      ),
      { numRuns: 200 },
    );
  });
});
