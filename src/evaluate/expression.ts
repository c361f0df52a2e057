import type { Constant } from "../language/syntax.ts";
import { parseTime } from "../language/time.ts";
import { foldText } from "../match/case-folding.ts";
import type { Matcher, MatcherStrategy } from "../match/matcher.ts";
import { compileRegexes } from "../match/regex-matcher.ts";
import type { CaseMode } from "../plan/pattern.ts";
import type { ValueExpression } from "../plan/predicate.ts";
import { calculate, negate } from "./arithmetic.ts";
import { addressTest, areEqual, areOrdered, canonicalText, holds } from "./comparison.ts";
import { callFunction } from "./functions.ts";

/** A computed expression, ready to run on one combination of its fields' values; a field without values gives null. */
export type CompiledExpression = (slots: readonly Constant[]) => Constant;

/** Compiles an expression; patterns get their matchers here, once. */
export function compileExpression(expression: ValueExpression, strategy: MatcherStrategy): CompiledExpression {
  const compile = (part: ValueExpression): CompiledExpression => compileExpression(part, strategy);
  switch (expression.kind) {
    case "constant": {
      const { value } = expression;
      return () => value;
    }
    case "slot": {
      const { slot } = expression;
      return (slots) => slots[slot] ?? null;
    }
    case "call": {
      const args = expression.args.map(compile);
      const { name, folding } = expression;
      return (slots) =>
        callFunction(
          name,
          folding,
          args.map((arg) => arg(slots)),
        );
    }
    case "arithmetic": {
      const [left, right] = [compile(expression.left), compile(expression.right)];
      const { operator } = expression;
      return (slots) => calculate(operator, left(slots), right(slots));
    }
    case "negative": {
      const operand = compile(expression.operand);
      return (slots) => negate(operand(slots));
    }
    case "comparison":
      return compileComparison(expression, compile);
    case "membership":
      return compileMembership(expression, compile);
    case "patterns":
      return testText(compile(expression.value), strategy.compile(expression.list));
    case "regexes":
      return testText(compile(expression.value), compileRegexes(expression.patterns, expression.caseMode));
    case "and":
      return compileConjunction(expression.operands.map(compile), false);
    case "or":
      return compileConjunction(expression.operands.map(compile), true);
    case "not": {
      const operand = compile(expression.operand);
      return (slots) => {
        const truth = truthOf(operand(slots));
        return truth === null ? null : !truth;
      };
    }
  }
}

/** What a value is as a condition: a bare field means `== true`. */
export function truthOf(value: Constant): boolean | null {
  return value === null ? null : value === true || value === "true";
}

/** Kleene's and (`decisive` false) and or (`decisive` true): the decisive value wins, then null. */
function compileConjunction(operands: readonly CompiledExpression[], decisive: boolean): CompiledExpression {
  return (slots) => {
    let result: boolean | null = !decisive;
    for (const operand of operands) {
      const truth = truthOf(operand(slots));
      if (truth === decisive) return decisive;
      if (truth === null) result = null;
    }
    return result;
  };
}

function testText(value: CompiledExpression, matcher: Matcher): CompiledExpression {
  return (slots) => {
    const operand = value(slots);
    if (operand === null) return null;
    const text = canonicalText(operand);
    return text !== null && matcher.test(text);
  };
}

function compileComparison(
  { left, operator, right, instants }: ValueExpression & { readonly kind: "comparison" },
  compile: (part: ValueExpression) => CompiledExpression,
): CompiledExpression {
  const [leftValue, rightValue] = [compile(left), compile(right)];
  if ((operator === "==" || operator === "!=") && (isNull(left) || isNull(right))) {
    const tested = isNull(left) ? rightValue : leftValue;
    return (slots) => (tested(slots) === null) === (operator === "==");
  }
  const compare = instants ? compareInstants(operator) : compareValues(left, operator, right);
  return (slots) => {
    const [a, b] = [leftValue(slots), rightValue(slots)];
    return a === null || b === null ? null : compare(a, b);
  };
}

function isNull(expression: ValueExpression): boolean {
  return expression.kind === "constant" && expression.value === null;
}

type Comparing = (left: NonNullable<Constant>, right: NonNullable<Constant>) => boolean | null;

function compareInstants(operator: "==" | "!=" | "<" | "<=" | ">" | ">="): Comparing {
  return (left, right) => {
    const [a, b] = [timeOf(left), timeOf(right)];
    if (a === null || b === null) return null;
    return holds(a < b ? -1 : Number(a > b), operator);
  };
}

/** A constant or a value as an instant; booleans are none. */
export function timeOf(value: NonNullable<Constant>): bigint | null {
  return typeof value === "boolean" ? null : parseTime(value);
}

function compareValues(
  left: ValueExpression,
  operator: "==" | "!=" | "<" | "<=" | ">" | ">=",
  right: ValueExpression,
): Comparing {
  if (operator !== "==" && operator !== "!=") return (a, b) => areOrdered(a, operator, b);
  const wanted = operator === "==";
  const rightTest = constantAddressTest(right);
  if (rightTest !== null) return (a) => rightTest(a) === wanted;
  const leftTest = constantAddressTest(left);
  if (leftTest !== null) return (_a, b) => leftTest(b) === wanted;
  return (a, b) => areEqual(a, b) === wanted;
}

function constantAddressTest(expression: ValueExpression): ((value: NonNullable<Constant>) => boolean) | null {
  return expression.kind === "constant" && expression.value !== null ? addressTest(expression.value) : null;
}

function compileMembership(
  { value, items, caseMode, instants }: ValueExpression & { readonly kind: "membership" },
  compile: (part: ValueExpression) => CompiledExpression,
): CompiledExpression {
  const subject = compile(value);
  const tests = items.map((item) => {
    const itemValue = compile(item);
    const compare = itemComparison(value, item, caseMode, instants);
    return (slots: readonly Constant[], subjectValue: NonNullable<Constant>): boolean => {
      const wanted = itemValue(slots);
      return wanted !== null && compare(subjectValue, wanted) === true;
    };
  });
  return (slots) => {
    const subjectValue = subject(slots);
    return subjectValue === null ? null : tests.some((test) => test(slots, subjectValue));
  };
}

function itemComparison(
  value: ValueExpression,
  item: ValueExpression,
  caseMode: CaseMode | null,
  instants: boolean,
): Comparing {
  if (caseMode !== null) {
    return (a, b) => typeof a === "string" && typeof b === "string" && foldText(a, caseMode) === foldText(b, caseMode);
  }
  return instants ? compareInstants("==") : compareValues(value, "==", item);
}
