import { type AddressRange, isInRange, parseAddress } from "../reference/address.ts";
import type { Folding } from "../reference/casing.ts";
import { canonicalText, numericReading } from "../reference/value.ts";
import { areDisjoint, covers, type Glob, globOf } from "./glob.ts";
import type { Pattern } from "../plan/pattern.ts";
import { foldQuickly } from "./text-folding.ts";
import type { WorkBudget } from "./work-budget.ts";

/**
 * Some of the values that a field may have, by SEMANTICS 5 and 5a. A condition asks for a union of such: `x : ("a*", "b")`
 * for two.
 */
export type ValueSet =
  /** Values whose canonical text matches a pattern. */
  | {
      readonly kind: "pattern";
      readonly pattern: Pattern;
      readonly folding: Folding;
      /** No numbers and no booleans, whatever their text (`in~`). */
      readonly stringsOnly: boolean;
    }
  /** The text, and the number that it spells. */
  | { readonly kind: "numeric-text"; readonly text: string; readonly number: number | bigint }
  /** Numbers and numeric texts from `least` to `most`; a bound may be left out itself. */
  | {
      readonly kind: "numbers";
      readonly least: number | bigint;
      readonly most: number | bigint;
      readonly withLeast: boolean;
      readonly withMost: boolean;
    }
  /** The truth value and its name. */
  | { readonly kind: "truth"; readonly value: boolean }
  | { readonly kind: "addresses"; readonly range: AddressRange };

type PatternSet = Extract<ValueSet, { kind: "pattern" }>;

const coarseness: readonly Folding[] = ["none", "ascii", "unicode"];

/** True only if every value of one of `narrow` is one of `wide`. */
export function includesAll(wide: readonly ValueSet[], narrow: readonly ValueSet[], budget: WorkBudget): boolean {
  return narrow.every((one) => wide.some((other) => budget.spend(1) && includes(other, one, budget)));
}

/** True only if no value is in a set of both. */
export function areApart(a: readonly ValueSet[], b: readonly ValueSet[], budget: WorkBudget): boolean {
  return a.every((one) => b.every((other) => budget.spend(1) && isApart(one, other, budget)));
}

function includes(wide: ValueSet, narrow: ValueSet, budget: WorkBudget): boolean {
  if (wide.kind === "pattern") return patternIncludes(wide, narrow, budget);
  if (wide.kind === "numbers") {
    if (narrow.kind === "numeric-text") return isWithin(wide, narrow.number);
    return narrow.kind === "numbers" && isIntervalWithin(wide, narrow);
  }
  if (wide.kind === "numeric-text") return narrow.kind === "numeric-text" && wide.text === narrow.text;
  if (wide.kind === "truth") return narrow.kind === "truth" && wide.value === narrow.value;
  return (
    narrow.kind === "addresses" &&
    wide.range.prefix <= narrow.range.prefix &&
    isInRange(narrow.range.network, wide.range)
  );
}

function patternIncludes(wide: PatternSet, narrow: ValueSet, budget: WorkBudget): boolean {
  if (narrow.kind === "pattern") {
    if (wide.stringsOnly && !narrow.stringsOnly && !isPlainText(narrow)) return false;
    const isCoarser = coarseness.indexOf(wide.folding) >= coarseness.indexOf(narrow.folding);
    if (!isCoarser && hasCase(narrow.pattern)) return false;
    return covers(foldedGlob(wide, wide.folding), foldedGlob(narrow, wide.folding), budget);
  }
  if (wide.stringsOnly) return false;
  const texts = textsOf(narrow);
  return texts !== null && texts.every((text) => matchesText(wide, text, budget));
}

