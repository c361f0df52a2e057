import { parseQuery } from "../../src/language/parser.ts";
import { resolveQuery } from "../../src/language/resolution.ts";
import type { Schema } from "../../src/language/schema.ts";
import type { Query } from "../../src/language/syntax.ts";

/** The tree of a query of any kind that has no mistake, with a schema as well. */
export function settledQueryOf(text: string, schema: Schema | null): Query {
  const parsed = parseQuery(text, { schema: schema === null ? "open" : "closed" });
  const resolved = parsed.query === null ? parsed : resolveQuery(parsed.query, schema);
  if (resolved.query === null) {
    throw new Error(`${text}: ${resolved.diagnostics.map(({ message }) => message).join("; ")}`);
  }
  return resolved.query;
}
