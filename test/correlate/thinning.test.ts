import { describe, expect, it } from "vitest";
import { Thinning } from "../../src/correlate/thinning.ts";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { candidatesOf, type RuleSketch, sketchEvents, sketchPlan } from "./sketch.ts";

const folder = useTemporaryFolder();

/** Names of the events that are held back, and of those of them that are released. */
function thin(rule: RuleSketch, events: string, memoryBytes = 1e6) {
  const sketched = sketchPlan(rule);
  const thinning = new Thinning<string>(sketched.plan, {
    name: "thinning",
    memoryBytes,
    filePath: (name) => folder.join(name),
  });
  const candidates = candidatesOf(sketchEvents(events), sketched);
  const held = candidates.filter((candidate) => thinning.takes(candidate)).map(({ event }) => event);
  const released = [...thinning.released(() => 0)].map(({ event }) => event);
  const canSucceed = thinning.canSucceed(0);
  thinning.remove();
  return { held, released, canSucceed };
}

describe("candidates of unselective stages", () => {
  it.each<{ name: string; rule: RuleSketch; events: string; held: string[]; released: string[] }>([
    {
      name: "are thinned by the keys of a selective one",
      rule: { kind: "sequence", stages: "a b", broad: "a" },
      events: "a1/x a2/y b3/y b4/z",
      held: ["a1/x", "a2/y"],
      released: ["a2/y"],
    },
    {
      name: "are thinned by the stage that has the fewest keys",
      rule: { kind: "sequence", stages: "a b c", broad: "b" },
      events: "a1/x a2/y b3/x b4/y c5/y",
      held: ["b3/x", "b4/y"],
      released: ["b4/y"],
    },
    {
      name: "are not thinned by stages that needn't be hit",
      rule: { kind: "sequence", stages: "a b !m", until: "u", maxSpanMs: 9, broad: "a" },
      events: "a1/x m2/m u3/u b4/x",
      held: ["a1/x"],
      released: ["a1/x"],
    },
    {
      name: "are thinned also where they needn't be hit",
      rule: { kind: "sequence", stages: "a b !m", until: "u", maxSpanMs: 9, broad: "mu" },
      events: "a1/x b2/x m3/x m4/y u5/x u6/y",
      held: ["m3/x", "m4/y", "u5/x", "u6/y"],
      released: ["m3/x", "u5/x"],
    },
    {
      name: "are not held back if no stage is selective",
      rule: { kind: "sample", stages: "a b", broad: "ab" },
      events: "a1/x b2/y",
      held: [],
      released: [],
    },
    {
      name: "are none if a stage was never hit",
      rule: { kind: "sample", stages: "a b c", broad: "a" },
      events: "a1/x b2/x",
      held: ["a1/x"],
      released: [],
    },
  ])("$name", ({ rule, events, held, released }) => {
    expect(thin(rule, events)).toMatchObject({ held, released });
  });

  it("are all released where the keys of the others don't fit in memory", () => {
    const { released } = thin({ kind: "sequence", stages: "a b", broad: "a" }, "a1/x a2/y b3/y", 100);
    expect(released).toEqual(["a1/x", "a2/y"]);
  });

  it("are thinned by a small set where a large one doesn't fit in memory", () => {
    const bs = Array.from({ length: 50 }, (_, index) => `b${index}/k${index}`).join(" ");
    const { released } = thin({ kind: "sequence", stages: "a b c", broad: "a" }, `a1/k1 a2/y ${bs} c9/k1`, 1000);
    expect(released).toEqual(["a1/k1"]);
  });

  it.each([
    { events: "a1 b2", canSucceed: true },
    { events: "a1 m2", canSucceed: false },
    { events: "b1 u2", canSucceed: false },
  ])("$events: can there be a result? $canSucceed", ({ events, canSucceed }) => {
    expect(thin({ kind: "sequence", stages: "a b !m", until: "u", maxSpanMs: 9 }, events).canSucceed).toBe(canSucceed);
  });
});
