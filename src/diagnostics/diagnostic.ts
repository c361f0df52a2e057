import type { DiagnosticCode } from "./codes.ts";

/** A half-open range of UTF-16 offsets in a text, 0-based. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A text that diagnostics point into: a rule file, or a query of the command line. */
export interface SourceText {
  /** How the user named it: the path as given, or `--query 1`. */
  readonly name: string;
  readonly text: string;
}

/** `error` stops the compilation of a rule; `warning` and `note` don't. */
export type Severity = "error" | "warning" | "note";

/**
 * What is wrong with a rule or an input, as a value: it is collected and returned, never thrown.
 * Pure data; survives `structuredClone`.
 */
export interface Diagnostic {
  /** Stable and never reused, see `codes.ts`. */
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  /** One clause without a final full stop; names in backquotes. */
  readonly message: string;
  /** The place, in `source.text` (in the parsed text itself as long as there is no `source`). */
  readonly span?: Span;
  /** What is said beside the carets, such as ``did you mean `and`?`` */
  readonly label?: string;
  /** A way out, where the label isn't enough. */
  readonly help?: string;
  readonly source?: SourceText;
}

/** True if one of them is an error. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === "error");
}
