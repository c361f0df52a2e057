import type { Comparison, EventFilter, Expression } from "../language/syntax.ts";
import { areEqual } from "./comparison.ts";
import type { Document } from "./document.ts";
import { fieldPathsOf, isBooleanExpression } from "../language/expression.ts";
import { foldsToNull, isConstant } from "./expression.ts";
import { evaluateInside, isTrue, type Scope } from "./leaf.ts";
import { matchesQuirk, quirkOf } from "./quirk.ts";
import { type FieldOptions, fieldValuesOf } from "./typed-field.ts";
import type { Value } from "./value.ts";

/** Which fields of the events have a meaning of their own, and what is known of all of them. */
export interface ReferenceOptions extends FieldOptions {
  /** What the category of a query is compared with. Default `event.category`. */
  readonly categoryField?: string;
}

/** What a query says of a document. */
export interface QueryVerdict {
  readonly matches: boolean;
  /** A leaf had more combinations of values than are tried, none of the tried ones held, and it was taken as false. */
  readonly combinationLimit: boolean;
}

/** How many combinations of values a leaf over several fields tries (SEMANTICS 5a). */
export const maxCombinations = 65_536;

interface Setting {
  readonly document: Document;
  readonly fields: FieldOptions;
  readonly onCombinationLimit: () => void;
}

/**
 * Says whether a document is one that an event query or the filter of a stage asks for, by the letter of SEMANTICS 2 to 6. With a
 * schema the query must have been resolved by it (`resolveQuery`). Operands of `and` and `or` are evaluated
 * from left to right, up to the one that decides; `combinationLimit` speaks of those that were evaluated.
 *
 * @example
 * const { query } = parseQuery('process where process.name : "cmd.*"');
 * const document = parseDocument('{"event":{"category":["process"]},"process.name":"CMD.EXE"}');
 * evaluateQuery(query, document); // { matches: true, combinationLimit: false }
 */
export function evaluateQuery(query: EventFilter, document: Document, options: ReferenceOptions = {}): QueryVerdict {
  const { category, condition } = query;
  if (category !== null) {
    const categories = fieldValuesOf(document, options.categoryField ?? "event.category", options);
    if (!categories.some((value) => areEqual(value, category))) return { matches: false, combinationLimit: false };
  }
  let combinationLimit = false;
  const onCombinationLimit = (): void => {
    combinationLimit = true;
  };
  const matches = evaluateOutside(condition, settingOf(document, options, onCombinationLimit)) === true;
  return { matches, combinationLimit };
}

/**
 * The value of a condition: true or false, and null only where a constant null decides (SEMANTICS 3). Null at the top
 * doesn't match.
 */
export function evaluateCondition(
  expression: Expression,
  document: Document,
  options: ReferenceOptions = {},
): boolean | null {
  return evaluateOutside(
    expression,
    settingOf(document, options, () => undefined),
  );
}

/** The value of an expression that mentions no field (in one that does, all fields are missing). */
export function evaluateConstant(expression: Expression): Value {
  return evaluateInside(expression, { values: new Map(), fields: {} });
}

function settingOf(document: Document, options: ReferenceOptions, onCombinationLimit: () => void): Setting {
  return { document, fields: options, onCombinationLimit };
}

/** Outside of leaves: complement and Kleene's logic over the leaves' answers, of which only constants may be null. */
function evaluateOutside(expression: Expression, setting: Setting): boolean | null {
  if (expression.kind === "and") return decide(expression.operands, false, setting);
  if (expression.kind === "or") return decide(expression.operands, true, setting);
  if (expression.kind === "not") return complement(evaluateOutside(expression.operand, setting));
  if (expression.kind !== "comparison") return evaluateLeaf(expression, setting);
  const tested = testedForTruth(expression);
  if (tested !== null) {
    const answer = evaluateOutside(tested.expression, setting);
    return tested.wanted ? answer : complement(answer);
  }
  if (expression.operator === "!=") return complement(evaluateLeaf({ ...expression, operator: "==" }, setting));
  return evaluateLeaf(expression, setting);
}

/** `or` is decided by a true operand, `and` by a false one; else it is null if an operand is. */
function decide(operands: readonly Expression[], decisive: boolean, setting: Setting): boolean | null {
  let answer: boolean | null = !decisive;
  for (const operand of operands) {
    const value = evaluateOutside(operand, setting);
    if (value === decisive) return decisive;
    if (value === null) answer = null;
  }
  return answer;
}

function complement(value: boolean | null): boolean | null {
  return value === null ? null : !value;
}

/** Of `e == true`, `false == e` and the like, with a boolean expression e: e and the wanted answer; else null. */
function testedForTruth(comparison: Comparison): { expression: Expression; wanted: boolean } | null {
  const { operator, left, right } = comparison;
  if (operator !== "==" && operator !== "!=") return null;
  for (const [expression, other] of [
    [left, right],
    [right, left],
  ] as const) {
    if (other.kind === "literal" && typeof other.value === "boolean" && isBooleanExpression(expression)) {
      return { expression, wanted: other.value === (operator === "==") };
    }
  }
  return null;
}

/** A leaf is true if some combination of the values of its fields makes it true (SEMANTICS 4). */
function evaluateLeaf(leaf: Expression, setting: Setting): boolean | null {
  const { document, fields, onCombinationLimit } = setting;
  if (isConstant(leaf)) return isTrue(evaluateInside(leaf, { values: new Map(), fields }));
  if (foldsToNull(leaf)) return null;
  const quirk = quirkOf(leaf);
  if (quirk !== null) return fieldValuesOf(document, quirk.path, fields).some((value) => matchesQuirk(quirk, value));

  const paths = fieldPathsOf(leaf);
  const choices = paths.map((path) => valuesOrNull(document, path, fields));
  const total = choices.reduce((product, values) => product * values.length, 1);
  const tried = paths.length === 1 ? total : Math.min(total, maxCombinations);
  for (let number = 0; number < tried; number++) {
    const scope: Scope = { values: combination(paths, choices, number), fields };
    if (isTrue(evaluateInside(leaf, scope)) === true) return true;
  }
  if (tried < total) onCombinationLimit();
  return false;
}

function valuesOrNull(document: Document, path: string, fields: FieldOptions): readonly Value[] {
  const values = fieldValuesOf(document, path, fields);
  return values.length === 0 ? [null] : values;
}

/** The combination of that number: the last field changes fastest. */
function combination(
  paths: readonly string[],
  choices: readonly (readonly Value[])[],
  number: number,
): ReadonlyMap<string, Value> {
  const values = new Map<string, Value>();
  let rest = number;
  for (const [index, path] of [...paths.entries()].reverse()) {
    const choice = choices[index] ?? [];
    values.set(path, choice[rest % choice.length] ?? null);
    rest = Math.floor(rest / choice.length);
  }
  return values;
}
