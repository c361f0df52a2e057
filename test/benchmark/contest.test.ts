import { describe, expect, it } from "vitest";
import { type Contestant, type ContestRun, holdContest } from "../../src/benchmark/contest.ts";

type Finished = ContestRun & { readonly kind: "finished" };

function finished(run: Partial<Finished>): ContestRun {
  return { kind: "finished", seconds: 1, startSeconds: null, found: 3, answer: null, peakMemoryBytes: null, ...run };
}

/** Gives one run after the other; then the last one for ever. */
function contestant(name: string, ...runs: readonly ContestRun[]): Contestant & { readonly log: () => number } {
  let count = 0;
  return {
    name,
    run: () => Promise.resolve(runs[Math.min(count++, runs.length - 1)] ?? finished({})),
    log: () => count,
  };
}

describe("a contest", () => {
  it("gives the seconds of each round, the median start and the most memory", async () => {
    const quick = contestant(
      "quick",
      finished({ seconds: 1, startSeconds: 0.3, peakMemoryBytes: 10 }),
      finished({ seconds: 3, startSeconds: 0.1, peakMemoryBytes: 30 }),
      finished({ seconds: 2, startSeconds: 0.2, peakMemoryBytes: 20 }),
    );
    expect(await holdContest([quick], { rounds: 3, expected: 3 })).toEqual([
      { kind: "measured", name: "quick", found: 3, seconds: [1, 3, 2], startSeconds: 0.2, peakMemoryBytes: 30 },
    ]);
  });

  it("lets everyone run once in each round, and another one first in each", async () => {
    const order: string[] = [];
    const onRun = (name: string, round: number): void => void order.push(`${name}${round}`);
    const contestants = ["a", "b", "c"].map((name) => contestant(name));
    await holdContest(contestants, { rounds: 3, expected: 3, onRun });
    expect(order).toEqual(["a0", "b0", "c0", "b1", "c1", "a1", "c2", "a2", "b2"]);
  });

  it.each<{ shows: string; runs: readonly ContestRun[]; expected: number | null; reason: string }>([
    {
      shows: "fewer than there are",
      runs: [finished({ found: 2 })],
      expected: 3,
      reason: "it found 2, and there are 3 to find",
    },
    {
      shows: "more than there are, in a later round",
      runs: [finished({}), finished({ found: 4 })],
      expected: 3,
      reason: "it found 4, and there are 3 to find",
    },
    {
      shows: "another number than the first, where nobody knows",
      runs: [finished({ found: 2 })],
      expected: null,
      reason: "it found 2, and right found 3",
    },
    {
      shows: "as many, but others",
      runs: [finished({ answer: "other" })],
      expected: 3,
      reason: "it found as many as right did, but not the same",
    },
    { shows: "a failure", runs: [{ kind: "failed", reason: "no memory" }], expected: 3, reason: "no memory" },
  ])("has no figures for a wrong answer: $shows", async ({ runs, expected, reason }) => {
    const right = contestant("right", finished({ answer: "these" }));
    const wrong = contestant("wrong", ...runs);
    const results = await holdContest([right, wrong], { rounds: 3, expected });
    expect(results).toEqual([
      expect.objectContaining({ kind: "measured", name: "right", found: 3, seconds: [1, 1, 1] }),
      { kind: "failed", name: "wrong", reason },
    ]);
    // Who is out runs no more.
    expect(wrong.log()).toBe(runs.length);
  });

  it("asks nothing of what looks for nothing", async () => {
    const reading = contestant("reading", finished({ found: null }));
    const results = await holdContest([reading], { rounds: 1, expected: 3 });
    expect(results).toMatchObject([{ kind: "measured", found: null }]);
  });
});
