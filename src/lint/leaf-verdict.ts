import { functionSignature, type ResultKind } from "../language/functions.ts";
import { childrenOf } from "../language/expression.ts";
import type { ComparisonOperator, Constant, Expression } from "../language/syntax.ts";
import { parseTime } from "../language/time.ts";
import { isConstantNull } from "../plan/constants.ts";
import { evaluateConstant } from "../reference/evaluator.ts";
import { isConstant, isNullLiteral } from "../reference/expression.ts";
import { isTrue } from "../reference/leaf.ts";
import { isOutOfRange, numericReading } from "../reference/value.ts";

/** What a condition is for every event: `null` is the unknown that no `not` makes true (SEMANTICS 3). */
export type Verdict = boolean | null;

/** The verdict of a leaf, and why, in a clause for people. */
export interface LeafVerdict {
  readonly verdict: Verdict;
  readonly reason: string;
}

/** Longer constant conditions are not worked out: nobody writes them, and patterns on constants may take long. */
const longestConstant = 1_000;

const mirrored = { "==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const;

/**
 * What a leaf is for every event, if that can be told without one; else `undefined`. Leaves without a field are worked out
 * by the reference evaluator. `isTime` is true for the rule's timestamp field.
 */
export function leafVerdict(leaf: Expression, isTime: (path: string) => boolean): LeafVerdict | undefined {
  if (isConstantNull(leaf))
    return { verdict: null, reason: "`null` in it makes all of it null, and so does `not` of it" };
  if (isConstant(leaf)) return constantVerdict(leaf);
  switch (leaf.kind) {
    case "comparison": {
      const { left, right, operator } = leaf;
      const reason =
        (right.kind === "literal" ? whyNever(left, operator, right.value, isTime) : null) ??
        (left.kind === "literal" ? whyNever(right, mirrored[operator], left.value, isTime) : null) ??
        (isNullLiteral(left) || isNullLiteral(right) ? null : (whyNull(left) ?? whyNull(right)));
      return reason === null ? undefined : { verdict: false, reason };
    }
    case "membership": {
      if (!leaf.items.every((item) => item.kind === "literal")) return undefined;
      const present = leaf.items.flatMap((item) =>
        item.kind === "literal" && item.value !== null ? [item.value] : [],
      );
      if (present.length === 0) return { verdict: false, reason: "`null` in a list matches nothing: write `== null`" };
      if (leaf.ignoreCase && present.every((constant) => typeof constant !== "string")) {
        return { verdict: false, reason: "`in~` compares strings only" };
      }
      const reasons = present.map((constant) => whyNever(leaf.value, "==", constant, isTime));
      const [reason] = reasons;
      return reason === null || reason === undefined || reasons.includes(null) ? undefined : { verdict: false, reason };
    }
    case "wildcard":
    case "regex": {
      const reason = whyNull(leaf.value);
      return reason === null ? undefined : { verdict: false, reason };
    }
    default:
      return undefined;
  }
}

function constantVerdict(leaf: Expression): LeafVerdict | undefined {
  if (leaf.span.end - leaf.span.start > longestConstant || mentionsRegex(leaf)) return undefined;
  return { verdict: isTrue(evaluateConstant(leaf)), reason: "it mentions no field" };
}

function mentionsRegex(expression: Expression): boolean {
  return expression.kind === "regex" || childrenOf(expression).some(mentionsRegex);
}

/** Why no value of the subject, also none at all, stands in that relation to the constant; `null` if one may. */
function whyNever(
  subject: Expression,
  operator: ComparisonOperator,
  constant: Constant,
  isTime: (path: string) => boolean,
): string | null {
  if (constant === null) return null;
  if (isOutOfRange(constant)) return "the number is beyond the range of doubles, and nothing is equal to it";
  const isOrder = operator !== "==" && operator !== "!=";
  if (subject.kind === "field" && isTime(subject.path)) {
    const isReadable = typeof constant !== "boolean" && parseTime(constant) !== null;
    return isReadable ? null : "the constant is no time that can be read: write it as `2025-08-18T10:00:00Z`";
  }
  if (isOrder && typeof constant === "boolean") return "truth values have no order";
  const kind = resultKind(subject);
  if (kind === "boolean") {
    if (isOrder) return "truth values have no order";
    return isNameOfTruth(constant) ? null : "a truth value is only equal to `true` or `false`";
  }
  if (kind !== "number") return null;
  const number = typeof constant === "boolean" ? null : numericReading(constant);
  if (number === null) return "a number is compared with what is none";
  return subject.kind === "call" ? whyOutside(subject, operator, number) : null;
}

/** `length` and `indexOf` give 0 or more, or null. */
function whyOutside(
  { name }: Extract<Expression, { kind: "call" }>,
  operator: ComparisonOperator,
  number: number | bigint,
): string | null {
  if (name !== "length" && name !== "indexOf") return null;
  const isNever = operator === "<" ? number <= 0 : (operator === "<=" || operator === "==") && number < 0;
  if (!isNever) return null;
  return name === "length"
    ? "`length` gives 0 or more"
    : "`indexOf` gives 0 or more, and null, not -1, where nothing is found: compare with `null`";
}

/** Why an operand is null whatever the event: a division by the constant zero. */
function whyNull(expression: Expression): string | null {
  if (expression.kind !== "arithmetic" || (expression.operator !== "/" && expression.operator !== "%")) return null;
  const { right } = expression;
  return right.kind === "literal" && right.value === 0 ? "a division by zero gives null" : null;
}

function resultKind(expression: Expression): ResultKind | null {
  switch (expression.kind) {
    case "call":
      return functionSignature(expression.name).result;
    case "arithmetic":
    case "negative":
      return "number";
    case "comparison":
    case "membership":
    case "wildcard":
    case "regex":
    case "and":
    case "or":
    case "not":
      return "boolean";
    default:
      return null;
  }
}

function isNameOfTruth(constant: Constant): boolean {
  return typeof constant === "boolean" || constant === "true" || constant === "false";
}
