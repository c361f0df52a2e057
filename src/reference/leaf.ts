import { isWrittenAsDouble } from "../language/number-kind.ts";
import type {
  Call,
  Comparison,
  Expression,
  Literal,
  Membership,
  RegexMatch,
  WildcardMatch,
} from "../language/syntax.ts";
import { parseTime } from "../language/time.ts";
import { calculate, negate } from "./arithmetic.ts";
import { foldAscii, type Folding, lowerCaseKeepingLength } from "./casing.ts";
import { areEqual, areEqualIgnoringCase, areOrdered, holds, isAddressConstant, matchesAddress } from "./comparison.ts";
import { isConstant, isNullLiteral } from "./expression.ts";
import { applyFunction, type TextView } from "./functions.ts";
import { matchesRegex } from "./regex.ts";
import { canonicalText, isOutOfRange, normalizeNumber, type Value } from "./value.ts";
import { matchesWildcard, readWildcard } from "./wildcard.ts";

/** One combination of values for the fields of a leaf. */
export interface Scope {
  /** By path; a field that isn't there is missing. */
  readonly values: ReadonlyMap<string, Value>;
  /** The field whose comparisons are those of instants; null for none. */
  readonly timestampField: string | null;
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
    case "arithmetic": {
      const left = evaluateInside(expression.left, scope);
      const right = evaluateInside(expression.right, scope);
      return calculate(expression.operator, left, right, isWrittenAsDouble(expression));
    }
    case "negative":
      return negate(evaluateInside(expression.operand, scope));
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
  const values = call.args.map((argument) => evaluateInside(argument, scope));
  return applyFunction(call.name, values, textViewOf(call), isWrittenAsDouble(call));
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
    return evaluateEquality(left, leftValue, right, rightValue, scope);
  }
  if (!comparesInstants(left, right, scope)) return areOrdered(operator, leftValue, rightValue);
  const [leftTime, rightTime] = [instantOf(leftValue), instantOf(rightValue)];
  return leftTime === null || rightTime === null ? null : holds(operator, leftTime, rightTime);
}

function evaluateEquality(
  left: Expression,
  leftValue: Value,
  right: Expression,
  rightValue: Value,
  scope: Scope,
): boolean | null {
  if (leftValue === null || rightValue === null) return null;
  if (comparesInstants(left, right, scope)) {
    const [leftTime, rightTime] = [instantOf(leftValue), instantOf(rightValue)];
    return leftTime === null || rightTime === null ? null : leftTime === rightTime;
  }
  const leftIsAddress = isConstant(left) && isAddressConstant(leftValue);
  const rightIsAddress = isConstant(right) && isAddressConstant(rightValue);
  if (!leftIsAddress && !rightIsAddress) return areEqual(leftValue, rightValue);
  return (
    (leftIsAddress && matchesAddress(rightValue, leftValue)) ||
    (rightIsAddress && matchesAddress(leftValue, rightValue))
  );
}

/** The timestamp field beside a constant. */
function comparesInstants(left: Expression, right: Expression, scope: Scope): boolean {
  return (isTimestamp(left, scope) && isConstant(right)) || (isTimestamp(right, scope) && isConstant(left));
}

function isTimestamp(expression: Expression, scope: Scope): boolean {
  return expression.kind === "field" && expression.path === scope.timestampField;
}

function instantOf(value: Value): bigint | null {
  return value === null || typeof value === "boolean" ? null : parseTime(value);
}

/** Null items never match; a missing value, or a timestamp that can't be read, gives null. */
function evaluateMembership(membership: Membership, scope: Scope): boolean | null {
  const { value: tested, items, ignoreCase } = membership;
  const value = evaluateInside(tested, scope);
  if (value === null || (!ignoreCase && isTimestamp(tested, scope) && instantOf(value) === null)) return null;
  const folding = foldingOf(membership);
  return items.some((item) => {
    const itemValue = evaluateInside(item, scope);
    return ignoreCase
      ? areEqualIgnoringCase(value, itemValue, folding)
      : evaluateEquality(tested, value, item, itemValue, scope);
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
