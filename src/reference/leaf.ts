import type {
  Call,
  Comparison,
  Expression,
  Literal,
  Membership,
  RegexMatch,
  WildcardMatch,
} from "../language/syntax.ts";
import { foldAscii, type Folding, lowerCaseKeepingLength } from "./casing.ts";
import { evaluateNumber, isTextFunction } from "./computed-number.ts";
import { areEqual, areEqualIgnoringCase } from "./comparison.ts";
import { isConstant, isNullLiteral } from "./expression.ts";
import { applyFunction, type TextView } from "./functions.ts";
import { matchesRegex } from "./regex.ts";
import { areSidesEqual, areSidesOrdered, isUnreadable, type Side } from "./typed-comparison.ts";
import { comparisonOf, type FieldOptions } from "./typed-field.ts";
import { canonicalText, isOutOfRange, normalizeNumber, type Value } from "./value.ts";
import { matchesWildcard, readWildcard } from "./wildcard.ts";

/** One combination of values for the fields of a leaf. */
export interface Scope {
  /** By path; a field that isn't there is missing. */
  readonly values: ReadonlyMap<string, Value>;
  readonly fields: FieldOptions;
}

/** Inside a leaf logic is three-valued: null where a value is missing or has the wrong type (SEMANTICS 3). */
export function evaluateInside(expression: Expression, scope: Scope): Value {
  switch (expression.kind) {
    case "literal":
      return literalValue(expression);
    case "field":
      return scope.values.get(expression.path) ?? null;
    case "call":
      return evaluateCall(expression, scope);
    case "arithmetic":
    case "negative":
      return evaluateNumber(expression, scope.fields, (part) => evaluateInside(part, scope)).value;
    case "comparison":
      return evaluateComparison(expression, scope);
    case "membership":
      return evaluateMembership(expression, scope);
    case "wildcard":
      return evaluateWildcard(expression, scope);
    case "regex":
      return evaluateRegex(expression, scope);
    case "and":
      return kleene(expression.operands, false, scope);
    case "or":
      return kleene(expression.operands, true, scope);
    case "not":
      return complement(isTrue(evaluateInside(expression.operand, scope)));
  }
}

/** What a value is worth as a condition: it is compared with `true`. */
export function isTrue(value: Value): boolean | null {
  return areEqual(value, true);
}

function complement(value: boolean | null): boolean | null {
  return value === null ? null : !value;
}

function kleene(operands: readonly Expression[], decisive: boolean, scope: Scope): boolean | null {
  const answers = new Set(operands.map((operand) => isTrue(evaluateInside(operand, scope))));
  if (answers.has(decisive)) return decisive;
  return answers.has(null) ? null : !decisive;
}

function literalValue({ value }: Literal): Value {
  if (typeof value === "string") return value.toWellFormed();
  return typeof value === "number" && Number.isFinite(value) ? normalizeNumber(value) : value;
}

function evaluateCall(call: Call, scope: Scope): Value {
  const { name, args } = call;
  if (!isTextFunction(name)) return evaluateNumber(call, scope.fields, (part) => evaluateInside(part, scope)).value;
  const values = args.map((argument) => evaluateInside(argument, scope));
  return applyFunction(name, values, textViewOf(call));
}

/** Without case, over one field and constants: ASCII letters only; over computed values all letters (SEMANTICS 5a). */
function textViewOf(call: Call): TextView {
  if (!call.ignoreCase) return (text) => text;
  const others = call.args.filter((argument) => argument.kind !== "field");
  if (others.length === call.args.length - 1 && others.every(isConstant)) return foldAscii;
  return givesPosition(call) ? lowerCaseKeepingLength : (text) => text.toLowerCase();
}

/** True if places in the text matter, which then must be those of the text as it is. */
function givesPosition({ name }: Call): boolean {
  return name === "indexOf" || name === "between";
}

/** Patterns on a plain field fold ASCII letters, on everything else all letters (SEMANTICS 5). */
function foldingOf(expression: Membership | WildcardMatch | RegexMatch): Folding {
  if (!expression.ignoreCase) return "none";
  return expression.value.kind === "field" ? "ascii" : "unicode";
}

function evaluateComparison(comparison: Comparison, scope: Scope): boolean | null {
  const { operator, left, right } = comparison;
  if (operator === "!=") return complement(evaluateComparison({ ...comparison, operator: "==" }, scope));
  const leftValue = evaluateInside(left, scope);
  const rightValue = evaluateInside(right, scope);
  if (operator === "==") {
    if (isNullLiteral(left)) return rightValue === null;
    if (isNullLiteral(right)) return leftValue === null;
    return areSidesEqual(sideOf(left, leftValue, scope), sideOf(right, rightValue, scope));
  }
  return areSidesOrdered(operator, sideOf(left, leftValue, scope), sideOf(right, rightValue, scope));
}

function sideOf(expression: Expression, value: Value, { fields }: Scope): Side {
  if (expression.kind !== "field") return { value, isConstant: isConstant(expression), comparison: { kind: "plain" } };
  return { value, isConstant: false, comparison: comparisonOf(expression.path, fields) };
}

/** Null items never match; a missing value, or a date that can't be read, gives null. */
function evaluateMembership(membership: Membership, scope: Scope): boolean | null {
  const { value: tested, items, ignoreCase } = membership;
  const value = evaluateInside(tested, scope);
  const side = sideOf(tested, value, scope);
  if (value === null || (!ignoreCase && isUnreadable(side))) return null;
  const folding = foldingOf(membership);
  return items.some((item) => {
    const itemValue = evaluateInside(item, scope);
    return ignoreCase
      ? areEqualIgnoringCase(value, itemValue, folding)
      : areSidesEqual(side, sideOf(item, itemValue, scope));
  });
}

function evaluateWildcard(match: WildcardMatch, scope: Scope): boolean | null {
  const folding = foldingOf(match);
  return evaluateOnText(match.value, scope, (text) =>
    match.patterns.some((pattern) => matchesWildcard(readWildcard(pattern.value.toWellFormed()), text, folding)),
  );
}

function evaluateRegex(match: RegexMatch, scope: Scope): boolean | null {
  const folding = foldingOf(match);
  return evaluateOnText(match.value, scope, (text) =>
    match.patterns.some((pattern) => matchesRegex(pattern.tree, text, folding)),
  );
}

/** Patterns see the canonical text; they match no number beyond the double range. */
function evaluateOnText(tested: Expression, scope: Scope, matches: (text: string) => boolean): boolean | null {
  const value = evaluateInside(tested, scope);
  if (isOutOfRange(value)) return false;
  const text = canonicalText(value);
  return text === null ? null : matches(text);
}
