import type { Field } from "../language/syntax.ts";
import type { Document } from "./document.ts";
import { maxCombinations } from "./evaluator.ts";
import { joinKeyValues } from "./join-key.ts";
import { type FieldOptions, fieldValuesOf } from "./typed-field.ts";
import { compareValues } from "./value-order.ts";
import type { Value } from "./value.ts";

/** One value of one key of an event. */
export interface JoinKey {
  /** As the event has it; null for an optional key without a value. */
  readonly value: Value;
  /** The same for all that join. Null joins null and nothing else. */
  readonly text: string | null;
}

/**
 * All ways in which an event joins others: the combinations of the distinct values of the keys, the last key fastest, the
 * first 65,536 of them. None if a key that isn't optional has no value; one, of no keys, if there are no keys (SEMANTICS 7).
 */
export function joinKeysOf(document: Document, keys: readonly Field[], options: FieldOptions): readonly JoinKey[][] {
  let combinations: JoinKey[][] = [[]];
  for (const key of keys) {
    const choices = choicesOf(document, key, options);
    combinations = combinations
      .flatMap((combination) => choices.map((choice) => [...combination, choice]))
      .slice(0, maxCombinations);
  }
  return combinations;
}

/** The same text for combinations that join, another one for all others. */
export function groupOf(keys: readonly JoinKey[]): string {
  return JSON.stringify(keys.map(({ text }) => text));
}

/** The order of combinations: by the first key, then by the second, and so on. */
export function compareKeys(left: readonly JoinKey[], right: readonly JoinKey[]): number {
  for (const [index, { value }] of left.entries()) {
    const order = compareValues(value, right[index]?.value ?? null);
    if (order !== 0) return order;
  }
  return 0;
}

/** What is there and equals nothing, a number beyond the double range, is not null either. */
function choicesOf(document: Document, key: Field, options: FieldOptions): readonly JoinKey[] {
  const isNull = key.unlisted === true || fieldValuesOf(document, key.path, options).length === 0;
  if (isNull) return key.optional ? [{ value: null, text: null }] : [];
  return joinKeyValues(document, key, options);
}