function isApart(a: ValueSet, b: ValueSet, budget: WorkBudget): boolean {
  if (a.kind === "pattern") return isApartFromPattern(a, b, budget);
  if (b.kind === "pattern") return isApartFromPattern(b, a, budget);
  if (a.kind === "numbers" && b.kind === "numbers") return areIntervalsApart(a, b);
  if (a.kind === "numbers" && b.kind === "numeric-text") return !isWithin(a, b.number);
  if (b.kind === "numbers" && a.kind === "numeric-text") return !isWithin(b, a.number);
  if (a.kind === "numeric-text" && b.kind === "numeric-text") return a.number !== b.number;
  if (a.kind === "truth" && b.kind === "truth") return a.value !== b.value;
  if (a.kind === "addresses" && b.kind === "addresses") {
    return !isInRange(a.range.network, b.range) && !isInRange(b.range.network, a.range);
  }
  // Numbers, truth values and addresses have no text in common.
  return true;
}

function isApartFromPattern(pattern: PatternSet, other: ValueSet, budget: WorkBudget): boolean {
  if (other.kind === "pattern") {
    const folding = coarseness.indexOf(pattern.folding) > coarseness.indexOf(other.folding) ? pattern : other;
    return areDisjoint(foldedGlob(pattern, folding.folding), foldedGlob(other, folding.folding), budget);
  }
  const literal = foldedGlob(pattern, "none").literal;
  if (other.kind === "addresses") return literal !== null && parseAddress(literal) === null;
  if (other.kind === "numbers") return literal !== null && numericReading(literal) === null;
  const texts = textsOf(other);
  return (
    texts !== null &&
    texts.every((text) =>
      areDisjoint(foldedGlob(pattern, pattern.folding), foldedGlob(exact(text), pattern.folding), budget),
    )
  );
}

/** All texts that the values have; `null` if there are too many of them. */
function textsOf(set: Exclude<ValueSet, PatternSet>): readonly string[] | null {
  if (set.kind === "truth") return [String(set.value)];
  return set.kind === "numeric-text" ? [set.text, canonicalText(set.number) ?? ""] : null;
}

function matchesText(set: PatternSet, text: string, budget: WorkBudget): boolean {
  return covers(foldedGlob(set, set.folding), foldedGlob(exact(text), set.folding), budget);
}

function exact(text: string): { readonly pattern: Pattern } {
  return { pattern: { tokens: text === "" ? [] : [{ kind: "literal", text }], text } };
}

/** True if no number and no truth value has the text. */
function isPlainText(set: PatternSet): boolean {
  const literal = foldedGlob(set, "none").literal;
  return literal !== null && numericReading(literal) === null && !/^(?:true|false)$/i.test(literal);
}

function hasCase({ tokens }: Pattern): boolean {
  return tokens.some(
    (token) =>
      token.kind === "literal" && (token.text.toLowerCase() !== token.text || token.text.toUpperCase() !== token.text),
  );
}

const globs = new WeakMap<Pattern, Map<Folding, Glob>>();

function foldedGlob({ pattern }: { readonly pattern: Pattern }, folding: Folding): Glob {
  let known = globs.get(pattern);
  if (known === undefined) globs.set(pattern, (known = new Map()));
  let glob = known.get(folding);
  if (glob === undefined) known.set(folding, (glob = globOf(pattern.tokens, (text) => foldQuickly(text, folding))));
  return glob;
}

type Interval = Extract<ValueSet, { kind: "numbers" }>;

function isWithin({ least, most, withLeast, withMost }: Interval, number: number | bigint): boolean {
  return (withLeast ? number >= least : number > least) && (withMost ? number <= most : number < most);
}

function isIntervalWithin(wide: Interval, narrow: Interval): boolean {
  const isLeastWithin =
    narrow.least > wide.least || (narrow.least === wide.least && (wide.withLeast || !narrow.withLeast));
  const isMostWithin = narrow.most < wide.most || (narrow.most === wide.most && (wide.withMost || !narrow.withMost));
  return isLeastWithin && isMostWithin;
}

function areIntervalsApart(a: Interval, b: Interval): boolean {
  return (
    a.most < b.least ||
    b.most < a.least ||
    (a.most === b.least && !(a.withMost && b.withLeast)) ||
    (b.most === a.least && !(b.withMost && a.withLeast))
  );
}
