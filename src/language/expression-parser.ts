import { parseCall } from "./calls.ts";
import { acceptConnective } from "./connectives.ts";
import { skipIndex } from "./indexes.ts";
import { rejectLineage } from "./lineage.ts";
import { readList } from "./lists.ts";
import { acceptComparison, acceptNegation } from "./operators.ts";
import type { ParseContext } from "./parse-context.ts";
import { PatternParser } from "./patterns.ts";
import type { Arithmetic, Constant, Expression, Literal, Logical } from "./syntax.ts";
import { isTimeUnit } from "./time-units.ts";
import { isKeyword, isOpening, isSign } from "./token.ts";
import type { DurationToken, NameToken, Token } from "./token.ts";
import { beginsOperand, findConstant, findInfix, isLineage, isMeantAsNot } from "./wording.ts";
import type { FoundInfix } from "./wording.ts";

/**
 * Reads a condition by recursive descent (SEMANTICS 2). The method for a level of precedence always gives an expression:
 * where there is none it reports that and gives a placeholder, so that one mistake hides no other.
 */
export class ExpressionParser {
  readonly #context: ParseContext;
  readonly #patterns: PatternParser;

  constructor(context: ParseContext) {
    this.#context = context;
    this.#patterns = new PatternParser(context, () => this.#parseSum());
  }

  /** Reads to the end of the text, of the stage, or to a pipe. */
  parse(): Expression {
    return this.#parseOr();
  }

