import { Bench } from "tinybench";
import type { Matcher, MatcherStrategy } from "../match/matcher.ts";
import type { PatternList } from "../plan/pattern.ts";
import { quartilesOf, type Spread } from "./spread.ts";

/** Patterns, the values they are asked about, and the answer. */
export interface MatcherCase {
  readonly name: string;
  readonly list: PatternList;
  /** Well-formed. Asked in this order, over and over. */
  readonly values: readonly string[];
  /** How many of `values` match: who says otherwise is not measured but wrong. */
  readonly matches: number;
}

/** What a strategy took for a case, or why it has no figures. */
export type StrategyMeasurement =
  | {
      readonly kind: "measured";
      readonly strategy: string;
      /** Who answers: for `auto` the strategy that it chose. */
      readonly answeredBy: string;
      /** Per value; median and quartiles of the passes over all values. */
      readonly nanosecondsPerValue: Spread;
      /** Making the matcher, once. */
      readonly compileMilliseconds: number;
    }
  | { readonly kind: "failed"; readonly strategy: string; readonly reason: string };

/** All strategies on one case. */
export interface MatcherMeasurement {
  readonly name: string;
  readonly patterns: number;
  readonly values: number;
  /** UTF-16 units, on average. */
  readonly valueLength: number;
  readonly matches: number;
  /** In the order they were given. */
  readonly strategies: readonly StrategyMeasurement[];
}

/** How long, and what is told. */
export interface MatcherMeasurementOptions {
  readonly strategies: Iterable<MatcherStrategy>;
  /** At least so long for each strategy on each case, warm-up not counted; default 150. */
  readonly sampleMs?: number;
  readonly signal?: AbortSignal;
  /** Told after each case. */
  readonly onCase?: (measurement: MatcherMeasurement) => void;
}

/**
 * Times matcher strategies on cases, in nanoseconds per value. Each strategy answers for all values of a case, over and
 * over, and every pass is counted: one that doesn't give the case's `matches` fails. Never throws for a strategy that does:
 * its measurement says so. Rejects on abort.
 *
 * @example
 * const list = { patterns: [wildcardPattern("*.sys")], caseMode: "ascii" } as const;
 * const [measured] = await measureMatchers([{ name: "drivers", list, values: ["a.SYS", "a.exe"], matches: 1 }], {
 *   strategies: matcherStrategies.values(),
 * });
 */
export async function measureMatchers(
  cases: readonly MatcherCase[],
  options: MatcherMeasurementOptions,
): Promise<readonly MatcherMeasurement[]> {
  const measurements: MatcherMeasurement[] = [];
  const strategies = [...options.strategies];
  for (const matcherCase of cases) {
    const { name, list, values, matches } = matcherCase;
    const measured: StrategyMeasurement[] = [];
    for (const strategy of strategies) {
      options.signal?.throwIfAborted();
      measured.push(await measureStrategy(strategy, matcherCase, options.sampleMs ?? 150));
    }
    const measurement: MatcherMeasurement = {
      name,
      patterns: list.patterns.length,
      values: values.length,
      valueLength: values.reduce((sum, value) => sum + value.length, 0) / Math.max(1, values.length),
      matches,
      strategies: measured,
    };
    measurements.push(measurement);
    options.onCase?.(measurement);
  }
  return measurements;
}

async function measureStrategy(
  matcherStrategy: MatcherStrategy,
  { list, values, matches }: MatcherCase,
  sampleMs: number,
): Promise<StrategyMeasurement> {
  const strategy = matcherStrategy.name;
  const failed = (reason: string): StrategyMeasurement => ({ kind: "failed", strategy, reason });
  if (values.length === 0) return failed("there are no values to ask about");
  const startedMs = performance.now();
  const compiled = attempt(() => matcherStrategy.compile(list));
  const compileMilliseconds = performance.now() - startedMs;
  if (compiled.kind === "failed") return failed(compiled.reason);
  const matcher = compiled.value;
  let wrong: number | null = null;
  const bench = new Bench({
    time: sampleMs,
    iterations: 3,
    warmupTime: sampleMs / 3,
    warmupIterations: 1,
    retainSamples: true,
  });
  bench.add(strategy, () => {
    const found = countMatches(matcher, values);
    if (found !== matches) wrong = found;
  });
  const [task] = await bench.run();
  const result = task?.result;
  if (wrong !== null) return failed(`${String(wrong)} values matched, and ${matches} of the ${values.length} do`);
  if (result?.state !== "completed") {
    return failed(result?.state === "errored" ? result.error.message : "it was not timed");
  }
  const samples = result.latency.samples ?? [result.latency.mean];
  const spread = quartilesOf(samples.map((milliseconds) => (milliseconds * 1e6) / values.length));
  if (spread === null) return failed("it was not timed");
  return {
    kind: "measured",
    strategy,
    answeredBy: matcher.strategy,
    nanosecondsPerValue: spread,
    compileMilliseconds,
  };
}

function countMatches(matcher: Matcher, values: readonly string[]): number {
  let matches = 0;
  for (const value of values) if (matcher.test(value)) matches++;
  return matches;
}

function attempt<T>(
  action: () => T,
): { readonly kind: "done"; readonly value: T } | { readonly kind: "failed"; readonly reason: string } {
  try {
    return { kind: "done", value: action() };
  } catch (error) {
    return { kind: "failed", reason: error instanceof Error ? error.message : String(error) };
  }
}
