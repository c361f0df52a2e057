import { compileExpression, truthOf } from "../evaluate/expression.ts";
import type { FieldValue } from "../evaluate/document.ts";
import { dateReader } from "../evaluate/instant.ts";
import { searchHitKey } from "../evaluate/envelope.ts";
import { compileValueTest } from "../evaluate/value-test.ts";
import { linearStrategy } from "../match/linear.ts";
import type { HuntPlan, Program } from "../plan/plan.ts";
import { PossibleMatches } from "../plan/possible-matches.ts";
import type { Predicate } from "../plan/predicate.ts";
import type { DocumentTest, Source } from "../sources/source.ts";
import { AccessorFacts } from "./extraction-accessors.ts";
import type { FactSource, FactTable, ValueAsk } from "./extraction-facts.ts";
import type { Bounds, Formula, Formulas } from "./extraction-formulas.ts";

/** What must hold of a document so that a filter may match it; of filter -1, so that it is handed over. */
export interface FilterCondition {
  readonly filter: number;
  readonly formula: Formula;
}

/** Which of a plan's filters and sources are looked at by the kernel. */
export interface ConditionScope {
  /** Numbers of filters; `null` for all. */
  readonly filters: readonly number[] | null;
  /** By number of the source: false for one whose documents are to be handed over. The last one, ECS, never is. */
  readonly sources: readonly boolean[];
  /** Whether search hits are looked at, and not handed over. */
  readonly searchHits: boolean;
}

/** Where documents of a kind have their fields, and what holds of all of the kind. */
interface DocumentKind {
  readonly facts: FactSource;
  readonly holds: Formula;
}

/** What of documents of any source must hold for filters to match: one condition for each filter, source and kind of document that ask something of their own. */
export function filterConditions(
  plan: HuntPlan,
  scope: ConditionScope,
  facts: FactTable,
  formulas: Formulas,
): readonly FilterCondition[] {
  const numbers = scope.filters ?? plan.filters.map((_, number) => number);
  const isSearchHit = formulas.and([
    formulas.fact(facts.presence("_index")),
    formulas.fact(facts.existence(searchHitKey)),
  ]);
  const bare: DocumentKind = { facts, holds: formulas.always };
  const hit: DocumentKind = { facts: facts.within(searchHitKey), holds: isSearchHit };
  const kinds = scope.searchHits ? [bare, hit] : [bare];
  const reasons = kinds.flatMap((kind) => handOvers(plan, scope.sources, kind, formulas));
  if (!scope.searchHits) reasons.unshift(isSearchHit);
  const conditions = [...new Set(reasons)].map((formula): FilterCondition => ({ filter: -1, formula }));
  const possible = new PossibleMatches(plan);
  const taken = numbers.map(() => new Set([formulas.never]));
  const last = plan.sources.length - 1;
  for (const kind of kinds) {
    // ECS comes first: what asks the same of documents of another source asks nothing more.
    for (let number = last; number >= 0; number--) {
      const source = plan.sources[number];
      if (source === undefined || (number < last && scope.sources[number] !== true) || isOpaque(source)) continue;
      const predicates = new PredicateFacts(plan, number, kind.facts, formulas);
      const mayBe = number === last ? kind.holds : recognition(source, kind, formulas);
      for (const [position, filter] of numbers.entries()) {
        const planned = plan.filters[filter];
        const ofFilter = taken[position];
        if (planned === undefined || ofFilter === undefined) continue;
        if (!possible.has(filter, number)) continue;
        const formula = predicates.positive(planned.program);
        if (ofFilter.has(formula)) continue;
        const condition = formulas.and([mayBe, formula]);
        if (ofFilter.has(condition)) continue;
        ofFilter.add(condition);
        conditions.push({ filter, formula: condition });
      }
    }
  }
  return conditions;
}

/** Events that are texts within their documents, or members of an array in them, are nothing for the kernel. */
function isOpaque({ envelope }: Source): boolean {
  return envelope.decode !== null || envelope.each !== null;
}

function handOvers(
  { sources }: HuntPlan,
  isLookedAt: readonly boolean[],
  kind: DocumentKind,
  formulas: Formulas,
): readonly Formula[] {
  return sources.slice(0, -1).flatMap((source, number) => {
    const { each } = source.envelope;
    if (each !== null) return [formulas.and([kind.holds, formulas.fact(kind.facts.existence(each))])];
    return isLookedAt[number] === true && !isOpaque(source) ? [] : [recognition(source, kind, formulas)];
  });
}

/** What holds of every document of the kind that is recognised as the source's, and perhaps of others. */
function recognition({ detect }: Source, { facts, holds }: DocumentKind, formulas: Formulas): Formula {
  const recognised = formulas.or(
    detect.map((tests) => formulas.and(tests.map((test) => testFormula(test, facts, formulas)))),
  );
  return formulas.and([holds, recognised]);
}

