/**
 * A Lucene regular expression as a tree. Pure data. Depth and the product of nested repeats are bounded by the parser.
 * `~` (complement), `&` (intersection), `<1-9>` and repeats above 1,000 never get here: they are compile errors.
 */
export type RegexTree =
  /** One code point out of `ranges`, or, if `negated`, out of all others. `.` is the negation of no ranges. */
  | { readonly kind: "class"; readonly negated: boolean; readonly ranges: readonly CodePointRange[] }
  | { readonly kind: "sequence"; readonly items: readonly RegexTree[] }
  /** At least two. */
  | { readonly kind: "union"; readonly items: readonly RegexTree[] }
  /** `max` null: no upper bound. */
  | { readonly kind: "repeat"; readonly item: RegexTree; readonly min: number; readonly max: number | null }
  /** `#`: matches nothing, not even the empty string. */
  | { readonly kind: "nothing" };

/** Inclusive on both ends. */
export interface CodePointRange {
  readonly from: number;
  readonly to: number;
}
