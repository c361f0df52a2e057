import type { Expression } from "../language/syntax.ts";
import type { Folding } from "./casing.ts";
import { canonicalText, type Value } from "./value.ts";
import { matchesWildcard, readEscapedWildcard, type WildcardToken } from "./wildcard.ts";

/** A call that runs as a wildcard on a field. */
export interface Quirk {
  readonly path: string;
  readonly tokens: readonly WildcardToken[];
  readonly folding: Folding;
}

/**
 * `stringContains(field, "c")` and `endsWith(field, "c")` as a leaf are the Lucene wildcards `*c*` and `*c`, so that
 * `*` and `?` in the constant are wildcards and a backslash escapes, also a star that was appended (SEMANTICS 6).
 * Null for every other leaf.
 */
export function quirkOf(leaf: Expression): Quirk | null {
  if (leaf.kind !== "call" || (leaf.name !== "stringContains" && leaf.name !== "endsWith")) return null;
  const [field, constant] = leaf.args;
  if (field?.kind !== "field" || constant?.kind !== "literal" || typeof constant.value !== "string") return null;
  const pattern = `*${constant.value.toWellFormed()}${leaf.name === "stringContains" ? "*" : ""}`;
  return { path: field.path, tokens: readEscapedWildcard(pattern), folding: leaf.ignoreCase ? "ascii" : "none" };
}

/** True if the value of the field matches, by its canonical text. */
export function matchesQuirk(quirk: Quirk, value: Value): boolean {
  const text = canonicalText(value);
  return text !== null && matchesWildcard(quirk.tokens, text, quirk.folding);
}
