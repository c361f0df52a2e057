import type {
  Arithmetic,
  Constant,
  EventFilter,
  Expression,
  Field,
  Literal,
  Pipe,
  Query,
  SampleQuery,
  SequenceQuery,
  Stage,
  StringLiteral,
} from "./syntax.ts";
import { findKeyword } from "./token.ts";

/** How tightly a form binds; an operand that binds less tightly than its place asks for is put in parentheses. */
const binding = {
  or: 1,
  and: 2,
  not: 3,
  comparison: 4,
  sum: 5,
  product: 6,
  sign: 7,
  predicate: 8,
  primary: 9,
} as const;

type Binding = (typeof binding)[keyof typeof binding];

/**
 * A query as canonical EQL: one line, no comments, as few parentheses as possible, and no `with runs=1`. Parsing it again
 * gives the same tree but for the spans.
 *
 * @example
 * printQuery(query); // 'process where process.name : ("cmd.exe", "net*.exe") and not user.id == null'
 * printQuery(other); // 'sequence by host.id with maxspan=5m [file where true] by user.id ![any where true] by user.name | head 3'
 */
export function printQuery(query: Query): string {
  const text = query.kind === "event" ? printFilter(query) : printStages(query);
  return [text, ...query.pipes.map(printPipe)].join(" ");
}

function printFilter({ category, condition }: EventFilter): string {
  return `${printCategory(category)} where ${printExpression(condition)}`;
}

function printStages(query: SequenceQuery | SampleQuery): string {
  const { kind, sharedKeys, stages } = query;
  const parts = [kind, ...printKeys(stages[0]?.keys.slice(0, sharedKeys) ?? [])];
  if (query.kind === "sample") {
    for (const stage of query.stages) parts.push(...printStage(stage, sharedKeys));
    return parts.join(" ");
  }
  const { maxSpan, until } = query;
  if (maxSpan !== null) parts.push(`with maxspan=${maxSpan.count}${maxSpan.unit}`);
  for (const stage of query.stages) {
    const [filter = "", ...keys] = printStage(stage, sharedKeys);
    parts.push(stage.missing ? `!${filter}` : filter, ...keys);
    if (stage.runs > 1) parts.push(`with runs=${stage.runs}`);
  }
  if (until !== null) parts.push("until", ...printStage(until, sharedKeys));
  return parts.join(" ");
}

/** The filter in its brackets, and the stage's own keys if it has any. */
function printStage({ filter, keys }: Stage, sharedKeys: number): readonly string[] {
  return [`[${printFilter(filter)}]`, ...printKeys(keys.slice(sharedKeys))];
}

function printKeys(keys: readonly Field[]): readonly string[] {
  return keys.length === 0 ? [] : [`by ${keys.map(printField).join(", ")}`];
}

function printPipe({ kind, count }: Pipe): string {
  return `| ${kind} ${count}`;
}

/** An expression as canonical EQL, without parentheses around it. */
export function printExpression(expression: Expression): string {
  return printAt(expression, binding.or);
}

/** A whole number that was written as a decimal stays one: arithmetic with it is of doubles. */
function printLiteral({ value, decimal }: Literal): string {
  if (decimal !== true) return printConstant(value);
  // A double that is whole because there are no others of its size: with `.0` it would be an exact number.
  if (typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value)) return `${BigInt(value)}.1`;
  return `${printConstant(value)}.0`;
}

/** A constant as EQL writes it. Beyond the range of doubles: a number that is beyond it too. */
export function printConstant(value: Constant): string {
  if (typeof value === "string") return printString(value);
  if (value === Infinity) return "1e309";
  return value === -Infinity ? "-1e309" : String(value);
}

function printCategory(category: string | null): string {
  if (category === null) return "any";
  return isPlainName(category) ? category : printString(category);
}

function printAt(expression: Expression, least: Binding): string {
  const [own, text] = print(expression);
  return own < least ? `(${text})` : text;
}

