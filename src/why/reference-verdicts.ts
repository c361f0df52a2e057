import type { EventDocument } from "../evaluate/document.ts";
import type { Evaluator } from "../evaluate/evaluator.ts";
import { isMapped, mappedText } from "../evaluate/mapped-text.ts";
import { filtersOf } from "../language/filters.ts";
import type { EventFilter } from "../language/syntax.ts";
import type { CompiledRules } from "../plan/compilation.ts";
import { type Document, parseDocument } from "../reference/document.ts";
import { evaluateQuery, type ReferenceOptions } from "../reference/evaluator.ts";
import { programFields } from "./plan-fields.ts";

/** Asks the reference evaluator what it says of filters: a verdict of the engine that it doesn't share is a defect. */
export class ReferenceVerdicts {
  readonly #compiled: CompiledRules;
  /** By number in the plan: as the rule has it, what it reads. */
  readonly #filters: readonly {
    readonly rule: number;
    readonly filter: EventFilter;
    readonly fields: readonly number[];
  }[];

  constructor(compiled: CompiledRules) {
    this.#compiled = compiled;
    const { plan, rules } = compiled;
    this.#filters = rules
      .flatMap(({ query }, rule) => filtersOf(query).map((filter) => ({ rule, filter })))
      .map(({ rule, filter }, number) => {
        const program = plan.filters[number]?.program;
        return { rule, filter, fields: program === undefined ? [] : programFields(plan, program) };
      });
  }

  /** Whether the filter holds, for the document that the evaluator has loaded; `null` if the reference can't read it. */
  matches(filter: number, document: EventDocument, evaluator: Evaluator): boolean | null {
    const asked = this.#filters[filter];
    if (asked === undefined) return null;
    const read = this.read(asked.fields, document, evaluator);
    return read === null ? null : evaluateQuery(asked.filter, read, this.optionsOf(asked.rule)).matches;
  }

  /** The loaded document as the reference reads it: as it stands, but where its source has one of the fields elsewhere. */
  read(fields: readonly number[], document: EventDocument, evaluator: Evaluator): Document | null {
    const { plan } = this.#compiled;
    const { unwrap = null } = plan.sources[document.source]?.envelope ?? {};
    const isPlain =
      unwrap === null &&
      fields.every((number) => {
        const field = plan.fields[number];
        return field === undefined || !isMapped(field, document.source);
      });
    return parseDocument(isPlain ? document.text : mappedText(plan, fields, (field) => evaluator.values(field)));
  }

  optionsOf(rule: number): ReferenceOptions {
    const { plan, schema } = this.#compiled;
    const planned = plan.rules[rule];
    return {
      categoryField: plan.fields[planned?.categoryField ?? -1]?.name ?? "",
      timestampField: plan.fields[planned?.timestampField ?? -1]?.name ?? "",
      schema,
    };
  }
}
