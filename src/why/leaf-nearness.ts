import { canonicalText, numberOfText } from "../evaluate/comparison.ts";
import type { FieldValue } from "../evaluate/document.ts";
import type { Evaluator } from "../evaluate/evaluator.ts";
import { exactPattern, type PatternList } from "../plan/pattern.ts";
import type { HuntPlan } from "../plan/plan.ts";
import type { Predicate, PresentConstant } from "../plan/predicate.ts";
import type { NearestValue } from "./condition.ts";
import { type NearestPattern, nearestPattern } from "./nearest-pattern.ts";
import { nearestRegex } from "./nearest-regex.ts";

/** Of a field with more values only the first ones are compared with patterns. */
const mostValues = 32;

/** The value of a leaf's field that comes nearest to one of its texts; `null` where no text is asked for, or none is there. */
export function nearestValue(plan: HuntPlan, evaluator: Evaluator, predicate: Predicate): NearestValue | null {
  const find = nearestFinder(predicate);
  if (find === null || !("field" in predicate)) return null;
  const field = plan.fields[predicate.field]?.name ?? "";
  const onlyStrings = predicate.kind === "equals" || (predicate.kind === "patterns" && predicate.values === "strings");
  let best: NearestValue | null = null;
  for (const value of evaluator.values(predicate.field).slice(0, mostValues)) {
    if (onlyStrings && typeof value !== "string") continue;
    const text = canonicalText(value);
    const nearest = text === null ? null : find(text);
    if (text === null || nearest === null || (best !== null && nearest.share <= best.share)) continue;
    best = { field, value: text, ...nearest };
  }
  return best;
}

/** Finds of a text that doesn't match what it is nearest to; `null` if it is no texts that the leaf asks for. */
function nearestFinder(predicate: Predicate): ((text: string) => NearestPattern | null) | null {
  if (predicate.kind === "regexes") return (text) => nearestRegex(predicate.patterns, predicate.caseMode, text);
  const list = textsOf(predicate);
  return list === null ? null : (text) => nearestPattern(list, text);
}

/**
 * How near a leaf that is false came to being true, from 0 up to but not including 1: of texts the share of the nearest
 * pattern that the value has, of numbers how much they differ; else 0.
 */
export function leafNearness(plan: HuntPlan, evaluator: Evaluator, predicate: Predicate): number {
  const texts = nearestValue(plan, evaluator, predicate)?.share ?? 0;
  if (predicate.kind !== "equals" && predicate.kind !== "order") return texts;
  const constants = predicate.kind === "equals" ? predicate.constants : [predicate.constant];
  return nearestNumber(evaluator.values(predicate.field).slice(0, mostValues), constants, texts);
}

/** The texts that a value of the field may have; `null` if it is no texts that the leaf asks for. */
export function textsOf(predicate: Predicate): PatternList | null {
  if (predicate.kind === "patterns") return predicate.list;
  if (predicate.kind !== "equals") return null;
  let list = equalTexts.get(predicate.constants);
  if (list === undefined) {
    const texts = predicate.constants.filter((constant) => typeof constant === "string");
    list = { patterns: texts.map(exactPattern), caseMode: "exact" };
    equalTexts.set(predicate.constants, list);
  }
  return list.patterns.length === 0 ? null : list;
}

const equalTexts = new WeakMap<readonly PresentConstant[], PatternList>();

function nearestNumber(values: readonly FieldValue[], constants: readonly PresentConstant[], least: number): number {
  let best = least;
  for (const constant of constants) {
    const wanted = finiteNumber(constant);
    if (wanted === null) continue;
    for (const value of values) {
      const number = finiteNumber(value);
      if (number !== null) best = Math.max(best, numberNearness(number, wanted));
    }
  }
  return best;
}

function finiteNumber(value: FieldValue): number | null {
  if (typeof value === "boolean") return null;
  const number = Number(typeof value === "string" ? (numberOfText(value) ?? Number.NaN) : value);
  return Number.isFinite(number) ? number : null;
}

/** 0 for numbers of different signs; the same number is as near as one can be without being there. */
function numberNearness(left: number, right: number): number {
  const larger = Math.max(Math.abs(left), Math.abs(right));
  if (larger === 0) return justBelow;
  return Math.min(justBelow, Math.max(0, 1 - Math.abs(left / larger - right / larger)));
}

const justBelow = 1 - Number.EPSILON;
