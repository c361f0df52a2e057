import { matcherStrategies, type StrategyName } from "../match/strategies.ts";
import type { MatcherStrategy } from "../match/matcher.ts";

/**
 * How patterns are matched: a strategy by name, or a module of one's own that exports a `MatcherStrategy` (as `default`, or
 * under the name given). A module and not the strategy itself, since functions can't be sent to a worker.
 */
export type MatcherChoice = StrategyName | { readonly module: string | URL; readonly export?: string };

/** Loads the strategy that was chosen. Throws a `TypeError` if the module exports none. */
export async function resolveMatcher(choice: MatcherChoice): Promise<MatcherStrategy> {
  if (typeof choice !== "string") return importStrategy(String(choice.module), choice.export ?? "default");
  const strategy = matcherStrategies.get(choice);
  if (strategy === undefined) throw new TypeError(`there is no matcher strategy \`${choice}\``);
  return strategy;
}

async function importStrategy(module: string, name: string): Promise<MatcherStrategy> {
  const exports: unknown = await import(module);
  const strategy = isRecord(exports) ? exports[name] : undefined;
  if (isStrategy(strategy)) return strategy;
  throw new TypeError(`\`${module}\` exports no matcher strategy as \`${name}\``);
}

function isStrategy(value: unknown): value is MatcherStrategy {
  return isRecord(value) && typeof value["name"] === "string" && typeof value["compile"] === "function";
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
