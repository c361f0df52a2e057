import { parseQuery } from "../../src/language/parser.ts";
import type { EventQuery, Expression } from "../../src/language/syntax.ts";
import { type Document, parseDocument } from "../../src/reference/document.ts";

/** The tree of an event query that has no mistake. */
export function queryOf(text: string): EventQuery {
  const { query, diagnostics } = parseQuery(text);
  if (query?.kind !== "event") throw new Error(`${text}: ${diagnostics.map(({ message }) => message).join("; ")}`);
  return query;
}

/** The tree of a condition that has no mistake. */
export function conditionOf(text: string): Expression {
  return queryOf(`any where ${text}`).condition;
}

/** The document that a JSON text is. */
export function documentOf(text: string): Document {
  const document = parseDocument(text);
  if (document === null) throw new Error(`no document: ${text}`);
  return document;
}
