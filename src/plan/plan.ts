import type { Span } from "../diagnostics/diagnostic.ts";
import type { RuleSeverity, Threat } from "../rules/rule.ts";
import type { FieldAccessor } from "../sources/source.ts";
import type { Predicate } from "./predicate.ts";

/**
 * All rules of a run, lowered: nothing after it knows in which language a rule was written or which product wrote the
 * event. Pure data that survives `structuredClone`; workers rebuild their matchers from it.
 */
export interface HuntPlan {
  readonly fields: readonly PlannedField[];
  readonly predicates: readonly Predicate[];
  /** In load order, the order of rules in the output. */
  readonly rules: readonly RulePlan[];
  /** SHA-256 in hexadecimal over everything that can change a result; spans and file names are left out. */
  readonly hash: string;
}

/** A field that some predicate or the output reads. */
export interface PlannedField {
  /** The ECS name. */
  readonly name: string;
  /** One per source. */
  readonly accessors: readonly FieldAccessor[];
}

/** A rule over numbered predicates, with what its detections say of it. */
export interface RulePlan {
  readonly id: string;
  readonly name: string;
  readonly severity: RuleSeverity;
  readonly riskScore: number;
  readonly tags: readonly string[];
  readonly threat: readonly Threat[];
  /** The rule file as it was named, and where the query stands in it. */
  readonly file: string;
  readonly span: Span;
  /** Number of the field that holds the time, the category, the tiebreaker. */
  readonly timestampField: number;
  readonly categoryField: number;
  readonly tiebreakerField: number | null;
  /** Category test and condition. */
  readonly program: Program;
  /** One entry per source. */
  readonly literals: readonly SourceLiterals[];
}

/**
 * What the raw bytes of every matching line of a source must hold: one of `literals`, in any ASCII case, each character
 * of it as it stands or as `\u00XX`. `null`: nothing is certain, every line is a candidate. `[]`: no line can match.
 */
interface SourceLiterals {
  readonly source: string;
  readonly literals: readonly string[] | null;
}

interface ProgramNode {
  /** In the rule file. */
  readonly span: Span;
}

/** A boolean program over predicates. `null` is Kleene's unknown, and no match at the end (SEMANTICS 3). */
export type Program =
  | (ProgramNode & {
      readonly kind: "predicate";
      readonly predicate: number;
      /** The condition in canonical EQL, cut after {@link conditionTextLength} characters. */
      readonly text: string;
      /** The category test, which the rule's condition doesn't spell out. */
      readonly implicit: boolean;
    })
  | (ProgramNode & { readonly kind: "constant"; readonly value: boolean | null })
  | (ProgramNode & { readonly kind: "and" | "or"; readonly operands: readonly Program[] })
  | (ProgramNode & { readonly kind: "not"; readonly operand: Program });

/** A list may have 100,000 items: a longer condition is cut in what is shown of it. */
export const conditionTextLength = 400;
