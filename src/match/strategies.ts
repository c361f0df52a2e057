import { autoStrategy } from "./auto.ts";
import { linearStrategy } from "./linear.ts";
import type { MatcherStrategy } from "./matcher.ts";
import { re2SetStrategy } from "./re2-set.ts";
import { re2Strategy } from "./re2.ts";
import { regexpStrategy } from "./regexp.ts";
import { trieStrategy } from "./trie.ts";

/** The names that `--matcher` and `createMatcher` take. */
export type StrategyName = "auto" | "linear" | "regexp" | "re2" | "re2-set" | "trie";

/** Every strategy by its name, in the order in which help and benches show them. All give the same verdicts. */
export const matcherStrategies: ReadonlyMap<StrategyName, MatcherStrategy> = new Map<StrategyName, MatcherStrategy>([
  ["auto", autoStrategy],
  ["linear", linearStrategy],
  ["regexp", regexpStrategy],
  ["re2", re2Strategy],
  ["re2-set", re2SetStrategy],
  ["trie", trieStrategy],
]);
