import type { Span } from "../diagnostics/diagnostic.ts";
import { spanInSource } from "../diagnostics/embedded.ts";
import { fieldPathsOf, isBooleanExpression } from "../language/expression.ts";
import type { Call, Comparison, ComparisonOperator, EventFilter, Expression, Membership } from "../language/syntax.ts";
import type { Rule } from "../rules/rule.ts";
import { printExpression } from "../language/printer.ts";
import { isAddressConstant } from "./address-constant.ts";
import { constantForm, isConstantNull } from "./constants.ts";
import { ExpressionLowering, plannedRegexes } from "./expression-lowering.ts";
import type { FieldTypes } from "./field-comparison.ts";
import type { Interning } from "./interning.ts";
import { escapedWildcardPattern, exactPattern, type Pattern, wildcardPattern } from "./pattern.ts";
import { conditionTextLength, type Program } from "./plan.ts";
import type { Predicate, PresentConstant } from "./predicate.ts";

const mirrored = { "==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const;

/**
 * Lowers the conditions of one rule to a {@link Program}: connectives stay, each leaf becomes the most special predicate
 * that says the same, and what no special one says becomes a computed predicate.
 */
export class ConditionLowering {
  readonly #rule: Rule;
  readonly #interning: Interning;
  readonly #types: FieldTypes;

  constructor(rule: Rule, interning: Interning, types: FieldTypes) {
    this.#rule = rule;
    this.#interning = interning;
    this.#types = types;
  }

  /** What is asked of one event: its category, unless that is `any`, and the condition. */
  lowerFilter(filter: EventFilter, categoryField: string): Program {
    if (filter.category === null) return this.lower(filter.condition);
    const category = this.#lowerCategory(categoryField, filter.category, filter.categorySpan);
    const condition = this.lower(filter.condition);
    const operands = condition.kind === "and" ? [category, ...condition.operands] : [category, condition];
    return { kind: "and", operands, span: this.#span(filter.span) };
  }

  /** A plain `==`, also where the category field is the one that holds the time (SEMANTICS 2). */
  #lowerCategory(path: string, category: string, span: Span): Program {
    const test: Comparison = {
      kind: "comparison",
      operator: "==",
      left: { kind: "field", path, optional: false, span },
      right: { kind: "literal", value: category, span },
      span,
    };
    const field = this.#interning.field(path);
    return this.#predicate({ kind: "equals", field, constants: [category] }, test, true);
  }

  lower(expression: Expression): Program {
    switch (expression.kind) {
      case "and":
      case "or":
        return {
          kind: expression.kind,
          operands: expression.operands.map((operand) => this.lower(operand)),
          span: this.#span(expression.span),
        };
      case "not":
        return this.#not(this.lower(expression.operand), expression.span);
      case "comparison":
        return this.#lowerComparison(expression);
      default:
        return this.#lowerLeaf(expression);
    }
  }

  #lowerComparison(comparison: Comparison): Program {
    const { operator, left, right, span } = comparison;
    if (operator === "==" || operator === "!=") {
      const wanted = literalBoolean(right) ?? literalBoolean(left);
      const tested = literalBoolean(right) === null ? right : left;
      if (wanted !== null && isBooleanExpression(tested)) {
        const program = this.lower(tested);
        return wanted === (operator === "==") ? program : this.#not(program, span);
      }
    }
    if (operator === "!=") {
      const equality: Comparison = { ...comparison, operator: "==" };
      return this.#not(this.#lowerLeaf(equality), span);
    }
    return this.#lowerLeaf(comparison);
  }

  #lowerLeaf(leaf: Expression): Program {
    const span = this.#span(leaf.span);
    if (leaf.kind === "literal" && typeof leaf.value === "boolean")
      return { kind: "constant", value: leaf.value, span };
    if (isConstantNull(leaf)) return { kind: "constant", value: null, span };
    return this.#predicate(this.#specialPredicate(leaf) ?? this.#computedPredicate(leaf), leaf, false);
  }

  #specialPredicate(leaf: Expression): Predicate | null {
    switch (leaf.kind) {
      case "field":
        // Of the rule's time too: as a condition it is a truth value, no instant.
        return { kind: "equals", field: this.#interning.field(leaf.path), constants: [true] };
      case "comparison":
        return this.#specialComparison(leaf);
      case "membership":
        return this.#specialMembership(leaf);
      case "wildcard":
        if (leaf.value.kind !== "field") return null;
        return this.#patterns(
          leaf.value.path,
          leaf.patterns.map((pattern) => wildcardPattern(pattern.value)),
          leaf.ignoreCase,
        );
      case "regex":
        if (leaf.value.kind !== "field") return null;
        return {
          kind: "regexes",
          field: this.#interning.field(leaf.value.path),
          patterns: plannedRegexes(leaf.patterns),
          caseMode: leaf.ignoreCase ? "ascii" : "exact",
        };
      case "call":
        return this.#specialCall(leaf);
      default:
        return null;
    }
  }

  #specialComparison({ left, right, operator }: Comparison): Predicate | null {
    if (left.kind === "field" && right.kind === "literal") {
      if (right.value === null) return { kind: "absent", field: this.#interning.field(left.path) };
      return this.#equals(left.path, operator, [constantForm(right.value)]);
    }
    if (left.kind === "literal" && right.kind === "field") {
      if (left.value === null) return { kind: "absent", field: this.#interning.field(right.path) };
      return this.#equals(right.path, mirrored[operator], [constantForm(left.value)]);
    }
    return null;
  }

  #specialMembership({ value, items, ignoreCase }: Membership): Predicate | null {
    if (value.kind !== "field") return null;
    const constants: PresentConstant[] = [];
    for (const item of items) {
      if (item.kind !== "literal") return null;
      if (item.value !== null) constants.push(constantForm(item.value));
    }
    if (!ignoreCase) return this.#equals(value.path, "==", constants);
    return {
      kind: "patterns",
      field: this.#interning.field(value.path),
      values: "strings",
      list: {
        patterns: constants.filter((constant) => typeof constant === "string").map(exactPattern),
        caseMode: "ascii",
      },
    };
  }

  /** A comparison with constants: of instants if the field is the rule's time or a date, else by the order of its type (SEMANTICS 5a, 5c). */
  #equals(path: string, operator: ComparisonOperator, constants: readonly PresentConstant[]): Predicate {
    const field = this.#interning.field(path);
    const comparison = this.#types.comparisonOf(path);
    if (comparison.kind === "instant") {
      const instants = constants.map(comparison.ofConstant).filter((instant) => instant !== null);
      return { kind: "instant", field, operator, instants };
    }
    const [constant] = constants;
    if (operator === "==" || operator === "!=" || constant === undefined) return { kind: "equals", field, constants };
    return { kind: "order", field, operator, constant, ...(comparison.kind === "order" ? { by: comparison.by } : {}) };
  }

  /** Calls that Elasticsearch turns into wildcard, prefix and address queries (SEMANTICS 6, with the quirk). */
  #specialCall({ name, args, ignoreCase }: Call): Predicate | null {
    const [subject, ...others] = args;
    if (subject?.kind !== "field") return null;
    const texts: string[] = [];
    for (const other of others) {
      if (other.kind !== "literal" || typeof other.value !== "string") return null;
      texts.push(other.value);
    }
    const [text] = texts;
    if (text === undefined) return null;
    switch (name) {
      case "startsWith": {
        const tokens = [...exactPattern(text).tokens, { kind: "any-run" } as const];
        return this.#patterns(subject.path, [{ tokens, text }], ignoreCase);
      }
      case "endsWith":
        return this.#patterns(subject.path, [escapedWildcardPattern(`*${text}`, text)], ignoreCase);
      case "stringContains":
        return this.#patterns(subject.path, [escapedWildcardPattern(`*${text}*`, text)], ignoreCase);
      case "cidrMatch":
        if (!texts.every(isAddressConstant)) return null;
        return { kind: "equals", field: this.#interning.field(subject.path), constants: texts };
      default:
        return null;
    }
  }

  #patterns(path: string, patterns: readonly Pattern[], ignoreCase: boolean): Predicate {
    return {
      kind: "patterns",
      field: this.#interning.field(path),
      values: "text",
      list: { patterns, caseMode: ignoreCase ? "ascii" : "exact" },
    };
  }

  #computedPredicate(leaf: Expression): Predicate {
    const paths = fieldPathsOf(leaf);
    const lowering = new ExpressionLowering(paths, this.#types);
    return {
      kind: "computed",
      fields: paths.map((path) => this.#interning.field(path)),
      expression: lowering.lower(leaf),
    };
  }

  #predicate(predicate: Predicate, leaf: Expression, implicit: boolean): Program {
    return {
      kind: "predicate",
      predicate: this.#interning.predicate(predicate),
      text: printExpression(leaf).slice(0, conditionTextLength).toWellFormed(),
      implicit,
      span: this.#span(leaf.span),
    };
  }

  #not(operand: Program, span: Span): Program {
    return { kind: "not", operand, span: this.#span(span) };
  }

  #span(span: Span): Span {
    return spanInSource(this.#rule.text, span);
  }
}

function literalBoolean(expression: Expression): boolean | null {
  return expression.kind === "literal" && typeof expression.value === "boolean" ? expression.value : null;
}
