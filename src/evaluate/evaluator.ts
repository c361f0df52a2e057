import type { Constant } from "../language/syntax.ts";
import type { MatcherStrategy } from "../match/matcher.ts";
import type { HuntPlan, Program } from "../plan/plan.ts";
import { findCombination } from "./combinations.ts";
import type { EventDocument, FieldValue } from "./document.ts";
import { compileExpression, truthOf } from "./expression.ts";
import { compileAccessor, compileOrigin, type FieldReader, type OriginReader } from "./accessor.ts";
import { type DateReader, dateReader } from "./instant.ts";
import type { Predicate } from "../plan/predicate.ts";
import type { FieldAccessor, RawPath } from "../sources/accessor.ts";
import { buildFilterTree, type FilterTree } from "./filter-tree.ts";
import { compileValueTest } from "./value-test.ts";

/** True, false, or the null that only constants have outside a leaf. */
export type Truth = boolean | null;

/** What the numbers in a table of truths mean; 0: it has not been asked yet. */
const knownTruths: readonly (Truth | undefined)[] = [undefined, true, false, null];

/** The value of a positive condition that held, and its pattern; `pattern` is `null` where the condition has none. */
export interface ConditionMatch {
  readonly field: number;
  readonly value: FieldValue;
  readonly pattern: string | null;
}

interface CompiledPredicate {
  /** `limited` tells that a leaf gave up at the combination limit. */
  evaluate(limited: () => void): Truth;
  explain(): readonly ConditionMatch[];
}

/**
 * Runs the plan's programs over one document after the other: it decides every detection, whatever the strategy.
 * Predicates and field values are worked out when first asked for, and at most once per document.
 *
 * @example
 * const evaluator = new Evaluator(plan, autoStrategy);
 * evaluator.load(document);
 * for (const filter of evaluator.matchingFilters()) …
 */
export class Evaluator {
  readonly #plan: HuntPlan;
  readonly #strategy: MatcherStrategy;
  /** By number; compiled when first asked for: events ask for few of a thousand rules' predicates, and matchers take room and time. */
  readonly #predicates: (CompiledPredicate | null)[];
  /** By field, then source; made when first asked for. */
  readonly #readers: readonly (FieldReader | null)[][];
  /** Made when first asked for. */
  readonly #origins = new Map<FieldAccessor, OriginReader>();
  /** By field: how it is read as a time. */
  readonly #dates: readonly DateReader[];
  readonly #values: (readonly FieldValue[] | null)[];
  /** By predicate: what is known of it. Of six thousand predicates, 6 KB to clear for each document, and not 48. */
  readonly #truths: Uint8Array;
  readonly #tree: FilterTree;
  #document: EventDocument | null = null;
  #limited = false;

  /** {@link matchingFilters} asks these filters; `null`: all. The others can be asked one by one. */
  constructor(plan: HuntPlan, strategy: MatcherStrategy, filters: readonly number[] | null = null) {
    this.#plan = plan;
    this.#strategy = strategy;
    this.#readers = plan.fields.map(({ accessors }) => accessors.map(() => null));
    this.#dates = plan.fields.map(({ dateFormats }) => dateReader(dateFormats));
    this.#values = plan.fields.map(() => null);
    this.#truths = new Uint8Array(plan.predicates.length);
    this.#tree = buildFilterTree(plan, filters);
    this.#predicates = plan.predicates.map(() => null);
  }

