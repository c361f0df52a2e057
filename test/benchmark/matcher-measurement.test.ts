import { describe, expect, it } from "vitest";
import { type MatcherCase, measureMatchers } from "../../src/benchmark/matcher-measurement.ts";
import type { MatcherStrategy } from "../../src/match/matcher.ts";
import { matcherStrategies } from "../../src/match/strategies.ts";
import { wildcardPattern } from "../../src/plan/pattern.ts";

const drivers: MatcherCase = {
  name: "drivers",
  list: { patterns: ["*.sys", "?:\\windows\\*"].map(wildcardPattern), caseMode: "ascii" },
  values: ["a.SYS", "a.exe", "C:\\Windows\\x", ""],
  matches: 2,
};

function strategyOf(name: string, test: (value: string) => boolean): MatcherStrategy {
  return { name, compile: () => ({ strategy: name, test }) };
}

describe("measuring matchers", () => {
  it("gives every strategy's time per value, in the order they were given", async () => {
    const told: string[] = [];
    const measurements = await measureMatchers([drivers, { ...drivers, name: "again" }], {
      strategies: matcherStrategies.values(),
      sampleMs: 5,
      onCase: ({ name }) => told.push(name),
    });
    expect(told).toEqual(["drivers", "again"]);
    const [measured] = measurements;
    expect(measured).toMatchObject({ name: "drivers", patterns: 2, values: 4, valueLength: 5.5, matches: 2 });
    expect(measured?.strategies.map(({ strategy }) => strategy)).toEqual([...matcherStrategies.keys()]);
    const figures = (measured?.strategies ?? []).filter((result) => result.kind === "measured");
    expect(figures).toHaveLength(matcherStrategies.size);
    for (const { nanosecondsPerValue, compileMilliseconds } of figures) {
      const { low, median, high } = nanosecondsPerValue;
      expect(low).toBeGreaterThan(0);
      expect(median).toBeGreaterThanOrEqual(low);
      expect(high).toBeGreaterThanOrEqual(median);
      expect(compileMilliseconds).toBeGreaterThanOrEqual(0);
    }
  });

  it("says who answers for auto", async () => {
    const [measured] = await measureMatchers([drivers], { strategies: matcherStrategies.values(), sampleMs: 1 });
    const auto = measured?.strategies.find(({ strategy }) => strategy === "auto");
    expect(auto).toMatchObject({ kind: "measured", answeredBy: "trie" });
  });

  it.each([
    { wrong: strategyOf("all", () => true), reason: "4 values matched, and 2 of the 4 do" },
    { wrong: strategyOf("none", () => false), reason: "0 values matched, and 2 of the 4 do" },
    {
      wrong: strategyOf("throwing", () => {
        throw new Error("out of memory");
      }),
      reason: "out of memory",
    },
    {
      wrong: {
        name: "not compiling",
        compile: () => {
          throw new Error("too many patterns");
        },
      },
      reason: "too many patterns",
    },
  ])("has no figures for a strategy that is wrong: $wrong.name", async ({ wrong, reason }) => {
    const strategies = [wrong, ...matcherStrategies.values()];
    const [measured] = await measureMatchers([drivers], { strategies, sampleMs: 1 });
    expect(measured?.strategies[0]).toEqual({ kind: "failed", strategy: wrong.name, reason });
    expect(measured?.strategies.slice(1).map(({ kind }) => kind)).toEqual(
      Array.from({ length: matcherStrategies.size }, () => "measured"),
    );
  });

  it("fails a strategy whose answer is right at first only", async () => {
    let asked = 0;
    const tiring = strategyOf("tiring", (value) => {
      asked++;
      return asked <= 4 && (value === "a.SYS" || value.startsWith("C:"));
    });
    const [measured] = await measureMatchers([drivers], { strategies: [tiring], sampleMs: 1 });
    expect(measured?.strategies).toMatchObject([{ kind: "failed", reason: "0 values matched, and 2 of the 4 do" }]);
  });

  it("fails everybody on a case whose number of matches is wrong", async () => {
    const [measured] = await measureMatchers([{ ...drivers, matches: 3 }], {
      strategies: matcherStrategies.values(),
      sampleMs: 1,
    });
    expect(new Set(measured?.strategies.map(({ kind }) => kind))).toEqual(new Set(["failed"]));
  });

  it("measures nothing without values", async () => {
    const [measured] = await measureMatchers([{ ...drivers, values: [], matches: 0 }], {
      strategies: matcherStrategies.values(),
    });
    expect(measured?.strategies[0]).toMatchObject({ kind: "failed", reason: "there are no values to ask about" });
  });

  it("calls a strategy's own methods with their object", async () => {
    class Counting implements MatcherStrategy {
      readonly name = "counting";
      readonly #strategy = "its own";
      compile(): { strategy: string; test: (value: string) => boolean } {
        return { strategy: this.#strategy, test: (value) => value === "a.SYS" || value.startsWith("C:") };
      }
    }
    const [measured] = await measureMatchers([drivers], { strategies: [new Counting()], sampleMs: 1 });
    expect(measured?.strategies[0]).toMatchObject({ kind: "measured", answeredBy: "its own" });
  });

  it("ends when it is aborted", async () => {
    const signal = AbortSignal.abort();
    const measuring = measureMatchers([drivers], { strategies: matcherStrategies.values(), signal });
    await expect(measuring).rejects.toMatchObject({ name: "AbortError" });
  });
});
