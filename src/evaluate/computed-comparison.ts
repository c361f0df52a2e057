import type { InstantReader } from "../language/date-format.ts";
import type { ComparisonOperator, Constant } from "../language/syntax.ts";
import { foldText } from "../match/case-folding.ts";
import type { MatcherStrategy } from "../match/matcher.ts";
import { type CaseMode, exactPattern } from "../plan/pattern.ts";
import type { OrderedBy, PresentConstant, ValueExpression } from "../plan/predicate.ts";
import { addressTest, areEqual, areOrdered } from "./comparison.ts";
import type { Compile, CompiledExpression } from "./compiled-expression.ts";
import { compileEquality, type ValueQuestion } from "./equality.ts";
import { areInstantsOrdered, type DateReader } from "./instant.ts";
import { areOrderedBy } from "./typed-order.ts";

/** Compiles a comparison inside a computed predicate. */
export function compileComparison(
  { left, operator, right }: ValueExpression & { readonly kind: "comparison" },
  compile: Compile,
  dates: readonly DateReader[],
): CompiledExpression {
  const [leftValue, rightValue] = [compile(left), compile(right)];
  if ((operator === "==" || operator === "!=") && (isNull(left) || isNull(right))) {
    const tested = isNull(left) ? rightValue : leftValue;
    return (slots) => (tested(slots) === null) === (operator === "==");
  }
  const compare = compileOperator(
    operator,
    { part: left, value: leftValue },
    { part: right, value: rightValue },
    dates,
  );
  return (slots) => {
    const [a, b] = [leftValue(slots), rightValue(slots)];
    return a === null || b === null ? null : compare(a, b);
  };
}

function isNull(expression: ValueExpression): boolean {
  return expression.kind === "constant" && expression.value === null;
}

/** A side of a comparison, as it is and compiled. */
interface Side {
  readonly part: ValueExpression;
  readonly value: CompiledExpression;
}

type Comparing = (left: NonNullable<Constant>, right: NonNullable<Constant>) => boolean | null;

function compileOperator(
  operator: ComparisonOperator,
  left: Side,
  right: Side,
  dates: readonly DateReader[],
): Comparing {
  const date = dateOf(left.part, dates) ?? dateOf(right.part, dates);
  if (date !== null) return compareInstants(operator, left, right, date);
  if (operator !== "==" && operator !== "!=") {
    const by = orderOf(left.part) ?? orderOf(right.part);
    if (by !== null) return (a, b) => areOrderedBy(by, a, operator, b);
    return (a, b) => areOrdered(a, operator, b);
  }
  const wanted = operator === "==";
  const [leftTest, rightTest] = [constantAddressTest(left), constantAddressTest(right)];
  if (leftTest === null && rightTest === null) return (a, b) => areEqual(a, b) === wanted;
  return (a, b) => (leftTest?.(b) === true || rightTest?.(a) === true) === wanted;
}

/** One side is a field, the other one a constant. */
function compareInstants(operator: ComparisonOperator, left: Side, right: Side, date: DateReader): Comparing {
  const readerOf = ({ part }: Side): InstantReader => (part.kind === "slot" ? date.ofValue : date.ofConstant);
  const [readLeft, readRight] = [readerOf(left), readerOf(right)];
  return (leftValue, rightValue) => {
    const [a, b] = [readLeft(leftValue), readRight(rightValue)];
    return a === null || b === null ? null : areInstantsOrdered(a, operator, b);
  };
}

/** How the times of an expression are read; `null` if it is no date field. */
function dateOf(expression: ValueExpression, dates: readonly DateReader[]): DateReader | null {
  return expression.kind === "slot" && expression.isTime ? (dates[expression.slot] ?? null) : null;
}

function orderOf(expression: ValueExpression): OrderedBy | null {
  return expression.kind === "slot" ? (expression.by ?? null) : null;
}

/** A side that mentions no field compares by address if its value is one, also if it is computed (SEMANTICS 5a). */
function constantAddressTest({ part, value }: Side): ValueQuestion | null {
  const constant = mentionsField(part) ? null : value([]);
  return constant === null ? null : addressTest(constant);
}

type Membership = ValueExpression & { readonly kind: "membership" };

/** Compiles `in` or `in~` inside a computed predicate. Null items never match. */
export function compileMembership(
  membership: Membership,
  compile: Compile,
  strategy: MatcherStrategy,
  dates: readonly DateReader[],
): CompiledExpression {
  const { value, items, caseMode } = membership;
  if (!mentionsField(value) || dateOf(value, dates) !== null) return compareEach(membership, compile, dates);
  // A field on the left means constants on the right, and a hundred thousand of them are looked up at once.
  const constants = items.map((item) => compile(item)([])).filter((constant) => constant !== null);
  const test =
    caseMode === null ? compileEquality(constants, strategy) : compileIgnoringCase(constants, caseMode, strategy);
  const subject = compile(value);
  return (slots) => {
    const tested = subject(slots);
    return tested === null ? null : test(tested);
  };
}

function compileIgnoringCase(
  constants: readonly PresentConstant[],
  caseMode: CaseMode,
  strategy: MatcherStrategy,
): ValueQuestion {
  const texts = constants.filter((constant) => typeof constant === "string");
  const matcher = strategy.compile({ patterns: texts.map(exactPattern), caseMode });
  return (value) => typeof value === "string" && matcher.test(value);
}

function compareEach(
  { value, items, caseMode }: Membership,
  compile: Compile,
  dates: readonly DateReader[],
): CompiledExpression {
  const subject: Side = { part: value, value: compile(value) };
  const tests = items.map((item) => {
    const side: Side = { part: item, value: compile(item) };
    const compare = caseMode === null ? compileOperator("==", subject, side, dates) : compareFolded(caseMode);
    return (slots: readonly Constant[], tested: NonNullable<Constant>): boolean => {
      const wanted = side.value(slots);
      return wanted !== null && compare(tested, wanted) === true;
    };
  });
  const date = caseMode === null ? dateOf(value, dates) : null;
  return (slots) => {
    const tested = subject.value(slots);
    if (tested === null || (date !== null && date.ofValue(tested) === null)) return null;
    return tests.some((test) => test(slots, tested));
  };
}

function compareFolded(caseMode: CaseMode): Comparing {
  return (a, b) => typeof a === "string" && typeof b === "string" && foldText(a, caseMode) === foldText(b, caseMode);
}

function mentionsField(expression: ValueExpression): boolean {
  switch (expression.kind) {
    case "constant":
      return false;
    case "slot":
      return true;
    case "call":
      return expression.args.some(mentionsField);
    case "arithmetic":
    case "comparison":
      return mentionsField(expression.left) || mentionsField(expression.right);
    case "negative":
    case "not":
      return mentionsField(expression.operand);
    case "membership":
      return mentionsField(expression.value) || expression.items.some(mentionsField);
    case "patterns":
    case "regexes":
      return mentionsField(expression.value);
    case "and":
    case "or":
      return expression.operands.some(mentionsField);
  }
}
