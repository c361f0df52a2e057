import type { EventDocument } from "../evaluate/document.ts";
import { parseDocument } from "../reference/document.ts";
import { evaluateQuery } from "../reference/evaluator.ts";
import type { Disagreement } from "./worker-task.ts";
import type { VerifiedRule } from "./worker-task.ts";

/** More are of no use to anyone. */
const maxDisagreements = 10;

/** Holds every verdict of the engine against the reference evaluator's (`--verify`). */
export class Verification {
  readonly disagreements: Disagreement[] = [];
  readonly #rules: readonly VerifiedRule[];

  /** `rules` in the order of the plan's. */
  constructor(rules: readonly VerifiedRule[]) {
    this.#rules = rules;
  }

  readonly check = (document: EventDocument, rule: number, matches: boolean): void => {
    const verified = this.#rules[rule];
    const reference = parseDocument(document.text);
    if (verified === undefined || reference === null || this.disagreements.length >= maxDisagreements) return;
    if (evaluateQuery(verified.query, reference, verified.options).matches === matches) return;
    this.disagreements.push({ ruleId: verified.id, text: document.text, matches });
  };
}
