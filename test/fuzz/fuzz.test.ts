import { describe, expect, it } from "vitest";
import { corpusOf, describeFailure, fuzz, tryInput } from "./fuzzing.ts";
import { fuzzTargets } from "./targets.ts";

/** Of each target so long; `node scripts/fuzz.ts` goes on for as long as one likes. */
const ms = 1_200;
/** The same inputs in every run, and others. */
const seeds = [1, Math.floor(Math.random() * 2 ** 31)];

describe.each(fuzzTargets)("$name", (target) => {
  it("holds for what it was made for, and for all that once failed", async () => {
    for (const [file, bytes] of [...target.seeds.map((seed) => ["a seed", seed] as const), ...corpusOf(target)]) {
      const failure = await tryInput(target, bytes);
      expect(failure === null ? null : `${file}: ${describeFailure(target, failure, 0)}`).toBeNull();
    }
  });

  it.each(seeds)("holds for random inputs of seed %i", async (seed) => {
    const { tried, failure } = await fuzz(target, { seed, ms: ms / seeds.length });
    expect(failure === null ? null : describeFailure(target, failure, seed)).toBeNull();
    expect(tried).toBeGreaterThan(0);
  });
});
