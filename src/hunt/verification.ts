import { compileAccessor, type FieldReader } from "../evaluate/accessor.ts";
import type { EventDocument } from "../evaluate/document.ts";
import { isMapped, mappedText } from "../evaluate/mapped-text.ts";
import type { HuntPlan } from "../plan/plan.ts";
import { type Document, parseDocument } from "../reference/document.ts";
import { evaluateQuery } from "../reference/evaluator.ts";
import type { Disagreement } from "./worker-task.ts";
import type { VerifiedFilter } from "./worker-task.ts";

/** More are of no use to anyone. */
const maxDisagreements = 10;

/**
 * Holds every verdict of the engine against the reference evaluator's (`--verify`). That one knows no sources: of a document
 * that isn't ECS as it stands it is given one which is made of the values that the source's accessors read.
 */
export class Verification {
  readonly disagreements: Disagreement[] = [];
  readonly #plan: HuntPlan;
  readonly #filters: readonly VerifiedFilter[];
  /** Numbers of the fields that rules can ask for: a field that no event has, or without a name, is none of them. */
  readonly #fields: readonly number[];
  /** By source, then field; `null` for a source whose documents are ECS as they stand. */
  readonly #readers: readonly (readonly (FieldReader | null)[] | null)[];
  /** What was asked about last, and how the reference reads it: all filters ask about one document. */
  #document: EventDocument | null = null;
  #reference: Document | null = null;

  /** `filters` in the order of the plan's. */
  constructor(filters: readonly VerifiedFilter[], plan: HuntPlan) {
    this.#filters = filters;
    this.#plan = plan;
    this.#fields = [...plan.fields.keys()].filter((number) => {
      const field = plan.fields[number];
      return field !== undefined && field.name !== "" && field.accessors.length > 0;
    });
    this.#readers = plan.sources.map(({ envelope }, source) => {
      if (envelope.unwrap === null && !plan.fields.some((field) => isMapped(field, source))) return null;
      return plan.fields.map(({ accessors, nullValue = null }) => {
        const accessor = accessors[source];
        return accessor === undefined ? null : compileAccessor(accessor, nullValue);
      });
    });
  }

  readonly check = (document: EventDocument, filter: number, matches: boolean): void => {
    const verified = this.#filters[filter];
    if (verified === undefined || this.disagreements.length >= maxDisagreements) return;
    const reference = this.#read(document);
    if (reference === null || evaluateQuery(verified.filter, reference, verified.options).matches === matches) return;
    this.disagreements.push({ ruleId: verified.ruleId, text: document.text, matches });
  };

  #read(document: EventDocument): Document | null {
    if (document === this.#document) return this.#reference;
    const readers = this.#readers[document.source] ?? null;
    const text =
      readers === null
        ? document.text
        : mappedText(this.#plan, this.#fields, (field) => readers[field]?.(document) ?? []);
    this.#document = document;
    this.#reference = parseDocument(text);
    return this.#reference;
  }
}
