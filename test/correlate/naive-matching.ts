import { compareByCodePoints } from "../../src/evaluate/comparison.ts";
import type { JoinKey } from "../../src/correlate/candidate.ts";
import type { EventSketch, RuleSketch } from "./sketch.ts";
import { groupOf } from "./sketch.ts";

/** A finding as the naive matcher has it: `null` for a missing stage. */
export interface NaiveFinding {
  readonly rule: number;
  readonly keys: readonly JoinKey[];
  readonly stages: readonly (EventSketch | null)[];
}

type Hit = EventSketch & { readonly timeNs: bigint; readonly joined: readonly JoinKey[] };

/**
 * SEMANTICS 7 read aloud: whole lists, stage after stage, no streams, no state but the lists. Quadratic, and nothing of the
 * product's code in it but the order of strings.
 */
export function findSequencesNaively(
  rule: number,
  sketch: RuleSketch,
  events: readonly EventSketch[],
): readonly NaiveFinding[] {
  const stages = sketch.stages
    .split(" ")
    .map((stage) => ({ letter: stage.replace("!", ""), missing: stage.startsWith("!") }));
  const groups = [...new Set(events.flatMap(({ keys }) => keys.map(groupOf)))];
  return groups.flatMap((group) => {
    const hitsOf = (letter: string): Hit[] =>
      events
        .flatMap((event) => {
          const joined = event.keys.find((keys) => groupOf(keys) === group);
          const { timeNs } = event;
          const isHit = event.hits.some((hit) => hit.rule === rule && hit.letter === letter);
          return isHit && joined !== undefined && timeNs !== null ? [{ ...event, timeNs, joined }] : [];
        })
        .toSorted(compareEvents);
    const until = sketch.until === undefined ? [] : hitsOf(sketch.until);
    return matchPositives(
      stages.filter(({ missing }) => !missing).map(({ letter }) => hitsOf(letter)),
      until,
      sketch.maxSpanMs ?? null,
    )
      .filter((positives) =>
        keepsWindow(
          stages.map(({ letter, missing }) => ({ missing, hits: hitsOf(letter) })),
          positives,
          sketch.maxSpanMs ?? null,
        ),
      )
      .map((positives) => {
        const rest = [...positives];
        return {
          rule,
          keys: positives[0]?.joined ?? [],
          stages: stages.map(({ missing }) => (missing ? null : (rest.shift() ?? null))),
        };
      });
  });
}

function matchPositives(
  stages: readonly (readonly Hit[])[],
  until: readonly Hit[],
  maxSpanMs: number | null,
): readonly (readonly Hit[])[] {
  const [first = [], ...others] = stages;
  let partials: (readonly Hit[])[] = first.map((hit) => [hit]);
  for (const hits of others) {
    let waiting = partials;
    const advanced: (readonly Hit[])[] = [];
    for (const hit of hits) {
      const before = waiting.filter((partial) => isBefore(lastOf(partial), hit));
      const latest = before.at(-1);
      if (latest === undefined) continue;
      waiting = waiting.filter((partial) => !before.includes(partial));
      if (maxSpanMs !== null && hit.timeNs - firstOf(latest).timeNs > BigInt(maxSpanMs) * 1_000_000n) continue;
      const stop = until.findLast((event) => isBefore(event, hit));
      if (stop !== undefined && !isBefore(stop, lastOf(latest))) continue;
      advanced.push([...latest, hit]);
    }
    partials = advanced;
  }
  return partials;
}

/** Whether nothing came that must not. */
function keepsWindow(
  stages: readonly { readonly missing: boolean; readonly hits: readonly Hit[] }[],
  positives: readonly Hit[],
  maxSpanMs: number | null,
): boolean {
  const earlier: number[] = [];
  const later: number[] = [];
  let hasLeading = false;
  let hasTrailing = false;
  let seen = 0;
  for (const { missing, hits } of stages) {
    if (!missing) {
      seen++;
      continue;
    }
    const previous = positives[seen - 1];
    const next = positives[seen];
    const times = hits.map(msOf);
    if (previous !== undefined && next !== undefined) {
      if (times.some((ms) => ms > msOf(previous) && ms < msOf(next))) return false;
    } else if (next !== undefined) {
      hasLeading = true;
      earlier.push(...times.filter((ms) => ms < msOf(next)));
    } else if (previous !== undefined) {
      hasTrailing = true;
      later.push(...times.filter((ms) => ms > msOf(previous)));
    }
  }
  const span = maxSpanMs ?? Infinity;
  const l = earlier.length === 0 ? null : Math.max(...earlier);
  const r = later.length === 0 ? null : Math.min(...later);
  if (l === null && r === null) return true;
  if (hasLeading && l === null) return true;
  if (hasTrailing && r === null) return true;
  if (l !== null && r !== null) return r - l > span;
  if (l !== null) return msOf(lastOf(positives)) - l > span;
  return r !== null && r - msOf(firstOf(positives)) > span;
}

