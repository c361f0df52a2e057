import type { Constant } from "../language/syntax.ts";
import type { FieldValue } from "./document.ts";

/** A leaf over several fields tries this many combinations of their values, and no more (SEMANTICS 5a). */
const combinationLimit = 65_536;

/**
 * The first combination of values, one of each field, for which the test holds: in document order, the last field fastest.
 * A field without values takes part as null.
 *
 * @returns the combination; `"none"` if it holds for none; `"limit"` if the first 65,536 of several fields' gave none and there are more.
 */
export function findCombination(
  fields: readonly (readonly FieldValue[])[],
  test: (values: readonly Constant[]) => boolean,
): readonly Constant[] | "none" | "limit" {
  const choices = fields.map((values): readonly Constant[] => (values.length === 0 ? [null] : values));
  const positions = choices.map(() => 0);
  const limit = fields.length > 1 ? combinationLimit : Number.POSITIVE_INFINITY;
  for (let tried = 0; tried < limit; tried++) {
    const values = choices.map((choice, field) => choice[positions[field] ?? 0] ?? null);
    if (test(values)) return values;
    if (!advance(positions, choices)) return "none";
  }
  return "limit";
}

/** Counts up, the last position fastest; false after the last combination. */
function advance(positions: number[], choices: readonly (readonly Constant[])[]): boolean {
  for (let field = positions.length - 1; field >= 0; field--) {
    const next = (positions[field] ?? 0) + 1;
    if (next < (choices[field]?.length ?? 0)) {
      positions[field] = next;
      return true;
    }
    positions[field] = 0;
  }
  return false;
}
