import type { Schema } from "../../src/language/schema.ts";

/** A statement of SEMANTICS.md as a query and a whole data set. Anything that answers queries can be run over it. */
export interface SearchCase {
  /** What it proves, in a sentence; unique. */
  readonly name: string;
  readonly query: string;
  /** JSON texts, in input order. */
  readonly events: readonly string[];
  /** In the ascending order of results. */
  readonly expected: readonly ExpectedResult[];
  readonly options: SearchCaseOptions;
  /** The section of SEMANTICS.md that says so. */
  readonly rule: string;
}

export interface ExpectedResult {
  /** Positions in the case's events, in the order of the stages; null where a stage is missing. */
  readonly events: readonly (number | null)[];
  readonly joinKeys: readonly (string | null)[];
}

/** What a case sets besides its query; all else stands at its default. */
export interface SearchCaseOptions {
  readonly timestampField?: string;
  readonly categoryField?: string;
  readonly tiebreakerField?: string;
  readonly schema?: Schema;
  readonly size?: number;
  readonly maxSamplesPerKey?: number;
}

/** A result's positions and, where there are any, its join keys. */
type ResultRow = readonly [positions: readonly (number | null)[], keys?: readonly (string | null)[]];

/** Name, query, events, expected results, options. */
type SearchRow = readonly [string, string, readonly string[], readonly ResultRow[], SearchCaseOptions?];

/** The rows of one section as cases. */
export function searchCasesOf(rule: string, rows: readonly SearchRow[]): readonly SearchCase[] {
  return rows.map(([name, query, events, results, options = {}]) => ({
    name,
    query,
    events,
    expected: results.map(([positions, joinKeys = []]) => ({ events: positions, joinKeys })),
    options,
    rule,
  }));
}

/** An event of that category, so many seconds (to the millisecond) after ten o'clock. */
export function at(seconds: number, category: string, fields: Readonly<Record<string, unknown>> = {}): string {
  const time = new Date(Date.UTC(2024, 2, 1, 10) + Math.round(seconds * 1000)).toISOString();
  return JSON.stringify({ "@timestamp": time, event: { category }, ...fields });
}

/** An event at a time in the form given; undefined for none. */
export function stamped(time: unknown, category: string, fields: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ "@timestamp": time, event: { category }, ...fields });
}