function print(expression: Expression): readonly [Binding, string] {
  switch (expression.kind) {
    case "literal":
      return [isNegative(expression.value) ? binding.sign : binding.primary, printLiteral(expression)];
    case "field":
      return [binding.primary, printField(expression)];
    case "call": {
      const tilde = expression.ignoreCase ? "~" : "";
      return [binding.primary, `${expression.name}${tilde}${printList(expression.args)}`];
    }
    case "negative":
      return [binding.sign, `-${printAt(expression.operand, binding.sign)}`];
    case "arithmetic":
      return printArithmetic(expression);
    case "comparison": {
      const left = printAt(expression.left, binding.sum);
      return [binding.comparison, `${left} ${expression.operator} ${printAt(expression.right, binding.sum)}`];
    }
    case "membership":
      return printPredicate(expression.value, expression.ignoreCase ? "in~" : "in", printList(expression.items));
    case "wildcard":
      return printPredicate(expression.value, expression.ignoreCase ? ":" : "like", printPatterns(expression.patterns));
    case "regex": {
      const operator = expression.ignoreCase ? "regex~" : "regex";
      return printPredicate(expression.value, operator, printPatterns(expression.patterns));
    }
    case "not": {
      const { operand } = expression;
      if (operand.kind !== "membership") return [binding.not, `not ${printAt(operand, binding.not)}`];
      return printPredicate(operand.value, operand.ignoreCase ? "not in~" : "not in", printList(operand.items));
    }
    case "and":
      return [binding.and, printOperands(expression.operands, " and ", binding.not)];
    case "or":
      return [binding.or, printOperands(expression.operands, " or ", binding.and)];
    default:
      return expression satisfies never;
  }
}

function printArithmetic(expression: Arithmetic): readonly [Binding, string] {
  const { operator } = expression;
  const isSum = operator === "+" || operator === "-";
  const own = isSum ? binding.sum : binding.product;
  const left = printAt(expression.left, own);
  // What stands on the right of the same operators was in parentheses: they are read from left to right.
  return [own, `${left} ${operator} ${printAt(expression.right, isSum ? binding.product : binding.sign)}`];
}

function printPredicate(value: Expression, operator: string, right: string): readonly [Binding, string] {
  return [binding.predicate, `${printAt(value, binding.primary)} ${operator} ${right}`];
}

function printOperands(operands: readonly Expression[], separator: string, least: Binding): string {
  return operands.map((operand) => printAt(operand, least)).join(separator);
}

function printList(items: readonly Expression[]): string {
  return `(${printOperands(items, ", ", binding.or)})`;
}

function printPatterns(patterns: readonly StringLiteral[]): string {
  const [first] = patterns;
  return patterns.length === 1 && first !== undefined ? printString(first.value) : printList(patterns);
}

function isNegative(value: Constant): boolean {
  return (typeof value === "number" || typeof value === "bigint") && value < 0;
}

function printField(field: Field): string {
  const path = field.path.split(".").map(printIdentifier).join(".");
  return field.optional ? `?${path}` : path;
}

function printIdentifier(name: string): string {
  return isPlainName(name) ? name : `\`${name.replaceAll("`", "``")}\``;
}

/** True for an identifier that means nothing else; also `TRUE` would be taken for a misspelt keyword. */
function isPlainName(name: string): boolean {
  return /^[A-Za-z_@][A-Za-z0-9_]*$/.test(name) && findKeyword(name.toLowerCase()) === null;
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ["\\", "\\\\"],
  ["\b", "\\b"],
  ["\t", "\\t"],
  ["\n", "\\n"],
  ["\f", "\\f"],
  ["\r", "\\r"],
]);

function printString(value: string): string {
  const text = value.replaceAll(/["\\\p{Cc}]/gu, (character) => {
    const hex = (character.codePointAt(0) ?? 0).toString(16).padStart(2, "0");
    return escapes.get(character) ?? `\\u{${hex}}`;
  });
  return `"${text}"`;
}
