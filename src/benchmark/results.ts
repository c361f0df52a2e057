import type { Environment } from "./environment.ts";
import type { HuntMeasurements } from "./hunt-measurement.ts";
import type { MatcherMeasurement } from "./matcher-measurement.ts";

/** What a bench writes as JSON: the figures, and all that they depend on. */
export interface BenchmarkResults {
  readonly schema_version: 1;
  readonly environment: Environment;
  readonly data: BenchmarkData;
  readonly rules: {
    readonly count: number;
    /** Of the plan: the same hash, the same rules. */
    readonly hash: string;
  };
  readonly matchers: readonly MatcherMeasurement[];
  readonly hunts: HuntMeasurements;
}

/** What was hunted in. */
export interface BenchmarkData {
  /** For people. */
  readonly description: string;
  /** How many events the hunts had to find; null where nobody knows, and all had to find the same. */
  readonly expected: number | null;
  /** Of a single generated file; null for others. */
  readonly sha256: string | null;
}

/** What went wrong, in a line each: a wrong answer, or no answer. Empty for figures that can be believed. */
export function listFailures({ matchers, hunts }: Pick<BenchmarkResults, "matchers" | "hunts">): readonly string[] {
  const failures: string[] = [];
  for (const { name, strategies } of matchers) {
    for (const measured of strategies) {
      if (measured.kind === "failed") failures.push(`${name}, ${measured.strategy}: ${measured.reason}`);
    }
  }
  for (const result of [...hunts.hunts.map(({ result }) => result), ...hunts.peers]) {
    if (result.kind === "failed") failures.push(`${result.name}: ${result.reason}`);
  }
  return failures;
}
