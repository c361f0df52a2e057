import type { DiagnosticCode } from "./codes.ts";
import { coverageExplanations } from "./explanations-of-coverage.ts";
import { fileExplanations } from "./explanations-of-files.ts";
import { lintExplanations } from "./explanations-of-lints.ts";
import { queryExplanations } from "./explanations-of-queries.ts";

/** What a code means, beside its title. */
export interface Explanation {
  /** Why it is a problem and what to do, in whole sentences; names in backquotes. */
  readonly why: string;
  /** What has the problem: a query, or a part of a file. */
  readonly bad?: string;
  /** The same without it. */
  readonly good?: string;
}

/** Of every code. */
export const explanations: Readonly<Record<DiagnosticCode, Explanation>> = {
  ...fileExplanations,
  ...queryExplanations,
  ...coverageExplanations,
  ...lintExplanations,
};
