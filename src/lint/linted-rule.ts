import type { Span } from "../diagnostics/diagnostic.ts";
import { childrenOf } from "../language/expression.ts";
import { filtersOf } from "../language/filters.ts";
import type { FieldType } from "../language/schema.ts";
import type { EventFilter, Expression, Query } from "../language/syntax.ts";
import { ExpressionIdentity } from "./expression-identity.ts";
import { analyzeFilter, type FilterTruth } from "./filter-truth.ts";
import { WorkBudget } from "./work-budget.ts";

/** A rule takes at most so many steps of comparison: some tenths of a second. Of Elastic's rules none takes more than 240,000. */
const stepsPerRule = 20_000_000;

/** How the run reads a rule's fields. */
export interface FieldReading {
  readonly timestampField: string;
  readonly categoryField: string;
  /** What a schema says of a field; `null` where there is none or it doesn't list it. */
  readonly typeOf: (path: string) => FieldType | null;
}

/** A rule as lints look at it; what several of them need is worked out once. */
export class LintedRule {
  /** As written. */
  readonly text: string;
  readonly query: Query;
  readonly reading: FieldReading;
  readonly filters: readonly EventFilter[];
  /** All expressions of all filters, in the order of the text, an expression before its parts. */
  readonly expressions: readonly Expression[];
  readonly identity = new ExpressionIdentity();
  readonly budget = new WorkBudget(stepsPerRule);
  #truths: readonly FilterTruth[] | undefined;

  constructor(text: string, query: Query, reading: FieldReading) {
    this.text = text;
    this.query = query;
    this.reading = reading;
    this.filters = filtersOf(query);
    const expressions: Expression[] = [];
    const visit = (expression: Expression): void => {
      expressions.push(expression);
      for (const child of childrenOf(expression)) visit(child);
    };
    for (const { condition } of this.filters) visit(condition);
    this.expressions = expressions;
  }

  /** What each filter is for every event, in the order of `filters`. */
  get truths(): readonly FilterTruth[] {
    this.#truths ??= this.filters.map((filter) => analyzeFilter(filter, this));
    return this.#truths;
  }

  /** The text at a span of the query, as messages repeat it: on one line, cut after 60 characters. */
  mention({ start, end }: Span): string {
    const text = this.text.slice(start, end).replaceAll(/\s+/g, " ");
    return text.length > 60 ? `${text.slice(0, 59).toWellFormed()}…` : text;
  }
}
