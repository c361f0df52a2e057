import { describe, expect, it } from "vitest";
import { correlate } from "./correlating.ts";
import { candidatesOf, groupOf, show, sketchEvents, sketchPlan } from "./sketch.ts";

describe("samples", () => {
  it.each([
    { name: "take one event of each stage", stages: "a b", events: "b1 a2", found: ["a2 b1"] },
    { name: "need every stage", stages: "a b", events: "a1 a2", found: [] },
    { name: "don't need a time", stages: "a b", events: "a? b?", found: ["a? b?"] },
    { name: "take the first in the input, not in time", stages: "a b", events: "a9 b8 a1 b2", found: ["a9 b8"] },
    { name: "never take an event twice", stages: "a b", events: "ab1 b2 a3", found: ["ab1 b2"] },
    { name: "go back where a later stage would have none", stages: "a b", events: "ab1 a2", found: ["a2 ab1"] },
    { name: "go back over two stages", stages: "a b c", events: "abc1 ab2 a3", found: ["a3 ab2 abc1"] },
    { name: "are not there if one event would have to serve twice", stages: "a b c", events: "abc1 abc2", found: [] },
    { name: "come by ascending key", stages: "a b", events: "a1/y b2/y a3/x b4/x", found: ["a3/x b4/x", "a1/y b2/y"] },
    { name: "need the key in every stage", stages: "a b", events: "a1/x b2/y", found: [] },
    {
      name: "of one key, two",
      stages: "a b",
      samplesPerKey: 2,
      events: "a1/x b2/x a3/x a4/x a5/w b6/w",
      found: ["a5/w b6/w", "a1/x b2/x", "a3/x b2/x"],
    },
    {
      name: "of one key change the last stage first",
      stages: "a b",
      samplesPerKey: 3,
      events: "a1 b2 a3 b4",
      found: ["a1 b2", "a1 b4", "a3 b2"],
    },
    {
      name: "of one key, all there are",
      stages: "a b",
      samplesPerKey: 100,
      events: "ab1 ab2 ab3",
      found: ["ab1 ab2", "ab1 ab3", "ab2 ab1", "ab2 ab3", "ab3 ab1", "ab3 ab2"],
    },
    {
      name: "as many as wanted, the first",
      stages: "a b",
      size: 1,
      events: "a1/x b2/x a3/y b4/y",
      found: ["a1/x b2/x"],
    },
  ])("$name", ({ stages, samplesPerKey = 1, size = null, events, found }) => {
    const sketched = sketchPlan({ kind: "sample", stages });
    const candidates = candidatesOf(sketchEvents(events), sketched);
    const options = { maxSamplesPerKey: samplesPerKey, size };
    expect(correlate(sketched.plan, candidates, options).map(show)).toEqual(found);
    expect(correlate(sketched.plan, candidates.toReversed(), options).map(show)).toEqual(found);
  });

  it("come after all sequences, in the order of rules", () => {
    const sketched = sketchPlan(
      { kind: "sample", stages: "a b" },
      { kind: "sequence", stages: "a b" },
      { kind: "sample", stages: "b a" },
      { kind: "sequence", stages: "a b" },
    );
    const events = sketchEvents("a1 b2").map((event) => ({
      ...event,
      hits: event.hits.flatMap(({ letter }) => [0, 1, 2, 3].map((rule) => ({ rule, letter }))),
    }));
    const findings = correlate(sketched.plan, candidatesOf(events, sketched));
    expect(findings.map(({ rule }) => rule)).toEqual([1, 3, 0, 2]);
  });

  it("put an event without a key first", () => {
    const sketched = sketchPlan({ kind: "sample", stages: "a b" });
    const keys = [["4"], [4], [true], [null], ["a"]];
    const [a, b] = sketchEvents("a1 b2").map((event) => ({ ...event, keys: keys.filter(([key]) => key !== 4) }));
    const number = sketchEvents("a0").map((event) => ({ ...event, offsetBytes: -1, keys: [[4]] }));
    const found = correlate(
      sketched.plan,
      candidatesOf(
        [a, b, ...number].filter((event) => event !== undefined),
        sketched,
      ),
    );
    expect(found.map((finding) => groupOf(finding.keys))).toEqual([[null], [true], [4], ["a"]].map(groupOf));
  });
});
