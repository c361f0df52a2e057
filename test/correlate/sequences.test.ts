import { describe, expect, it } from "vitest";
import type { Candidate, JoinKey } from "../../src/correlate/candidate.ts";
import { correlate } from "./correlating.ts";
import { candidatesOf, groupOf, type RuleSketch, show, sketchEvents, sketchPlan } from "./sketch.ts";

interface Case {
  readonly name: string;
  readonly rule: Omit<RuleSketch, "kind">;
  /** See `sketchEvents`: `ab3/k` hits `a` and `b` at 3 ms with key `k`. */
  readonly events: string;
  readonly found: readonly string[];
}

const ab = { stages: "a b" };

const cases: Readonly<Record<string, readonly Case[]>> = {
  "of the partials that wait": [
    { name: "the latest is taken", rule: ab, events: "a1 a2 b3", found: ["a2 b3"] },
    { name: "one is taken once", rule: ab, events: "a1 b2 b3", found: ["a1 b2"] },
    { name: "older ones are gone", rule: ab, events: "a1 a2 b3 b4", found: ["a2 b3"] },
    { name: "many make many", rule: ab, events: "a1 b2 a3 b4", found: ["a1 b2", "a3 b4"] },
    {
      name: "each stage has its own",
      rule: { stages: "a b c" },
      events: "a1 b2 a3 c4 b5 c6",
      found: ["a1 b2 c4", "a3 b5 c6"],
    },
    { name: "one that isn't at its end gives nothing", rule: { stages: "a b c" }, events: "a1 b2", found: [] },
    { name: "a stage out of order gives nothing", rule: ab, events: "b1 a2", found: [] },
  ],
  "events of the same time": [
    { name: "are in order of position", rule: ab, events: "a1 b1", found: ["a1 b1"] },
    { name: "are in order of tiebreaker first", rule: ab, events: "b1#2 a1#1", found: ["a1#1 b1#2"] },
    { name: "without a tiebreaker are last", rule: ab, events: "b1 a1#7", found: ["a1#7 b1"] },
    { name: "differ by nanoseconds", rule: ab, events: "b1.000002 a1.000001", found: ["a1.000001 b1.000002"] },
    { name: "without a time are in no sequence", rule: ab, events: "a? b? a1 b? b2", found: ["a1 b2"] },
  ],
  "one event": [
    { name: "is never two of a sequence", rule: ab, events: "ab1", found: [] },
    { name: "ends one and begins another one", rule: ab, events: "a1 ab2 b3", found: ["a1 ab2", "ab2 b3"] },
    {
      name: "serves each stage of different sequences",
      rule: { stages: "a b c" },
      events: "abc1 abc2 abc3 abc4",
      found: ["abc1 abc2 abc3", "abc2 abc3 abc4"],
    },
  ],
  runs: [
    { name: "take one event each", rule: { stages: "a a a" }, events: "a1 a2 a3 a4", found: ["a1 a2 a3", "a2 a3 a4"] },
    { name: "need all of them", rule: { stages: "a a b" }, events: "a1 b2", found: [] },
    { name: "before another stage", rule: { stages: "a a b" }, events: "a1 a2 a3 b4 b5", found: ["a2 a3 b4"] },
    { name: "after another stage", rule: { stages: "a b b" }, events: "a1 b2 b3 b4", found: ["a1 b2 b3"] },
    {
      name: "apart from each other",
      rule: { stages: "a b a" },
      events: "a1 b2 a3 b4 a5",
      found: ["a1 b2 a3", "a3 b4 a5"],
    },
  ],
  maxspan: [
    { name: "is inclusive", rule: { ...ab, maxSpanMs: 5 }, events: "a1 b6", found: ["a1 b6"] },
    { name: "is exact to the nanosecond", rule: { ...ab, maxSpanMs: 5 }, events: "a1 b6.000001", found: [] },
    {
      name: "is of the first and the last event",
      rule: { stages: "a b c", maxSpanMs: 5 },
      events: "a1 b4 c7",
      found: [],
    },
    {
      name: "a partial that is too old is gone all the same",
      rule: { stages: "a b", maxSpanMs: 5 },
      events: "a1 b7 a8 b9",
      found: ["a8 b9"],
    },
    { name: "reaches across 1970", rule: { ...ab, maxSpanMs: 5 }, events: "a-2.5 b2.5", found: ["a-2.5 b2.5"] },
  ],
  until: [
    { name: "between two events cancels", rule: { ...ab, until: "u" }, events: "a1 u2 b3", found: [] },
    { name: "before all doesn't", rule: { ...ab, until: "u" }, events: "u1 a2 b3", found: ["a2 b3"] },
    { name: "after all doesn't", rule: { ...ab, until: "u" }, events: "a1 b2 u3", found: ["a1 b2"] },
    { name: "that is the partial's last event cancels", rule: { ...ab, until: "u" }, events: "au1 b2", found: [] },
    { name: "that is the final event doesn't", rule: { ...ab, until: "u" }, events: "a1 bu2", found: ["a1 bu2"] },
    {
      name: "counts between the last two events",
      rule: { stages: "a b c", until: "u" },
      events: "a1 b2 u3 c4",
      found: [],
    },
    {
      name: "cancels an older partial and not a newer one",
      rule: { ...ab, until: "u" },
      events: "a1 u2 a3 b4 b5",
      found: ["a3 b4"],
    },
    {
      name: "at the same time counts by position",
      rule: { ...ab, until: "u" },
      events: "u1 a1 b1",
      found: ["a1 b1"],
    },
    {
      name: "of other keys doesn't cancel",
      rule: { ...ab, until: "u" },
      events: "a1/x u2/y b3/x",
      found: ["a1/x b3/x"],
    },
  ],
  "a missing event in the middle": [
    { name: "isn't there", rule: { stages: "a !m b", maxSpanMs: 9 }, events: "a1 b3", found: ["a1 - b3"] },
    { name: "is there", rule: { stages: "a !m b", maxSpanMs: 9 }, events: "a1 m2 b3", found: [] },
    { name: "is before or after", rule: { stages: "a !m b", maxSpanMs: 9 }, events: "m0 a1 b3 m4", found: ["a1 - b3"] },
    {
      name: "is in the first one's millisecond",
      rule: { stages: "a !m b", maxSpanMs: 9 },
      events: "a1 m1.5 b3",
      found: ["a1 - b3"],
    },
    {
      name: "is in the last one's millisecond",
      rule: { stages: "a !m b", maxSpanMs: 9 },
      events: "a1 m3.1 b3.5",
      found: ["a1 - b3.5"],
    },
    {
      name: "is in the last one's millisecond and was there before",
      rule: { stages: "a !m b", maxSpanMs: 9 },
      events: "a1 m2 m3.1 m3.2 b3.5",
      found: [],
    },
    {
      name: "milliseconds before 1970",
      rule: { stages: "a !m b", maxSpanMs: 9 },
      events: "a-3.5 m-3.1 b-1",
      found: ["a-3.5 - b-1"],
    },
    {
      name: "is of other keys",
      rule: { stages: "a !m b", maxSpanMs: 9 },
      events: "a1/x m2/y b3/x",
      found: ["a1/x - b3/x"],
    },
    {
      name: "ends a partial that has removed an older one",
      rule: { stages: "a !m b", maxSpanMs: 9 },
      events: "a1 a2 m3 b4 b5",
      found: [],
    },
    {
      name: "several in one place",
      rule: { stages: "a !m !n b", maxSpanMs: 9 },
      events: "a1 b2 a3 n4 b5 a6 m7 b8",
      found: ["a1 - - b2"],
    },
  ],
  "a missing event before all": [
    { name: "isn't there", rule: { stages: "!m a b", maxSpanMs: 5 }, events: "a1 b2", found: ["- a1 b2"] },
    { name: "is in the window", rule: { stages: "!m a b", maxSpanMs: 5 }, events: "m1 a2 b6", found: [] },
    { name: "is before the window", rule: { stages: "!m a b", maxSpanMs: 5 }, events: "m1 a2 b7", found: ["- a2 b7"] },
    { name: "the latest counts", rule: { stages: "!m a b", maxSpanMs: 5 }, events: "m1 m2 a3 b7", found: [] },
    {
      name: "the latest of all that are missing counts",
      rule: { stages: "!m !n a b", maxSpanMs: 5 },
      events: "m1 n2 a3 b7",
      found: [],
    },
    {
      name: "in the same millisecond isn't before",
      rule: { stages: "!m a b", maxSpanMs: 5 },
      events: "m1.1 a1.2 b2",
      found: ["- a1.2 b2"],
    },
    { name: "and one event only", rule: { stages: "!m a", maxSpanMs: 5 }, events: "m1 a6 a7", found: ["- a7"] },
  ],
  "a missing event after all": [
    { name: "isn't there", rule: { stages: "a b !m", maxSpanMs: 5 }, events: "a1 b2", found: ["a1 b2 -"] },
    { name: "is in the window", rule: { stages: "a b !m", maxSpanMs: 5 }, events: "a1 b2 m6", found: [] },
    { name: "is after the window", rule: { stages: "a b !m", maxSpanMs: 5 }, events: "a1 b2 m7", found: ["a1 b2 -"] },
    { name: "the earliest counts", rule: { stages: "a b !m", maxSpanMs: 5 }, events: "a1 b2 m6 m7", found: [] },
    {
      name: "the earliest of all that are missing counts",
      rule: { stages: "a b !m !n", maxSpanMs: 5 },
      events: "a1 b2 n6 m7",
      found: [],
    },
    {
      name: "in the same millisecond isn't after",
      rule: { stages: "a b !m", maxSpanMs: 5 },
      events: "a1 b2.1 m2.9",
      found: ["a1 b2.1 -"],
    },
    {
      name: "is for all that wait",
      rule: { stages: "a !m", maxSpanMs: 5 },
      events: "a1 a2 a4 m4 a8",
      found: ["a4 -", "a8 -"],
    },
    {
      name: "comes when some windows are over",
      rule: { stages: "a !m", maxSpanMs: 5 },
      events: "a1 a2 a9 m10",
      found: ["a1 -", "a2 -"],
    },
  ],
  "missing events on both sides": [
    { name: "neither is there", rule: { stages: "!m a !n", maxSpanMs: 5 }, events: "a3", found: ["- a3 -"] },
    { name: "the first isn't there", rule: { stages: "!m a !n", maxSpanMs: 5 }, events: "a3 n4", found: ["- a3 -"] },
    { name: "the last isn't there", rule: { stages: "!m a !n", maxSpanMs: 5 }, events: "m2 a3", found: ["- a3 -"] },
    { name: "both are there, too near", rule: { stages: "!m a !n", maxSpanMs: 5 }, events: "m1 a3 n6", found: [] },
    {
      name: "both are there, far apart",
      rule: { stages: "!m a !n", maxSpanMs: 5 },
      events: "m1 a3 n7",
      found: ["- a3 -"],
    },
    {
      name: "and in the middle",
      rule: { stages: "!m a !o b !n", maxSpanMs: 5 },
      events: "a1 b2 a3 o4 b5",
      found: ["- a1 - b2 -"],
    },
  ],
  "groups of equal keys": [
    { name: "don't mix", rule: ab, events: "a1/x a2/y b3/x", found: ["a1/x b3/x"] },
    { name: "have partials of their own", rule: ab, events: "a1/x a2/y b3/x b4/y", found: ["a1/x b3/x", "a2/y b4/y"] },
    { name: "begin anew", rule: { stages: "!m a", maxSpanMs: 5 }, events: "m1/x a2/y", found: ["- a2/y"] },
  ],
  results: [
    {
      name: "are ordered by their last event",
      rule: ab,
      events: "a1/x a2/y b3/y b4/x",
      found: ["a2/y b3/y", "a1/x b4/x"],
    },
    { name: "head", rule: { ...ab, pipes: [{ kind: "head", count: 1 }] }, events: "a1 b2 a3 b4", found: ["a1 b2"] },
    { name: "tail", rule: { ...ab, pipes: [{ kind: "tail", count: 1 }] }, events: "a1 b2 a3 b4", found: ["a3 b4"] },
  ],
};

