import { fieldPathsOf } from "../language/expression.ts";
import type { Call, Expression, Literal, RegexPattern } from "../language/syntax.ts";
import { constantForm } from "./constants.ts";
import type { FieldTypes } from "./field-comparison.ts";
import { type CaseMode, wildcardPattern } from "./pattern.ts";
import type { ArithmeticOperator, FunctionFolding, PlannedRegex, ValueExpression } from "./predicate.ts";

/** The regular expressions of a leaf without their places. */
export function plannedRegexes(patterns: readonly RegexPattern[]): PlannedRegex[] {
  return patterns.map(({ tree, value }) => ({ tree, text: value }));
}

/** Lowers what stands inside one leaf. `paths` are the leaf's fields, which become slots. */
export class ExpressionLowering {
  readonly #slots: ReadonlyMap<string, number>;
  readonly #types: FieldTypes;

  constructor(paths: readonly string[], types: FieldTypes) {
    this.#slots = new Map(paths.map((path, slot) => [path, slot]));
    this.#types = types;
  }

  lower(expression: Expression): ValueExpression {
    switch (expression.kind) {
      case "literal":
        return lowerConstant(expression);
      case "field": {
        const comparison = this.#types.comparisonOf(expression.path);
        const slot = this.#slots.get(expression.path) ?? 0;
        const by = comparison.kind === "order" ? { by: comparison.by } : {};
        const decimal = this.#types.isDouble(expression.path) ? ({ decimal: true } as const) : {};
        return { kind: "slot", slot, isTime: comparison.kind === "instant", ...by, ...decimal };
      }
      case "call":
        return this.#lowerCall(expression);
      case "arithmetic":
        return this.#lowerArithmetic(expression.operator, expression.left, expression.right);
      case "negative":
        return { kind: "negative", operand: this.lower(expression.operand) };
      case "comparison": {
        const { operator, left, right } = expression;
        return { kind: "comparison", operator, left: this.lower(left), right: this.lower(right) };
      }
      case "membership": {
        const { value, items, ignoreCase } = expression;
        return {
          kind: "membership",
          value: this.lower(value),
          items: items.map((item) => this.lower(item)),
          caseMode: ignoreCase ? wildcardCase(value, true) : null,
        };
      }
      case "wildcard": {
        const { value, patterns, ignoreCase } = expression;
        return {
          kind: "patterns",
          value: this.lower(value),
          list: {
            patterns: patterns.map((pattern) => wildcardPattern(pattern.value)),
            caseMode: wildcardCase(value, ignoreCase),
          },
        };
      }
      case "regex": {
        const { value, patterns, ignoreCase } = expression;
        return {
          kind: "regexes",
          value: this.lower(value),
          patterns: plannedRegexes(patterns),
          caseMode: wildcardCase(value, ignoreCase),
        };
      }
      case "and":
      case "or":
        return { kind: expression.kind, operands: expression.operands.map((operand) => this.lower(operand)) };
      case "not":
        return { kind: "not", operand: this.lower(expression.operand) };
    }
  }

  #lowerCall(call: Call): ValueExpression {
    const [left, right] = call.args;
    switch (call.name) {
      case "add":
        return this.#lowerArithmetic("+", left, right);
      case "subtract":
        return this.#lowerArithmetic("-", left, right);
      case "multiply":
        return this.#lowerArithmetic("*", left, right);
      case "divide":
        return this.#lowerArithmetic("/", left, right);
      case "modulo":
        return this.#lowerArithmetic("%", left, right);
      default: {
        const args = call.args.map((arg) => this.lower(arg));
        return { kind: "call", name: call.name, folding: foldingOf(call), args };
      }
    }
  }

  /** A side that isn't there is null; the parser sees to it that there are two. */
  #lowerArithmetic(
    operator: ArithmeticOperator,
    left: Expression | undefined,
    right: Expression | undefined,
  ): ValueExpression {
    return {
      kind: "arithmetic",
      operator,
      left: left === undefined ? { kind: "constant", value: null } : this.lower(left),
      right: right === undefined ? { kind: "constant", value: null } : this.lower(right),
    };
  }
}

function lowerConstant({ value, decimal }: Literal): ValueExpression {
  const constant = { kind: "constant", value: constantForm(value) } as const;
  return decimal === true ? { ...constant, decimal } : constant;
}

/** On a field letters fold as in an index, ASCII only; on a computed value by simple Unicode folding (SEMANTICS 5). */
function wildcardCase(value: Expression, ignoreCase: boolean): CaseMode {
  if (!ignoreCase) return "exact";
  return value.kind === "field" ? "ascii" : "unicode";
}

/** `~` over a field and constants folds ASCII only, over anything else it lower-cases (SEMANTICS 5a). */
function foldingOf(call: Call): FunctionFolding {
  if (!call.ignoreCase) return "none";
  const fields = call.args.filter((arg) => arg.kind === "field").length;
  const constants = call.args.filter((arg) => fieldPathsOf(arg).length === 0).length;
  return fields === 1 && fields + constants === call.args.length ? "ascii" : "lower";
}
