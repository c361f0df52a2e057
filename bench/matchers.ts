import { Bench } from "tinybench";
import { linearStrategy } from "../src/match/linear.ts";
import { matcherStrategies, type StrategyName } from "../src/match/strategies.ts";
import { wildcardPattern } from "../src/plan/pattern.ts";
import { makeMatcherInput } from "./matcher-input.ts";

/** A matcher over some values, with the answer that it must give. */
export interface MatcherBenchCase {
  readonly name: string;
  readonly strategy: StrategyName;
  readonly patternCount: number;
  readonly valueCount: number;
  /** How many of the values match, by the naive matcher. */
  readonly matchCount: number;
  /** Tests every value once. Throws if the number of matches is not `matchCount`. */
  readonly run: () => void;
}

/** How many patterns a list has: one, what a list of the prebuilt rules has on average, and two long ones. */
const patternCounts = [1, 17, 100, 1_000];

/** More than RE2's sets remember the way of, so that most values are new to them, as in a log. */
const VALUE_COUNT = 4_000;

/** Above this number of patterns, strategies that try one after the other take seconds a round. */
const MANY = 100;
const oneByOne: ReadonlySet<StrategyName> = new Set(["linear", "regexp", "re2"]);

/** Every strategy on every number of patterns that it is made for. Case is ignored, as `:` does. */
export function matcherBenchCases(): MatcherBenchCase[] {
  return patternCounts.flatMap((patternCount) => {
    const { patterns: texts, values } = makeMatcherInput(patternCount, VALUE_COUNT, patternCount);
    const list = { patterns: texts.map(wildcardPattern), caseMode: "ascii" as const };
    const naive = linearStrategy.compile(list);
    const matchCount = values.filter((value) => naive.test(value)).length;
    const strategies = [...matcherStrategies].filter(([name]) => patternCount <= MANY || !oneByOne.has(name));
    return strategies.map(([name, strategy]) => {
      const matcher = strategy.compile(list);
      const run = (): void => {
        let count = 0;
        for (const value of values) if (matcher.test(value)) count++;
        if (count !== matchCount) throw new Error(`${name} found ${count} matches instead of ${matchCount}`);
      };
      const label = `${patternCount} pattern${patternCount === 1 ? "" : "s"}, ${name}`;
      return { name: label, strategy: name, patternCount, valueCount: values.length, matchCount, run };
    });
  });
}

if (import.meta.main) {
  const cases = matcherBenchCases();
  const bench = new Bench({ time: 400, warmupTime: 200, throws: true });
  for (const { name, run } of cases) bench.add(name, run);
  await bench.run();
  const rows = cases.map(({ name, valueCount, matchCount }) => {
    const result = bench.getTask(name)?.result;
    if (result === undefined || !("latency" in result)) throw new Error(`${name} has no result`);
    const nsPerValue = (ms: number): number => Math.round((ms * 1e6) / valueCount);
    const { p50, p75 } = result.latency;
    return { name, "ns/value": nsPerValue(p50), p75: nsPerValue(p75), matches: `${matchCount} of ${valueCount}` };
  });
  console.table(rows);
}
