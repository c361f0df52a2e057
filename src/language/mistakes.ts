import type { DiagnosticCode } from "../diagnostics/codes.ts";
import type { Diagnostic, Span } from "../diagnostics/diagnostic.ts";

/** What may be said beside the message. */
export interface Advice {
  readonly label?: string;
  readonly help?: string;
}

/** More mistakes help nobody, and whoever writes a query to exhaust memory makes millions of them. */
const mostMistakes = 100;

/** Collects the errors of one query. */
export class Mistakes {
  readonly #diagnostics: Diagnostic[] = [];
  readonly #excused = new Set<number>();
  #lastStart = -1;

  /** No more are taken: whoever reads the text may stop. */
  get full(): boolean {
    return this.#diagnostics.length >= mostMistakes;
  }

  report(code: DiagnosticCode, span: Span, message: string, advice: Advice = {}): void {
    if (this.full) return;
    const { start, end } = span;
    this.#lastStart = start;
    const { label, help } = advice;
    this.#diagnostics.push({
      code,
      severity: "error",
      // What is taken from the text may be half a pair.
      message: message.toWellFormed(),
      span: { start, end },
      ...(label === undefined ? {} : { label: label.toWellFormed() }),
      ...(help === undefined ? {} : { help: help.toWellFormed() }),
    });
  }

  /** Reports unless what is wrong at this place is the consequence of something that was reported already. */
  reportOnce(code: DiagnosticCode, span: Span, message: string, advice: Advice = {}): void {
    if (span.start !== this.#lastStart && !this.#excused.has(span.start)) this.report(code, span, message, advice);
  }

  /** What is found wrong at this place is the consequence of what was reported before it. */
  excuse(start: number): void {
    if (!this.full) this.#excused.add(start);
  }

  /** All of them by place. */
  sorted(): readonly Diagnostic[] {
    return this.#diagnostics.toSorted((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0));
  }
}
