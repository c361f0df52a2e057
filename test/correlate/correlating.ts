import type { Candidate, Finding } from "../../src/correlate/candidate.ts";
import { Correlation, type CorrelationOptions } from "../../src/correlate/correlation.ts";
import type { HuntPlan } from "../../src/plan/plan.ts";

/** All that is found among the candidates. Without a path, touching the disk is a mistake. */
export function correlate<Event>(
  plan: HuntPlan,
  candidates: readonly Candidate<Event>[],
  options: Partial<CorrelationOptions> = {},
): readonly Finding<Event>[] {
  const correlation = new Correlation<Event>(plan, { memoryBytes: 64e6, filePath: refuseFiles, ...options });
  try {
    for (const candidate of candidates) correlation.add(candidate);
    return [...correlation.findings()];
  } finally {
    correlation.remove();
  }
}

function refuseFiles(name: string): string {
  throw new Error(`${name} doesn't have to be written`);
}
