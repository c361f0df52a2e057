import type { CompiledRules } from "../../src/plan/compilation.ts";
import type { HuntOptions } from "../../src/hunt/hunt-options.ts";
import type { HuntSummary } from "../../src/hunt/hunt-account.ts";
import type { PassSettings } from "../../src/hunt/pass-planning.ts";
import type { Hunt } from "../../src/hunt/hunt.ts";
import { compileRules, detectionToJsonLine, hunt, huntInPasses } from "./built.ts";

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
export function huntAll(options: HuntOptions): Promise<Hunted> {
  return takeAll(hunt(options));
}

/** Hunts to the end, where common stages are left to a second pass however small the inputs are. */
export function huntAllInPasses(options: HuntOptions, settings: Partial<PassSettings> = {}): Promise<Hunted> {
  return takeAll(huntInPasses(options, { minInputBytes: 0, commonShare: 0.1, ...settings }));
}

/** Takes what a hunt gives, to its end. */
export async function takeAll(found: Hunt): Promise<Hunted> {
  const lines: string[] = [];
  for await (const detection of found) lines.push(detectionToJsonLine(detection));
  return { lines, summary: await found.summary };
}
