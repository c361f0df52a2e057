import type { FieldValue } from "../evaluate/document.ts";
import { registrySpellings } from "../evaluate/registry-spellings.ts";
import { firstMatch } from "../match/linear.ts";
import type { CaseMode, PatternList } from "../plan/pattern.ts";
import type { ConditionHint } from "./condition.ts";

/** So many values of a field are tried in other spellings. */
const mostValues = 8;

/** Longer values are no names or paths that were written in another way. */
const longestValue = 4_096;

/** Values that only letter case, or the way in which a registry path is spelt, keeps from matching a list. */
export function spellingHints(
  list: PatternList,
  field: string,
  values: readonly FieldValue[],
): readonly ConditionHint[] {
  const hints: ConditionHint[] = [];
  for (const value of values.slice(0, mostValues)) {
    if (typeof value !== "string" || value.length > longestValue) continue;
    const hint = caseHint(list, field, value) ?? registryHint(list, field, value);
    if (hint !== null) hints.push(hint);
  }
  return hints;
}

const looserModes: Readonly<Record<CaseMode, readonly CaseMode[]>> = {
  exact: ["ascii", "unicode"],
  ascii: ["unicode"],
  unicode: [],
};

function caseHint(list: PatternList, field: string, value: string): ConditionHint | null {
  for (const caseMode of looserModes[list.caseMode]) {
    const pattern = matchedText(loosened(list, caseMode), value);
    if (pattern !== null) return { kind: "letter-case", field, value, pattern };
  }
  return null;
}

function registryHint(list: PatternList, field: string, value: string): ConditionHint | null {
  for (const spelling of registrySpellings(value).slice(1)) {
    const pattern = matchedText(list, spelling);
    if (pattern !== null) return { kind: "registry-spelling", field, value, spelling, pattern };
  }
  return null;
}

function matchedText(list: PatternList, value: string): string | null {
  return list.patterns[firstMatch(list, value)]?.text ?? null;
}

/** The same patterns under another mode, once for each list: a matcher keeps what it has made of a list. */
function loosened(list: PatternList, caseMode: CaseMode): PatternList {
  const known = looserLists.get(list) ?? new Map<CaseMode, PatternList>();
  looserLists.set(list, known);
  const looser = known.get(caseMode) ?? { patterns: list.patterns, caseMode };
  known.set(caseMode, looser);
  return looser;
}

const looserLists = new WeakMap<PatternList, Map<CaseMode, PatternList>>();