  #parseOr(): Expression {
    return this.#parseChain("or", () => this.#parseAnd());
  }

  #parseAnd(): Expression {
    return this.#parseChain("and", () => this.#parseNot());
  }

  #parseChain(kind: Logical["kind"], parseOperand: () => Expression): Expression {
    const { start } = this.#context.stream.current;
    const first = parseOperand();
    if (!acceptConnective(this.#context, kind)) return first;
    const operands: Expression[] = [];
    let height = this.#append(operands, kind, first);
    do height = Math.max(height, this.#append(operands, kind, parseOperand()));
    while (acceptConnective(this.#context, kind));
    return this.#context.build({ kind, operands, span: this.#context.spanFrom(start) }, height);
  }

  /** Adds an operand; one of the same kind is part of the same chain. Gives the height below the chain's node. */
  #append(operands: Expression[], kind: Logical["kind"], operand: Expression): number {
    if (operand.kind !== kind) {
      operands.push(operand);
      return this.#context.height;
    }
    for (const inner of operand.operands) operands.push(inner);
    return this.#context.height - 1;
  }

  #parseNot(): Expression {
    const { stream } = this.#context;
    const { current } = stream;
    if (!isKeyword(current, "not")) {
      if (!isMeantAsNot(stream) || this.#context.beginsStageHere) return this.#parseComparison();
      this.#context.reportMeant(current, "a condition", "not");
    }
    stream.take();
    return this.#context.descend(current, () => {
      const operand = this.#parseNot();
      const { height } = this.#context;
      return this.#context.build({ kind: "not", operand, span: this.#context.spanFrom(current.start) }, height);
    });
  }

  #parseComparison(): Expression {
    const { start } = this.#context.stream.current;
    const left = this.#parseSum();
    const leftHeight = this.#context.height;
    const operator = acceptComparison(this.#context);
    if (operator === null) return left;
    const right = this.#parseSum();
    const height = Math.max(leftHeight, this.#context.height);
    const span = this.#context.spanFrom(start);
    const comparison = this.#context.build({ kind: "comparison", operator, left, right, span }, height);
    return this.#endChain(comparison, () => (acceptComparison(this.#context) === null ? null : this.#parseSum()));
  }

  /** Reads the rest of a chain like `a < b < c`, which EQL has not, and reports it at its second operator. */
  #endChain(first: Expression, parseNext: () => Expression | null): Expression {
    const { height, stream, mistakes, orphans } = this.#context;
    const operator = stream.current;
    let next = parseNext();
    if (next !== null) {
      const help = "connect them, as in `a < b and b < c`, or put one of them in parentheses";
      mistakes.reportOnce("E210", operator, "comparisons can't be chained", { help });
    }
    for (; next !== null; next = parseNext()) orphans.push(next);
    this.#context.height = height;
    return first;
  }

  #parseSum(): Expression {
    return this.#parseArithmetic(sumOperators, () => this.#parseProduct());
  }

  #parseProduct(): Expression {
    return this.#parseArithmetic(productOperators, () => this.#parseSigned());
  }

  #parseArithmetic(operators: ReadonlyMap<string, Arithmetic["operator"]>, parseOperand: () => Expression): Expression {
    const { stream } = this.#context;
    const { start } = stream.current;
    let left = parseOperand();
    for (;;) {
      const { current } = stream;
      const operator = current.kind === "sign" ? operators.get(current.sign) : undefined;
      if (operator === undefined) return left;
      const leftHeight = this.#context.height;
      stream.take();
      const right = parseOperand();
      const height = Math.max(leftHeight, this.#context.height);
      const span = this.#context.spanFrom(start);
      left = this.#isWhole(left, right)
        ? this.#context.build({ kind: "arithmetic", operator, left, right, span }, height)
        : this.#context.placeholder(span);
    }
  }

  /** False if an operand is missing: then nothing can be said of the result, but still of the other operand. */
  #isWhole(left: Expression, right: Expression): boolean {
    if (!this.#context.isPlaceholder(left) && !this.#context.isPlaceholder(right)) return true;
    this.#context.orphans.push(left, right);
    return false;
  }

  #parseSigned(): Expression {
    const { stream } = this.#context;
    const { current } = stream;
    const isMinus = isSign(current, "-");
    if (!isMinus && !isSign(current, "+")) return this.#parsePredicate();
    stream.take();
    return this.#context.descend(current, () => {
      const operand = this.#parseSigned();
      if (!isMinus) return operand;
      const span = this.#context.spanFrom(current.start);
      if (operand.kind === "literal") {
        const value = negate(operand.value);
        if (value !== null) return { ...operand, value, span };
      }
      if (this.#context.isPlaceholder(operand)) return operand;
      return this.#context.build({ kind: "negative", operand, span }, this.#context.height);
    });
  }

  #parsePredicate(): Expression {
    const { start } = this.#context.stream.current;
    const value = this.#parsePrimary();
    const { height } = this.#context;
    const parseNext = (): Expression | null => this.#parsePredicateOf(value, start, height);
    const predicate = parseNext();
    return predicate === null ? value : this.#endChain(predicate, parseNext);
  }

  #parsePredicateOf(value: Expression, start: number, height: number): Expression | null {
    const { stream } = this.#context;
    if (value.kind === "field" && isSign(stream.current, "(")) return this.#recoverOperator(value, start);
    const negation = acceptNegation(this.#context);
    const operator = stream.current;
    const found = findInfix(stream);
    if (found?.infix.kind !== "predicate") return null;
    stream.take();
    if (found.meant !== null) this.#context.reportMeant(operator, "an operator", found.meant);
    const predicate = this.#parseRightSide(value, start, operator, found, height);
    if (negation === null) return predicate;
    if (found.infix.operator !== "in") {
      this.#context.mistakes.reportOnce("E203", negation, `\`not\` can't stand before ${stream.describe(operator)}`, {
        help: `it comes before the whole condition: \`not field ${stream.mention(operator)} …\``,
      });
    }
    return this.#context.build(
      { kind: "not", operand: predicate, span: this.#context.spanFrom(start) },
      this.#context.height,
    );
  }

  /** Reads `field (…)` as a list of values; what they are compared by is not known. */
  #recoverOperator(value: Expression, start: number): Expression {
    const { stream, mistakes, orphans } = this.#context;
    const open = stream.current;
    const message = `expected an operator, found ${stream.describe(open)}`;
    mistakes.reportOnce("E203", open, message, { label: "`:`, `like` or `in` is missing before this" });
    return this.#context.descend(open, () => {
      orphans.push(value);
      readList(this.#context, "a value", 0, () => orphans.push(this.#parseItem()));
      return this.#context.placeholder(this.#context.spanFrom(start));
    });
  }

  #parseRightSide(value: Expression, start: number, token: Token, found: FoundInfix, valueHeight: number): Expression {
    const hasTilde = (token.kind === "keyword" || token.kind === "name") && token.tilde;
    const { operator } = found.infix;
    if (operator === "in") return this.#parseMembership(value, start, hasTilde, valueHeight);
    const height = Math.max(1, valueHeight);
    if (operator === "regex") {
      const patterns = this.#patterns.parseRegexes(token);
      const span = this.#context.spanFrom(start);
      return this.#context.build({ kind: "regex", ignoreCase: hasTilde, value, patterns, span }, height);
    }
    const ignoreCase = hasTilde || operator === "wildcard";
    const patterns = this.#patterns.parseWildcards(token);
    const span = this.#context.spanFrom(start);
    return this.#context.build({ kind: "wildcard", ignoreCase, value, patterns, span }, height);
  }

  #parseMembership(value: Expression, start: number, ignoreCase: boolean, valueHeight: number): Expression {
    const { stream, mistakes } = this.#context;
    const open = stream.current;
    const items: Expression[] = [];
    let height = valueHeight;
    const readItem = (): void => {
      items.push(this.#parseItem());
      height = Math.max(height, this.#context.height);
    };
    const build = (): Expression => {
      const span = this.#context.spanFrom(start);
      return this.#context.build({ kind: "membership", ignoreCase, value, items, span }, height);
    };
    if (isOpening(open)) {
      return this.#context.descend(open, () => {
        readList(this.#context, "a value", 1, readItem);
        return build();
      });
    }
    if (!beginsOperand(open)) return this.#context.missing("`(`");
    mistakes.reportOnce("E203", open, `expected \`(\`, found ${stream.describe(open)}`, {
      label: "the values stand in parentheses",
    });
    do items.push(this.#parsePrimary());
    while (!this.#context.surroundings.listed && stream.acceptSign(","));
    return build();
  }

  /** An item of a list. Most are constants, and lists are long: they are taken without asking every level of precedence. */
  #parseItem(): Expression {
    const { current, ahead } = this.#context.stream;
    const isWhole = isSign(ahead, ",") || isSign(ahead, ")");
    return isWhole && (current.kind === "string" || current.kind === "number") ? this.#parsePrimary() : this.#parseOr();
  }

  #parsePrimary(): Expression {
    const { stream } = this.#context;
    const token = stream.current;
    if (token.kind === "string") return this.#takeLiteral(token, token.value);
    if (token.kind === "name") return this.#parseName(token);
    if (token.kind === "keyword") return this.#parseKeyword(token);
    if (token.kind === "end") return this.#missingOperand();
    if (token.kind === "sign") return this.#parseSign(token);
    if (token.kind === "duration") return this.#rejectDuration(token);
    if (token.value !== null) {
      const literal = this.#takeLiteral(token, token.value);
      return token.decimal ? { ...literal, decimal: true } : literal;
    }
    return this.#context.placeholder(stream.take());
  }

  #takeLiteral(token: Token, value: Constant): Literal {
    this.#context.stream.take();
    this.#context.height = 1;
    return { kind: "literal", value, span: { start: token.start, end: token.end } };
  }

  #parseSign(token: Token): Expression {
    const isInner = isOpening(token) && !this.#context.beginsStageHere;
    return isInner ? this.#parseParentheses() : this.#parseStraySign();
  }

  #rejectDuration(token: DurationToken): Expression {
    const { stream, mistakes } = this.#context;
    mistakes.reportOnce("E207", token, `\`${stream.mention(token)}\` is no number`, {
      label: isTimeUnit(token.unit)
        ? "only `maxspan` takes a time span"
        : "a name that begins with a digit stands in backquotes",
    });
    return this.#context.placeholder(stream.take());
  }

  #parseParentheses(): Expression {
    const open = this.#context.open();
    return this.#context.descend(open, () =>
      this.#context.within({ bracketed: true, listed: false }, () => {
        const inner = this.#parseOr();
        const { height } = this.#context;
        this.#context.close(open);
        this.#context.height = height;
        return inner;
      }),
    );
  }

  #parseName(token: NameToken): Expression {
    const { stream, mistakes } = this.#context;
    if (token.plain) {
      if (isSign(stream.ahead, "(")) return parseCall(this.#context, token, () => this.#parseOr());
      if (isLineage(token, stream.ahead)) return rejectLineage(this.#context, token);
      const constant = findConstant(token);
      if (constant !== null) {
        mistakes.reportOnce("E203", token, `expected a value, found ${stream.describe(token)}`, {
          label: `did you mean \`${constant}\`?`,
          help: "a field of that name stands in backquotes",
        });
        return this.#context.placeholder(stream.take());
      }
    }
    stream.take();
    this.#context.height = 1;
    if (token.tilde) {
      mistakes.reportOnce("E203", token, "`~` can't stand after a field", {
        help: "`in~`, `like~` and `regex~` ignore case",
      });
    }
    const hasIndex = isSign(stream.current, "[") && !this.#context.beginsStageHere;
    const end = hasIndex ? skipIndex(this.#context) : token.end;
    return { kind: "field", path: token.path, optional: token.optional, span: { start: token.start, end } };
  }

  #parseKeyword(token: Extract<Token, { kind: "keyword" }>): Expression {
    const { stream, mistakes } = this.#context;
    if (token.word === "true") return this.#takeLiteral(token, true);
    if (token.word === "false") return this.#takeLiteral(token, false);
    if (token.word === "null") return this.#takeLiteral(token, null);
    if (findInfix(stream) !== null) return this.#missingOperand();
    if (token.word === "not") {
      mistakes.reportOnce("E203", token, "expected a value, found `not`", { help: "put the `not …` in parentheses" });
      return this.#parseNot();
    }
    mistakes.reportOnce("E203", token, `expected a value, found the keyword \`${token.word}\``, {
      help: "a field of that name stands in backquotes",
    });
    return this.#context.placeholder(stream.take());
  }

  /** A sign where a value is expected; one that no operator and no end of anything begins with is skipped. */
  #parseStraySign(): Expression {
    const { stream } = this.#context;
    const node = this.#missingOperand();
    const isStray = (): boolean => stream.current.kind === "sign" && straySigns.has(stream.current.sign);
    while (isStray() && !this.#context.beginsStageHere) stream.take();
    return node;
  }

  #missingOperand(): Expression {
    const { previous } = this.#context.stream;
    const wantsCondition =
      previous?.kind === "keyword" &&
      (previous.word === "and" || previous.word === "or" || previous.word === "not" || previous.word === "where");
    return this.#context.missing(wantsCondition ? "a condition" : "a value");
  }
}

const straySigns: ReadonlySet<string> = new Set(["!", "?", "~", "."]);

const sumOperators: ReadonlyMap<string, Arithmetic["operator"]> = new Map([
  ["+", "+"],
  ["-", "-"],
]);

const productOperators: ReadonlyMap<string, Arithmetic["operator"]> = new Map([
  ["*", "*"],
  ["/", "/"],
  ["%", "%"],
]);

/** The number with its sign changed; `null` for what is no number. Zero has no sign. */
function negate(value: Constant): number | bigint | null {
  if (typeof value === "bigint") return -value;
  if (typeof value === "number") return value === 0 ? 0 : -value;
  return null;
}
