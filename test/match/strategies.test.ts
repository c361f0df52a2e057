import { describe, expect, it } from "vitest";
import { checkMatcherStrategy, matcherCases } from "../../src/match/cases.ts";
import { matcherStrategies } from "../../src/match/strategies.ts";

describe("the table of cases", () => {
  it("has at least 150 cases, on both sides", () => {
    expect(matcherCases.filter((c) => c.expected).length).toBeGreaterThan(75);
    expect(matcherCases.filter((c) => !c.expected).length).toBeGreaterThan(75);
  });

  it.each([...matcherStrategies])("holds for %s", (_name, strategy) => {
    expect(checkMatcherStrategy(strategy)).toEqual([]);
  });

  it("finds a strategy that errs, and one that throws", () => {
    const yes = { name: "yes", compile: () => ({ strategy: "yes", test: () => true }) };
    const misses = matcherCases.filter((c) => !c.expected);
    expect(checkMatcherStrategy(yes).map((m) => m.case)).toEqual(misses);
    const broken = {
      name: "broken",
      compile: () => {
        throw new Error("out of order");
      },
    };
    expect(checkMatcherStrategy(broken)).toHaveLength(matcherCases.length);
    expect(checkMatcherStrategy(broken)[0]?.actual).toBe("out of order");
  });
});