describe.each(Object.entries(cases))("%s", (_, cases) => {
  it.each(cases)("$name", ({ rule, events, found }) => {
    const sketched = sketchPlan({ kind: "sequence", ...rule });
    const candidates = candidatesOf(sketchEvents(events), sketched);
    expect(correlate(sketched.plan, candidates).map(show)).toEqual(found);
    expect(correlate(sketched.plan, candidates.toReversed()).map(show)).toEqual(found);
  });
});

describe("join keys", () => {
  const sketched = sketchPlan({ kind: "sequence", stages: "a b" });

  function candidate(letter: string, ms: number, key: JoinKey): Candidate<string> {
    return {
      filter: sketched.filterOf(0, letter),
      keys: [key],
      group: groupOf([key]),
      timeNs: BigInt(ms) * 1_000_000n,
      tiebreaker: null,
      input: 0,
      offsetBytes: ms,
      source: 0,
      event: `${letter}${ms}`,
    };
  }

  it("are those of the first event, where those that join differ in type", () => {
    const [finding] = correlate(sketched.plan, [candidate("a", 1, "4"), candidate("b", 2, 4)]);
    expect(finding?.keys).toEqual(["4"]);
  });

  it("order what ends on the same event: null, booleans, numbers, strings by bytes", () => {
    const keys: readonly JoinKey[] = [
      null,
      false,
      true,
      -1,
      4.5,
      10,
      2n ** 60n,
      "",
      "10",
      "4",
      "Z",
      "a",
      "\uffee",
      "\u{1f600}",
    ];
    const candidates = keys.flatMap((key) => [candidate("a", 1, key), candidate("b", 2, key)]).toReversed();
    expect(correlate(sketched.plan, candidates).map(({ keys: [key] }) => key)).toEqual(
      // 10 and "10" join: they are one.
      keys.filter((key) => key !== "10"),
    );
  });

  it("of one event that join are one event", () => {
    const runs = sketchPlan({ kind: "sequence", stages: "!m a", maxSpanMs: 5 });
    const twice = [candidate("a", 1, 4), candidate("a", 1, "4")].map((one) => ({
      ...one,
      filter: runs.filterOf(0, "a"),
    }));
    expect(correlate(runs.plan, twice).map(({ keys }) => keys)).toEqual([[4]]);
    expect(correlate(runs.plan, twice.toReversed()).map(({ keys }) => keys)).toEqual([[4]]);
  });
});
