import type { Constant } from "../language/syntax.ts";
import type { Matcher, MatcherStrategy } from "../match/matcher.ts";
import { compileRegexes } from "../match/regex-matcher.ts";
import type { ValueExpression } from "../plan/predicate.ts";
import { canonicalText } from "./comparison.ts";
import type { Compile, CompiledExpression } from "./compiled-expression.ts";
import { compileNumber } from "./computed-number.ts";
import { compileComparison, compileMembership } from "./computed-comparison.ts";
import type { DateReader } from "./instant.ts";
import { callFunction } from "./functions.ts";

/** Compiles an expression; patterns get their matchers here, once. `dates` reads the times of each slot. */
export function compileExpression(
  expression: ValueExpression,
  strategy: MatcherStrategy,
  dates: readonly DateReader[],
): CompiledExpression {
  const compile: Compile = (part) => compileExpression(part, strategy, dates);
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
    case "arithmetic":
    case "negative": {
      const number = compileNumber(expression, compile);
      return (slots) => number(slots).value;
    }
    case "comparison":
      return compileComparison(expression, compile, dates);
    case "membership":
      return compileMembership(expression, compile, strategy, dates);
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