function testFormula(test: DocumentTest, facts: FactSource, formulas: Formulas): Formula {
  const { path } = test;
  switch (test.kind) {
    case "exists":
      return formulas.fact(facts.existence(path));
    case "absent":
      return formulas.not(formulas.fact(facts.existence(path)));
    case "value":
      return formulas.or(
        test.texts.map((text) =>
          formulas.fact(facts.value(path, { test: { kind: "glob", text }, changes: [], nullValue: null })),
        ),
      );
  }
}

/** By which facts predicates and programs hold for documents of one source. */
class PredicateFacts {
  readonly #plan: HuntPlan;
  readonly #source: number;
  readonly #formulas: Formulas;
  readonly #accessors: AccessorFacts;
  readonly #known: (Bounds | undefined)[] = [];

  constructor(plan: HuntPlan, source: number, facts: FactSource, formulas: Formulas) {
    this.#plan = plan;
    this.#source = source;
    this.#formulas = formulas;
    const envelope = plan.sources[source]?.envelope ?? { each: null, unwrap: null, decode: null };
    this.#accessors = new AccessorFacts(facts, formulas, envelope);
  }

  /** What holds of every document for which the program is true. */
  positive(program: Program): Formula {
    switch (program.kind) {
      case "constant":
        return program.value === true ? this.#formulas.always : this.#formulas.never;
      case "predicate":
        return this.#predicate(program.predicate).upper;
      case "not":
        return this.#negative(program.operand);
      case "and":
        return this.#formulas.and(program.operands.map((operand) => this.positive(operand)));
      case "or":
        return this.#formulas.or(program.operands.map((operand) => this.positive(operand)));
    }
  }

  /** What holds of every document for which it is false. A null is neither. */
  #negative(program: Program): Formula {
    switch (program.kind) {
      case "constant":
        return program.value === false ? this.#formulas.always : this.#formulas.never;
      case "predicate":
        return this.#formulas.not(this.#predicate(program.predicate).lower);
      case "not":
        return this.positive(program.operand);
      case "and":
        return this.#formulas.or(program.operands.map((operand) => this.#negative(operand)));
      case "or":
        return this.#formulas.and(program.operands.map((operand) => this.#negative(operand)));
    }
  }

  #predicate(number: number): Bounds {
    return (this.#known[number] ??= this.#boundsOf(number));
  }

  #boundsOf(number: number): Bounds {
    const predicate = this.#plan.predicates[number];
    if (predicate === undefined) return this.#formulas.unknown;
    if (predicate.kind === "computed") return this.#computed(predicate, number);
    const test: ValueAsk["test"] = { kind: "predicate", predicate: number };
    if (predicate.kind === "absent") return this.#formulas.notBounds(this.#presence(predicate.field));
    return this.#ask(predicate.field, test, (value) =>
      compileValueTest(predicate, linearStrategy, dateReader(this.#plan.fields[predicate.field]?.dateFormats)).test(
        value,
      ),
    );
  }

  /** What several fields' values make together is unknown. */
  #computed(predicate: Predicate & { readonly kind: "computed" }, number: number): Bounds {
    const { fields, expression } = predicate;
    const formulas = this.#formulas;
    const [field, ...others] = fields;
    if (field === undefined) return this.#constant(truthOf(compileExpression(expression, linearStrategy, [])([])));
    if (others.length > 0) return formulas.unknown;
    const compiled = compileExpression(expression, linearStrategy, [dateReader(this.#plan.fields[field]?.dateFormats)]);
    const holds = (value: FieldValue): boolean => compiled([value]) === true;
    const ofValue = this.#ask(field, { kind: "predicate", predicate: number }, holds);
    // A field without a value takes part as null.
    if (compiled([null]) !== true) return ofValue;
    return formulas.orBounds([ofValue, formulas.notBounds(this.#presence(field))]);
  }

  /** Null is never true, and neither is its contrary. */
  #constant(truth: boolean | null): Bounds {
    const { always, never } = this.#formulas;
    return { upper: truth === true ? always : never, lower: truth === false ? never : always };
  }

  #ask(field: number, test: ValueAsk["test"], holds: (value: FieldValue) => boolean): Bounds {
    const planned = this.#plan.fields[field];
    const accessor = planned?.accessors[this.#source];
    // A join key that no event has.
    if (accessor === undefined) return this.#formulas.exact(this.#formulas.never);
    return this.#accessors.bounds(accessor, { test, holds }, planned?.nullValue ?? null);
  }

  #presence(field: number): Bounds {
    const planned = this.#plan.fields[field];
    const accessor = planned?.accessors[this.#source];
    if (accessor === undefined) return this.#formulas.exact(this.#formulas.never);
    return this.#accessors.presence(accessor, planned?.nullValue ?? null);
  }
}
