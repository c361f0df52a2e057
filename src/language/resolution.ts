import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { nearest } from "../diagnostics/suggestion.ts";
import { fieldPathsOf } from "./expression.ts";
import { checkOptionalFields } from "./field-comparisons.ts";
import { Mistakes } from "./mistakes.ts";
import { strictOperandsOf } from "./null-folding.ts";
import type { Schema } from "./schema.ts";
import { shownName } from "./shown-name.ts";
import type { Comparison, Constant, EventFilter, Expression, Field, Query, Stage } from "./syntax.ts";

/** A query of which every field is known. */
export interface ResolvedQuery {
  /** `null` if there is any error. */
  readonly query: Query | null;
  /** In the order of their places; spans are of the query's text, as the parser's. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Settles what the fields of a query are (SEMANTICS 3), before it is planned or evaluated. With a closed schema an optional
 * field that isn't listed is the constant null, which folds what it stands in; as a join key it stays, marked `unlisted`.
 * Another field that isn't listed is E309, with the nearest name. A field compared with a field is E303.
 *
 * @param schema `null`: open, every field is known.
 * @param ownFields names that are known whatever the schema says: the rule's timestamp, category and tiebreaker field.
 * @example
 * const { query } = parseQuery('process where ?x == null or not ?x : "a"', { schema: "closed" });
 * resolveQuery(query, schema); // as `process where true or not null`, if the schema doesn't list `x`
 */
export function resolveQuery(query: Query, schema: Schema | null, ownFields: readonly string[] = []): ResolvedQuery {
  const mistakes = new Mistakes();
  const resolved = schema === null ? query : new Resolution(schema, ownFields, mistakes).query(query);
  checkOptionalFields(resolved, mistakes);
  const diagnostics = mistakes.sorted();
  return { query: diagnostics.length === 0 ? resolved : null, diagnostics };
}

class Resolution {
  readonly #schema: Schema;
  readonly #ownFields: ReadonlySet<string>;
  readonly #mistakes: Mistakes;
  /** The null literals that stand for unknown fields, or for what one of these has folded. */
  readonly #nulls = new WeakSet<Expression>();
  /** Where unknown fields were reported: a key of the whole query is one of each stage. */
  readonly #reported = new Set<number>();

  constructor(schema: Schema, ownFields: readonly string[], mistakes: Mistakes) {
    this.#schema = schema;
    this.#ownFields = new Set(ownFields);
    this.#mistakes = mistakes;
  }

  query(query: Query): Query {
    switch (query.kind) {
      case "event":
        return { ...query, ...this.#filter(query) };
      case "sample":
        return { ...query, stages: query.stages.map((stage) => this.#stage(stage)) };
      case "sequence":
        return {
          ...query,
          stages: query.stages.map((stage) => this.#stage(stage)),
          until: query.until === null ? null : this.#stage(query.until),
        };
    }
  }

  #stage<S extends Stage>(stage: S): S {
    return { ...stage, filter: this.#filter(stage.filter), keys: stage.keys.map((key) => this.#key(key)) };
  }

  #filter(filter: EventFilter): EventFilter {
    return { ...filter, condition: this.#expression(filter.condition) };
  }

  #key(key: Field): Field {
    if (this.#isKnown(key.path)) return key;
    if (key.optional) return { ...key, unlisted: true };
    this.#reportUnknown(key);
    return key;
  }

  #expression(expression: Expression): Expression {
    if (expression.kind === "literal") return expression;
    if (expression.kind === "field") return this.#field(expression);
    const resolved = this.#children(expression);
    if (this.#isAnyNull(strictOperandsOf(resolved))) return this.#null(resolved);
    return resolved.kind === "comparison" ? this.#equality(resolved) : resolved;
  }

  #field(field: Field): Expression {
    if (this.#isKnown(field.path)) return field;
    if (field.optional) return this.#null(field);
    this.#reportUnknown(field);
    return field;
  }

  #children(expression: Exclude<Expression, Field | { readonly kind: "literal" }>): Expression {
    const resolve = (part: Expression): Expression => this.#expression(part);
    switch (expression.kind) {
      case "call":
        return { ...expression, args: expression.args.map(resolve) };
      case "arithmetic":
      case "comparison":
        return { ...expression, left: resolve(expression.left), right: resolve(expression.right) };
      case "negative":
      case "not":
        return { ...expression, operand: resolve(expression.operand) };
      case "membership":
        return { ...expression, value: resolve(expression.value), items: expression.items.map(resolve) };
      case "wildcard":
      case "regex":
        return { ...expression, value: resolve(expression.value) };
      case "and":
      case "or":
        return { ...expression, operands: expression.operands.map(resolve) };
    }
  }

  /**
   * `==` or `!=` beside an unknown field: with null it is a truth, with another constant null, and with what a field is
   * part of it goes on as the test for null that it is.
   */
  #equality(comparison: Comparison): Expression {
    const { left, right, operator } = comparison;
    if (!this.#isAnyNull([left, right])) return comparison;
    const other = this.#nulls.has(left) ? right : left;
    if (other.kind === "literal" && other.value === null) return literalAt(comparison, operator === "==");
    return fieldPathsOf(other).length > 0 ? comparison : this.#null(comparison);
  }

  #isAnyNull(expressions: readonly Expression[]): boolean {
    return expressions.some((expression) => this.#nulls.has(expression));
  }

  #null(replaced: Expression): Expression {
    const literal = literalAt(replaced, null);
    this.#nulls.add(literal);
    return literal;
  }

  #isKnown(path: string): boolean {
    return this.#schema.fields.has(path) || this.#ownFields.has(path);
  }

  #reportUnknown({ path, span }: Field): void {
    if (this.#reported.has(span.start)) return;
    this.#reported.add(span.start);
    const meant = nearest(path, [...this.#schema.fields.keys(), ...this.#ownFields]);
    this.#mistakes.report("E309", span, `unknown field \`${shownName(path)}\``, {
      ...(meant === null ? {} : { label: `did you mean \`${meant}\`?` }),
      help: "the schema lists all fields; `?` before a field says that it may be one that isn't listed",
    });
  }
}

function literalAt({ span }: Expression, value: Constant): Expression {
  return { kind: "literal", value, span };
}
