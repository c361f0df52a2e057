import type { Random } from "./random.ts";

/** Says when something rare is due: once in each stretch of events, at a place drawn anew, and of which form. */
export class Schedule<Form extends object> {
  readonly #random: Random;
  readonly #forms: readonly Form[];
  readonly #stretch: number;
  #stretchStart = 0;
  #due: number;
  #turn: number;

  /** The first one falls into the first `firstStretch` events. The forms take turns, from one that is drawn. */
  constructor(random: Random, forms: readonly Form[], stretch: number, firstStretch: number) {
    this.#random = random;
    this.#forms = forms;
    this.#stretch = stretch;
    this.#due = random.below(firstStretch);
    this.#turn = random.below(forms.length);
  }

  /** The form that is due at this event, counted from 0; `undefined` if there is none. Ask for each event in turn. */
  take(eventNumber: number): Form | undefined {
    if (eventNumber < this.#due) return undefined;
    this.#stretchStart += this.#stretch;
    this.#due = this.#stretchStart + this.#random.below(this.#stretch);
    return this.#forms[this.#turn++ % this.#forms.length];
  }
}
