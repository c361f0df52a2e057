import type { CompiledRules } from "../../src/plan/compilation.ts";
import type { HuntOptions } from "../../src/hunt/hunt-options.ts";
import type { HuntSummary } from "../../src/hunt/hunt-account.ts";
import { compileRules, detectionToJsonLine, hunt } from "./built.ts";

/** One query's rule, `query-1`. */
export async function compileQueries(...queries: readonly string[]): Promise<CompiledRules> {
  const rules = await compileRules([], { queries });
  if (rules.failed > 0) throw new Error(rules.diagnostics.map(({ message }) => message).join("; "));
  return rules;
}

/** A line of an event with a process name, numbered. */
export function processLine(number: number, name: string, more: Readonly<Record<string, unknown>> = {}): string {
  const time = new Date(Date.UTC(2025, 7, 18) + number * 1000).toISOString();
  return `${JSON.stringify({ "@timestamp": time, event: { category: "process" }, process: { name, pid: number }, ...more })}\n`;
}

/** What a hunt gave, as the lines it would write. */
export interface Hunted {
  readonly lines: readonly string[];
  readonly summary: HuntSummary;
}

/** Hunts to the end. */
export async function huntAll(options: HuntOptions): Promise<Hunted> {
  const found = hunt(options);
  const lines: string[] = [];
  for await (const detection of found) lines.push(detectionToJsonLine(detection));
  return { lines, summary: await found.summary };
}
