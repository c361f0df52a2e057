import { foldText } from "../match/case-folding.ts";
import { compileViablePrefix } from "../match/state-set.ts";
import type { CaseMode } from "../plan/pattern.ts";
import type { PlannedRegex } from "../plan/predicate.ts";
import type { NearestPattern } from "./nearest-pattern.ts";

/** Longer values are not looked at. */
const longestValue = 65_536;

/** Of a regular expression the share says less than of a pattern: `.*` agrees with everything. */
const weight = 0.5;

/**
 * The regular expression that agrees longest with a value which none matches, from its beginning; of equal ones the first. `null`
 * of none, and where that would take too long.
 */
export function nearestRegex(
  patterns: readonly PlannedRegex[],
  caseMode: CaseMode,
  value: string,
): NearestPattern | null {
  if (value.length > longestValue) return null;
  const text = caseMode === "unicode" ? foldText(value, caseMode) : value;
  const length = Array.from(value).length;
  let best: { readonly pattern: string; readonly agreed: number } | null = null;
  for (const pattern of patterns) {
    const agreed = prefixOf(pattern, caseMode)(text);
    if (agreed !== null && (best === null || agreed > best.agreed)) best = { pattern: pattern.text, agreed };
  }
  if (best === null) return null;
  const { pattern, agreed } = best;
  const share = (weight * agreed) / (length + 1);
  return { pattern, share, parting: { from: "regex", agreed }, viablePrefix: agreed };
}

type ViablePrefix = ReturnType<typeof compileViablePrefix>;

/** Made when first asked for: a regular expression of a plan has one mode. */
function prefixOf(pattern: PlannedRegex, caseMode: CaseMode): ViablePrefix {
  let compiled = compiledPrefixes.get(pattern);
  if (compiled === undefined) compiledPrefixes.set(pattern, (compiled = compileViablePrefix(pattern.tree, caseMode)));
  return compiled;
}

const compiledPrefixes = new WeakMap<PlannedRegex, ViablePrefix>();
