import type { EventDocument } from "../evaluate/document.ts";
import { parseDocument } from "../reference/document.ts";
import { evaluateQuery } from "../reference/evaluator.ts";
import type { Disagreement } from "./worker-task.ts";
import type { VerifiedFilter } from "./worker-task.ts";

/** More are of no use to anyone. */
const maxDisagreements = 10;

/** Holds every verdict of the engine against the reference evaluator's (`--verify`). */
export class Verification {
  readonly disagreements: Disagreement[] = [];
  readonly #filters: readonly VerifiedFilter[];

  /** `filters` in the order of the plan's. */
  constructor(filters: readonly VerifiedFilter[]) {
    this.#filters = filters;
  }

  readonly check = (document: EventDocument, filter: number, matches: boolean): void => {
    const verified = this.#filters[filter];
    const reference = parseDocument(document.text);
    if (verified === undefined || reference === null || this.disagreements.length >= maxDisagreements) return;
    if (evaluateQuery(verified.filter, reference, verified.options).matches === matches) return;
    this.disagreements.push({ ruleId: verified.ruleId, text: document.text, matches });
  };
}
