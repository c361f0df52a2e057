import type { Span } from "../diagnostics/diagnostic.ts";

/**
 * Whether a rule can match events of a source. `no`: no event of it, whatever it holds. `unmapped`: only one that has a field
 * under a name of ECS for which the source has no mapping.
 */
export type Ability = "yes" | "unmapped" | "no";

/** Why a rule can't match, in one of its conditions. */
export interface CoverageReason {
  /**
   * - `no-source`: the field has no value in any event of the source (nor has a join key);
   * - `unmapped`: the source has no mapping for it, and the raw event would need a field of that very name;
   * - `spelling`: the product never writes a text that the condition asks for;
   * - `value`: the field has only the values in `gives`, and none is asked for;
   * - `always`: the condition is to be false, and is true of every event;
   * - `constant`: the condition doesn't depend on the event.
   */
  readonly kind: "no-source" | "unmapped" | "spelling" | "value" | "always" | "constant";
  /** ECS name; of a computed condition the first of its fields without a value, `null` if there is none. */
  readonly field: string | null;
  /** The condition in canonical EQL, cut where it is long. */
  readonly condition: string;
  /** In the rule file. */
  readonly span: Span;
  /** Number of the stage of a sequence or sample, from 1; `null` for the rule as a whole. */
  readonly stage: number | null;
  /** What the field has instead, if that is a list: at most eight. */
  readonly gives: readonly string[];
  /** True if other events of the source meet the condition, but none that meets the rest, such as those of the rule's category. */
  readonly isOfKind: boolean;
}

/** Whether it can, and why it can't. */
export interface KnownAbility {
  readonly canMatch: Ability;
  /** Empty if it can. */
  readonly reasons: readonly CoverageReason[];
}

/** What is known of a rule and a source before any event is read. Pure data. */
export interface RuleCoverage extends KnownAbility {
  /** Numbers in the plan. */
  readonly rule: number;
  readonly source: number;
}
