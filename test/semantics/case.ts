/** A statement of SEMANTICS.md as a condition and a document. Any evaluator can be run over it. */
export interface SemanticsCase {
  readonly name: string;
  /** What stands after `any where`. */
  readonly condition: string;
  /** The document as JSON text. */
  readonly document: string;
  readonly expected: boolean;
  /** The section of SEMANTICS.md that says so. */
  readonly rule: string;
}

/** Name, condition, document, expected. */
export type CaseRow = readonly [string, string, string, boolean];

/** The rows of one section as cases. */
export function casesOf(rule: string, rows: readonly CaseRow[]): readonly SemanticsCase[] {
  return rows.map(([name, condition, document, expected]) => ({ name, condition, document, expected, rule }));
}
