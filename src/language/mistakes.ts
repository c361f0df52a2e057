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
  #lastStart = -1;

  /** No more are taken: whoever reads the text may stop. */
  get full(): boolean {
    return this.#diagnostics.length >= mostMistakes;
  }

  /** True once a mistake with this code was reported. */
  has(code: DiagnosticCode): boolean {
    return this.#diagnostics.some((diagnostic) => diagnostic.code === code);
  }

  report(code: DiagnosticCode, span: Span, message: string, advice: Advice = {}): void {
    if (this.full) return;
    const { start, end } = span;
    this.#lastStart = start;
    this.#diagnostics.push({ code, severity: "error", message, span: { start, end }, ...advice });
  }

  /** Reports unless the last report was about the same place: what it led to is no mistake of its own. */
  reportOnce(code: DiagnosticCode, span: Span, message: string, advice: Advice = {}): void {
    if (span.start !== this.#lastStart) this.report(code, span, message, advice);
  }

  /** All of them by place. */
  sorted(): readonly Diagnostic[] {
    return this.#diagnostics.toSorted((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0));
  }
}
