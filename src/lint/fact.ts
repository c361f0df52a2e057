import { fieldPathsOf } from "../language/expression.ts";
import type { Expression } from "../language/syntax.ts";
import { leafValues, type LeafValues } from "./leaf-values.ts";
import type { LintedRule } from "./linted-rule.ts";
import { comparesPlainly } from "./plain-comparison.ts";
import type { SignedCondition } from "./signed-condition.ts";
import { areApart, includesAll, type ValueSet } from "./value-set.ts";

/** A condition that is needed, with what it asks of which values, as far as that can be said. Worked out when asked for. */
export class Fact {
  /** As it is written, and whether that must hold or must not. */
  readonly written: Expression;
  readonly mustHold: boolean;
  /** Without the signs that are written before it: whether the condition must hold. */
  readonly isWanted: boolean;
  readonly #condition: Expression;
  readonly #values: LeafValues | null;
  readonly #rule: LintedRule;
  #sets: readonly ValueSet[] | "absent" | null | undefined;

  constructor({ condition, isWanted, written, mustHold }: SignedCondition, rule: LintedRule) {
    const values = leafValues(condition);
    this.written = written;
    this.mustHold = mustHold;
    this.isWanted = isWanted;
    this.#condition = condition;
    this.#values = values !== null && comparesPlainly(values.subject, rule.reading) ? values : null;
    this.#rule = rule;
  }

  /** A number that equal conditions have in common. */
  get condition(): number {
    return this.#rule.identity.numberOf(this.#condition);
  }

  /** What the condition asks about, as such a number; `null` if that isn't one value. */
  get subject(): number | null {
    return this.#values === null ? null : this.#rule.identity.numberOf(this.#values.subject);
  }

  /** A number of the field without which the subject is null: the first argument of every function (SEMANTICS 6). */
  get neededField(): number | null {
    let part = this.#values?.subject;
    while (part?.kind === "call") [part] = part.args;
    return part?.kind === "field" ? this.#rule.identity.numberOf(part) : null;
  }

  /** The values that it asks for; `null` if that can't be said. */
  get sets(): readonly ValueSet[] | "absent" | null {
    this.#sets ??= this.#values?.sets() ?? null;
    return this.#sets;
  }

  /** The fields that it speaks of. */
  get fields(): readonly string[] {
    return fieldPathsOf(this.#condition);
  }
}

/**
 * How two needed facts stand to each other: `exclusive` if no event has both, `array` if only one does whose field has
 * several values (SEMANTICS 4: separate leaves choose their values separately), `null` if neither can be told.
 *
 * - The same condition, wanted and not: exclusive.
 * - A field without a value, and one of its values: exclusive.
 * - One of these values, and none of those, where these are all among those: exclusive.
 * - One of these values, and one of those, which have none in common: array.
 */
export function relate(a: Fact, b: Fact, { budget }: LintedRule): "exclusive" | "array" | null {
  if (!budget.spend(1) || (!a.isWanted && !b.isWanted)) return null;
  if (a.neededField !== b.neededField) return null;
  if (a.condition === b.condition) return a.isWanted === b.isWanted ? null : "exclusive";
  if (a.subject === null || b.subject === null) return null;
  const { sets: ofA } = a;
  const { sets: ofB } = b;
  if (ofA === null || ofB === null) return null;
  // Each side asks for a value, or for none, of the field that both need.
  if (ofA === "absent" || ofB === "absent") return a.isWanted && b.isWanted ? "exclusive" : null;
  if (a.subject !== b.subject) return null;
  if (a.isWanted && b.isWanted) return areApart(ofA, ofB, budget) ? "array" : null;
  return (a.isWanted ? includesAll(ofB, ofA, budget) : includesAll(ofA, ofB, budget)) ? "exclusive" : null;
}