/** SEMANTICS 8 read aloud: every combination of events, and the first that has no event twice. */
export function findSamplesNaively(
  rule: number,
  sketch: RuleSketch,
  events: readonly EventSketch[],
  samplesPerKey: number,
): readonly NaiveFinding[] {
  const letters = sketch.stages.split(" ");
  const inOrder = events.toSorted(comparePlaces);
  const found = [...new Set(events.flatMap(({ keys }) => keys.map(groupOf)))].flatMap((group) => {
    const stages = letters.map((letter) =>
      inOrder.filter(
        ({ hits, keys }) =>
          hits.some((hit) => hit.rule === rule && hit.letter === letter) && keys.some((key) => groupOf(key) === group),
      ),
    );
    const keysIn = (event: EventSketch | undefined): readonly JoinKey[] =>
      event?.keys.find((keys) => groupOf(keys) === group) ?? [];
    return combinationsOf(stages)
      .filter((combination) => new Set(combination).size === combination.length)
      .slice(0, samplesPerKey)
      .map((combination) => ({
        orderKeys: keysIn(stages[0]?.[0]),
        finding: { rule, keys: keysIn(combination[0]), stages: combination },
      }));
  });
  return found.toSorted((left, right) => compareKeys(left.orderKeys, right.orderKeys)).map(({ finding }) => finding);
}

function combinationsOf(stages: readonly (readonly EventSketch[])[]): readonly (readonly EventSketch[])[] {
  return stages.reduce<readonly (readonly EventSketch[])[]>(
    (combinations, events) => combinations.flatMap((taken) => events.map((event) => [...taken, event])),
    [[]],
  );
}

/** Sequences of all rules in the order of output. */
export function inOutputOrder(findings: readonly NaiveFinding[]): readonly NaiveFinding[] {
  const lastIn = ({ stages }: NaiveFinding): EventSketch | null => stages.findLast((stage) => stage !== null) ?? null;
  return findings.toSorted((left, right) => {
    const leftLast = lastIn(left);
    const rightLast = lastIn(right);
    if (leftLast === null || rightLast === null) throw new Error("a sequence without events");
    return compareEvents(leftLast, rightLast) || left.rule - right.rule || compareKeys(left.keys, right.keys);
  });
}

function isBefore(left: EventSketch, right: EventSketch): boolean {
  return compareEvents(left, right) < 0;
}

function compareEvents(left: EventSketch, right: EventSketch): number {
  const leftTime = left.timeNs ?? 0n;
  const rightTime = right.timeNs ?? 0n;
  if (leftTime !== rightTime) return leftTime < rightTime ? -1 : 1;
  return compareRanks(rank(left.tiebreaker, 9), rank(right.tiebreaker, 9)) || comparePlaces(left, right);
}

function comparePlaces(left: EventSketch, right: EventSketch): number {
  return left.input - right.input || left.offsetBytes - right.offsetBytes || (left.index ?? -1) - (right.index ?? -1);
}

function compareKeys(left: readonly JoinKey[], right: readonly JoinKey[]): number {
  for (const [index, key] of left.entries()) {
    const order = compareRanks(rank(key, 0), rank(right[index] ?? null, 0));
    if (order !== 0) return order;
  }
  return 0;
}

type Rank = readonly [number, number, string];

function rank(value: JoinKey, rankOfNull: number): Rank {
  if (value === null) return [rankOfNull, 0, ""];
  if (typeof value === "string") return [3, 0, value];
  return typeof value === "boolean" ? [1, Number(value), ""] : [2, Number(value), ""];
}

function compareRanks(left: Rank, right: Rank): number {
  return left[0] - right[0] || left[1] - right[1] || compareByCodePoints(left[2], right[2]);
}

function msOf({ timeNs }: Hit): number {
  return Math.floor(Number(timeNs) / 1e6);
}

function firstOf(hits: readonly Hit[]): Hit {
  const [first] = hits;
  if (first === undefined) throw new Error("a partial without events");
  return first;
}

function lastOf(hits: readonly Hit[]): Hit {
  return hits.at(-1) ?? firstOf(hits);
}