  /** Compiles what is otherwise compiled when first asked for: for a strategy that may fail to. */
  prepare(): void {
    for (const number of this.#predicates.keys()) this.#predicate(number);
  }

  /** Makes this the document that the other methods speak of. */
  load(document: EventDocument): void {
    this.#document = document;
    this.#values.fill(null);
    this.#truths.fill(0);
    this.#limited = false;
  }

  /** The numbers of the filters that hold for the document, of all that are asked, ascending. */
  matchingFilters(): readonly number[] {
    const filters: number[] = [];
    this.#collectMatches(this.#tree, filters);
    return filters.length > 1 ? filters.sort((left, right) => left - right) : filters;
  }

  /** Those of `filters`, numbers ascending, that hold for the document. */
  matchingAmong(filters: readonly number[]): readonly number[] {
    return filters.filter((filter) => this.matches(filter));
  }

  #collectMatches(tree: FilterTree, filters: number[]): void {
    for (const { filter, conjuncts } of tree.filters) {
      if (this.#runOperands(conjuncts, false) === true) filters.push(filter);
    }
    for (const { predicate, tree: inner } of tree.branches) {
      if (this.#truth(predicate) === true) this.#collectMatches(inner, filters);
    }
  }

  /** Whether the filter of this number holds for the document. */
  matches(filter: number): boolean {
    const program = this.#plan.filters[filter]?.program;
    return program !== undefined && this.#run(program) === true;
  }

  /** Whether some leaf asked so far gave up at the combination limit. */
  get reachedCombinationLimit(): boolean {
    return this.#limited;
  }

  /** The time of the document as the rule of this number reads it, in nanoseconds since 1970; of an array the first. */
  time(rule: number): bigint | null {
    return this.timeOf(this.#plan.rules[rule]?.timestampField ?? 0);
  }

  /** The same for the field of a number. */
  timeOf(field: number): bigint | null {
    const [value] = this.values(field);
    return value === undefined ? null : this.instantOf(field, value);
  }

  /** A value of the field of a number as an instant: by the formats that the schema gives it, else as the timestamp. */
  instantOf(field: number, value: FieldValue): bigint | null {
    return this.#datesOf(field).ofValue(value);
  }

  #datesOf(field: number): DateReader {
    return this.#dates[field] ?? dateReader(undefined);
  }

  /** The values of the field of a number, in document order. */
  values(field: number): readonly FieldValue[] {
    const known = this.#values[field];
    if (known !== null && known !== undefined) return known;
    const document = this.#document;
    const values = document === null ? [] : (this.#reader(field, document.source)?.(document) ?? []);
    this.#values[field] = values;
    return values;
  }

  #reader(field: number, source: number): FieldReader | null {
    const readers = this.#readers[field];
    const known = readers?.[source];
    if (readers === undefined || known === undefined || known !== null) return known ?? null;
    const planned = this.#plan.fields[field];
    const accessor = planned?.accessors[source];
    if (accessor === undefined) return null;
    return (readers[source] = compileAccessor(accessor, planned?.nullValue ?? null));
  }

  /** The places in the loaded document that gave the values of the field of a number, each once; none for a constant. */
  fieldOrigin(field: number): readonly RawPath[] {
    const document = this.#document;
    const planned = this.#plan.fields[field];
    const accessor = document === null ? undefined : planned?.accessors[document.source];
    if (document === null || accessor === undefined) return [];
    let origin = this.#origins.get(accessor);
    if (origin === undefined) {
      origin = compileOrigin(accessor, planned?.nullValue ?? null);
      this.#origins.set(accessor, origin);
    }
    return origin(document);
  }

  /** The positive conditions of a filter that held, in its order, each with the value and its pattern. */
  explain(filter: number): readonly (ConditionMatch & { readonly text: string })[] {
    const matches: (ConditionMatch & { readonly text: string })[] = [];
    const visit = (program: Program, positive: boolean): void => {
      switch (program.kind) {
        case "constant":
          return;
        case "not":
          return visit(program.operand, !positive);
        case "and":
        case "or":
          for (const operand of program.operands) visit(operand, positive);
          return;
        case "predicate":
          if (!positive || program.implicit || this.#truth(program.predicate) !== true) return;
          for (const match of this.#predicate(program.predicate)?.explain() ?? []) {
            matches.push({ ...match, text: program.text });
          }
      }
    };
    const program = this.#plan.filters[filter]?.program;
    if (program !== undefined) visit(program, true);
    return matches;
  }

  /** Whether the predicate of a number holds for the document; null only of a constant. */
  truth(predicate: number): Truth {
    return this.#truth(predicate);
  }

  /** The values that made a predicate hold, each with its pattern; none if it doesn't hold, or holds because there is no value. */
  explainPredicate(predicate: number): readonly ConditionMatch[] {
    return this.#truth(predicate) === true ? (this.#predicate(predicate)?.explain() ?? []) : [];
  }

  #run(program: Program): Truth {
    switch (program.kind) {
      case "constant":
        return program.value;
      case "predicate":
        return this.#truth(program.predicate);
      case "not": {
        const truth = this.#run(program.operand);
        return truth === null ? null : !truth;
      }
      case "and":
      case "or":
        return this.#runOperands(program.operands, program.kind === "or");
    }
  }

  /** Kleene's connectives; the decisive value ends the run. */
  #runOperands(operands: readonly Program[], decisive: boolean): Truth {
    let result: Truth = !decisive;
    for (const operand of operands) {
      const truth = this.#run(operand);
      if (truth === decisive) return decisive;
      if (truth === null) result = null;
    }
    return result;
  }

  #truth(predicate: number): Truth {
    const known = knownTruths[this.#truths[predicate] ?? 0];
    if (known !== undefined) return known;
    const truth = this.#predicate(predicate)?.evaluate(this.#noteLimit) ?? null;
    this.#truths[predicate] = knownTruths.indexOf(truth);
    return truth;
  }

  #predicate(number: number): CompiledPredicate | null {
    const known = this.#predicates[number];
    if (known !== null) return known ?? null;
    const predicate = this.#plan.predicates[number];
    if (predicate === undefined) return null;
    return (this.#predicates[number] = this.#compile(predicate, this.#strategy));
  }

  readonly #noteLimit = (): void => {
    this.#limited = true;
  };

  #compile(predicate: Predicate, strategy: MatcherStrategy): CompiledPredicate {
    switch (predicate.kind) {
      case "absent":
        return { evaluate: () => this.values(predicate.field).length === 0, explain: () => [] };
      case "computed":
        return this.#compileComputed(predicate, strategy);
      default: {
        const { field } = predicate;
        const test = compileValueTest(predicate, strategy, this.#datesOf(field));
        return {
          evaluate: () => this.values(field).some((value) => test.test(value)),
          explain: () => {
            const value = this.values(field).find((candidate) => test.test(candidate));
            return value === undefined ? [] : [{ field, value, pattern: test.matchedPattern(value) }];
          },
        };
      }
    }
  }

  #compileComputed(predicate: Predicate & { readonly kind: "computed" }, strategy: MatcherStrategy): CompiledPredicate {
    const { fields } = predicate;
    const dates = fields.map((field) => this.#datesOf(field));
    const expression = compileExpression(predicate.expression, strategy, dates);
    if (fields.length === 0) {
      const constant = truthOf(expression([]));
      return { evaluate: () => constant, explain: () => [] };
    }
    const find = (): readonly Constant[] | "none" | "limit" =>
      findCombination(
        fields.map((field) => this.values(field)),
        (values) => expression(values) === true,
      );
    return {
      evaluate: (limited) => {
        const found = find();
        if (found === "limit") limited();
        return typeof found !== "string";
      },
      explain: () => {
        const found = find();
        if (typeof found === "string") return [];
        return fields.flatMap((field, slot) => {
          const value = found[slot] ?? null;
          return value === null ? [] : [{ field, value, pattern: null }];
        });
      },
    };
  }
}
