import type { ComparisonOperator, Constant, Expression } from "../language/syntax.ts";
import { escapedWildcardPattern, exactPattern, type Pattern, wildcardPattern } from "../plan/pattern.ts";
import { parseAddressRange } from "../reference/address.ts";
import type { Folding } from "../reference/casing.ts";
import { normalizeNumber, numericReading } from "../reference/value.ts";
import type { ValueSet } from "./value-set.ts";

/** A leaf as a question to one value: does the subject have one of these? */
export interface LeafValues {
  /** A field, or what is computed of fields. */
  readonly subject: Expression;
  /** `absent`: it asks that there is no value at all; only of a plain field. Worked out when asked for: lists are long. */
  readonly sets: () => readonly ValueSet[] | "absent";
}

const mirrored = { "==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const;

/**
 * What a leaf asks of the values of one subject, where no schema gives it a type; `null` if it asks something else. A wanted
 * leaf holds if some value of the subject is in one of the sets, its contrary if none is (SEMANTICS 4).
 */
export function leafValues(leaf: Expression): LeafValues | null {
  switch (leaf.kind) {
    case "field":
      return { subject: leaf, sets: () => [{ kind: "truth", value: true }] };
    case "comparison": {
      const { left, right, operator } = leaf;
      if (right.kind === "literal") return comparedValues(left, operator, right.value);
      return left.kind === "literal" ? comparedValues(right, mirrored[operator], left.value) : null;
    }
    case "membership": {
      const { value: subject, items, ignoreCase } = leaf;
      const constants: Constant[] = [];
      for (const item of items) {
        if (item.kind !== "literal") return null;
        constants.push(item.value);
      }
      return { subject, sets: () => constants.flatMap((constant) => itemValues(subject, constant, ignoreCase)) };
    }
    case "wildcard": {
      const folding = leaf.ignoreCase ? foldingOf(leaf.value) : "none";
      return ofPatterns(leaf.value, folding, () => leaf.patterns.map(({ value }) => wildcardPattern(value)));
    }
    case "call":
      return callValues(leaf);
    default:
      return null;
  }
}

function comparedValues(subject: Expression, operator: ComparisonOperator, constant: Constant): LeafValues | null {
  if (subject.kind === "literal") return null;
  if (constant === null) {
    return operator === "==" && subject.kind === "field" ? { subject, sets: () => "absent" } : null;
  }
  if (operator === "==") return { subject, sets: () => equalValues(constant) };
  if (operator === "!=" || (typeof constant !== "number" && typeof constant !== "bigint")) return null;
  return { subject, sets: () => [orderedValues(operator, exactNumber(constant))] };
}

function orderedValues(operator: "<" | "<=" | ">" | ">=", bound: number | bigint): ValueSet {
  const isFrom = operator === ">" || operator === ">=";
  return {
    kind: "numbers",
    least: isFrom ? bound : -Infinity,
    most: isFrom ? Infinity : bound,
    withLeast: operator === ">=",
    withMost: operator === "<=",
  };
}

function itemValues(subject: Expression, constant: Constant, ignoreCase: boolean): readonly ValueSet[] {
  if (constant === null) return [];
  if (!ignoreCase) return equalValues(constant);
  if (typeof constant !== "string") return [];
  return [{ kind: "pattern", pattern: exactPattern(constant), folding: foldingOf(subject), stringsOnly: true }];
}

/** The values that are equal to a constant (SEMANTICS 5a). */
function equalValues(constant: Exclude<Constant, null>): readonly ValueSet[] {
  if (typeof constant === "boolean") return [{ kind: "truth", value: constant }];
  if (typeof constant === "number" || typeof constant === "bigint") {
    const number = exactNumber(constant);
    // A number beyond the doubles equals nothing.
    if (number === Infinity || number === -Infinity) return [];
    return [{ kind: "numbers", least: number, most: number, withLeast: true, withMost: true }];
  }
  if (constant === "true" || constant === "false") return [{ kind: "truth", value: constant === "true" }];
  const range = parseAddressRange(constant);
  if (range !== null) return [{ kind: "addresses", range }];
  const number = numericReading(constant);
  if (number !== null) return [{ kind: "numeric-text", text: constant, number }];
  return [{ kind: "pattern", pattern: exactPattern(constant), folding: "none", stringsOnly: false }];
}

/** Calls that ask for a part of a field's text (SEMANTICS 6, with the quirk), or for its address. */
function callValues(leaf: Extract<Expression, { kind: "call" }>): LeafValues | null {
  const [subject, ...others] = leaf.args;
  if (subject?.kind !== "field") return null;
  const texts = others.flatMap((other) =>
    other.kind === "literal" && typeof other.value === "string" ? [other.value] : [],
  );
  const [text] = texts;
  if (text === undefined || texts.length < others.length) return null;
  const folding = leaf.ignoreCase ? "ascii" : "none";
  switch (leaf.name) {
    case "startsWith":
      return ofPatterns(subject, folding, () => [
        { tokens: [...exactPattern(text).tokens, { kind: "any-run" }], text },
      ]);
    case "endsWith":
      return ofPatterns(subject, folding, () => [escapedWildcardPattern(`*${text}`, text)]);
    case "stringContains":
      return ofPatterns(subject, folding, () => [escapedWildcardPattern(`*${text}*`, text)]);
    case "cidrMatch": {
      const ranges = texts.map(parseAddressRange);
      const sets = ranges.flatMap((range) => (range === null ? [] : [{ kind: "addresses", range } as const]));
      return sets.length < ranges.length ? null : { subject, sets: () => sets };
    }
    default:
      return null;
  }
}

function ofPatterns(subject: Expression, folding: Folding, read: () => readonly Pattern[]): LeafValues {
  return {
    subject,
    sets: () => read().map((pattern) => ({ kind: "pattern", pattern, folding, stringsOnly: false })),
  };
}

/** Patterns on a plain field fold ASCII letters, on computed values all letters (SEMANTICS 5). */
export function foldingOf(subject: Expression): Folding {
  return subject.kind === "field" ? "ascii" : "unicode";
}

function exactNumber(constant: number | bigint): number | bigint {
  return typeof constant === "number" && Number.isFinite(constant) ? normalizeNumber(constant) : constant;
}
