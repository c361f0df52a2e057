import { parseAddress } from "../plan/address-constant.ts";
import type { JoinKeyPlan } from "../plan/plan.ts";
import { canonicalText } from "./comparison.ts";
import type { FieldValue } from "./document.ts";
import type { Evaluator } from "./evaluator.ts";

/** One way in which an event joins others: a value for each key. */
export interface JoinKeys {
  readonly keys: readonly (FieldValue | null)[];
  /** The same for all that join: canonical texts, null apart from every text. */
  readonly group: string;
}

/** An event takes part by at most so many combinations, as a leaf tries them (SEMANTICS 5a). */
const maxCombinations = 65_536;

/**
 * All combinations of the distinct values of a stage's keys in the loaded document, the last key fastest; none if a key that
 * is not optional has no value (SEMANTICS 7). `isCut`: there were more than {@link maxCombinations}.
 */
export function joinKeysOf(
  evaluator: Evaluator,
  plan: readonly JoinKeyPlan[],
): { readonly combinations: readonly JoinKeys[]; readonly isCut: boolean } {
  let combinations: readonly KeyChoice[][] = [[]];
  let isCut = false;
  for (const key of plan) {
    const choices = choicesOf(evaluator, key);
    const longer: KeyChoice[][] = [];
    for (const combination of combinations) {
      for (const choice of choices) {
        if (longer.length === maxCombinations) isCut = true;
        else longer.push([...combination, choice]);
      }
      if (isCut) break;
    }
    combinations = longer;
  }
  return {
    combinations: combinations.map((choices) => ({
      keys: choices.map(({ value }) => value),
      group: JSON.stringify(choices.map(({ text }) => text)),
    })),
    isCut,
  };
}

interface KeyChoice {
  readonly value: FieldValue | null;
  readonly text: string | null;
}

const noValue: readonly KeyChoice[] = [{ value: null, text: null }];

function choicesOf(evaluator: Evaluator, key: JoinKeyPlan): readonly KeyChoice[] {
  const values = evaluator.values(key.field);
  if (values.length === 0) return key.optional ? noValue : [];
  const choices = new Map<string, KeyChoice>();
  for (const value of values) {
    const text = joinText(evaluator, value, key);
    if (text !== null && !choices.has(text)) choices.set(text, { value, text });
  }
  return [...choices.values()];
}

/** What a value joins by; `null` for a number beyond the range of doubles, which equals nothing. */
function joinText(evaluator: Evaluator, value: FieldValue, { field, comparison }: JoinKeyPlan): string | null {
  if (comparison === "address" && typeof value === "string") return parseAddress(value)?.join(":") ?? value;
  if (comparison === "instant") return evaluator.instantOf(field, value)?.toString() ?? canonicalText(value);
  return canonicalText(value);
}
