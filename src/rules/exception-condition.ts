import type { Span } from "../diagnostics/diagnostic.ts";
import type { Expression, Field } from "../language/syntax.ts";
import { exceptionField } from "./exception-field.ts";
import type { ExceptionEntry, ExceptionItem, FieldEntry } from "./exception-item.ts";
import { wildcardTest } from "./exception-wildcard.ts";

/**
 * The condition that an event matches none of the items; `null` if there is none. Every node has `span`, since none of
 * them stands in the query.
 *
 * Each test on a field comes after one that the field is there. It changes nothing where every field is known; with a
 * list of known fields it keeps an unknown one from making the whole condition null (SEMANTICS 3).
 */
export function noneOf(items: readonly ExceptionItem[], span: Span): Expression | null {
  const [condition] = join(
    "or",
    items.map((item) => itemCondition(item, span)),
    span,
  );
  return condition === undefined ? null : { kind: "not", operand: condition, span };
}

function itemCondition(item: ExceptionItem, span: Span): Expression {
  const entries = item.entries.map((entry) => entryCondition(entry, "", span));
  const systems = item.os_types.length === 0 ? [] : [systemCondition(item.os_types, span)];
  return all([...systems, ...entries], span);
}

/** Kibana asks for `host.os.type` or, for older agents, the system's name without case. */
function systemCondition(systems: readonly string[], span: Span): Expression {
  const tests = ["host.os.type", "host.os.name"].map((path) => {
    const field = fieldNode(path, span);
    return all([isThere(field, span), oneOf(field, systems, path === "host.os.name", span)], span);
  });
  return { kind: "or", operands: tests, span };
}

function entryCondition(entry: ExceptionEntry, parent: string, span: Span): Expression {
  if (entry.type === "nested") {
    return all(
      entry.entries.map((inner) => entryCondition(inner, `${parent}${entry.field}.`, span)),
      span,
    );
  }
  const condition = fieldCondition(entry, parent, span);
  return entry.operator === "included" ? condition : { kind: "not", operand: condition, span };
}

function fieldCondition(entry: FieldEntry, parent: string, span: Span): Expression {
  const { path, ignoreCase } = exceptionField(`${parent}${entry.field}`);
  const field = fieldNode(path, span);
  const there = isThere(field, span);
  switch (entry.type) {
    case "exists":
      return there;
    case "match":
      return all([there, oneOf(field, [entry.value], ignoreCase, span)], span);
    case "match_any":
      return all([there, oneOf(field, entry.value, ignoreCase, span)], span);
    case "wildcard":
      return all([there, wildcardTest(field, entry.value, ignoreCase, span)], span);
    case "list":
      // Items with a value list are never applied. Of one that is, nothing matches.
      return { kind: "literal", value: false, span };
  }
}

function oneOf(field: Field, values: readonly string[], ignoreCase: boolean, span: Span): Expression {
  const items = values.map((value): Expression => ({ kind: "literal", value, span }));
  const [first] = items;
  return first !== undefined && items.length === 1 && !ignoreCase
    ? { kind: "comparison", operator: "==", left: field, right: first, span }
    : { kind: "membership", ignoreCase, value: field, items, span };
}

function isThere(field: Field, span: Span): Expression {
  return { kind: "comparison", operator: "!=", left: field, right: { kind: "literal", value: null, span }, span };
}

function fieldNode(path: string, span: Span): Field {
  return { kind: "field", path, optional: true, span };
}

function all(conditions: readonly Expression[], span: Span): Expression {
  return join("and", conditions, span)[0] ?? { kind: "literal", value: true, span };
}

/** One node for all of them, or none: a chain of the same connective is one node, and one operand needs none. */
function join(kind: "and" | "or", conditions: readonly Expression[], span: Span): readonly Expression[] {
  const operands = conditions.flatMap((one) => (one.kind === kind ? one.operands : [one]));
  return operands.length > 1 ? [{ kind, operands, span }] : operands;
}
