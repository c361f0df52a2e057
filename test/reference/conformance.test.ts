import path from "node:path";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { instantReader } from "../../src/language/date-format.ts";
import type { Schema } from "../../src/language/schema.ts";
import type { Query } from "../../src/language/syntax.ts";
import { type Document, fieldValues } from "../../src/reference/document.ts";
import { evaluateConstant } from "../../src/reference/evaluator.ts";
import { searchEvents, type SearchResult } from "../../src/reference/search.ts";
import { casesOf, isThere, linesOf, schemaOf, suites } from "../conformance/cases.ts";
import { conditionOf, documentOf } from "./reading.ts";
import { settledQueryOf } from "./settled-query.ts";

/** The texts as a case has them; those of dates as instants, for they may be written in any way. */
function keysOf(results: readonly SearchResult[], query: Query, schema: Schema): readonly string[] {
  return results.flatMap(({ joinKeys }) => writeKeys(joinKeys.map(String), query, schema));
}

function writeKeys(keys: readonly string[], query: Query, schema: Schema): readonly string[] {
  const fields = query.kind === "event" ? [] : (query.stages[0]?.keys ?? []);
  return keys.map((key, index) => {
    const field = schema.fields.get(fields[index % fields.length]?.path ?? "");
    return field?.type === "date" ? String(instantReader(field.formats)(key)) : key;
  });
}

describe.skipIf(!isThere).each(suites)("conformance: $queries", (suite) => {
  const lines = suite.data.flatMap((name) => linesOf(path.join("data", name)));
  const schema = schemaOf(lines, suite.fields);
  const documents: readonly Document[] = lines.map(documentOf);
  const cases = casesOf(suite);

  it.each(cases)("$name", ({ query: text, answers, joinKeys, options }) => {
    const query = settledQueryOf(text, schema);
    const results = searchEvents(query, documents, { ...options, schema });
    const ids = results.flatMap(({ events }) =>
      events.map((position) => idOf(position === null ? undefined : documents[position], suite.idField)),
    );
    expect(answers).toContainEqual(ids);
    const keys = keysOf(results, query, schema);
    expect(keys).toEqual(joinKeys === null ? keys : writeKeys(joinKeys, query, schema));
  });

  it("has all of its cases", () => {
    expect(cases).toHaveLength(suite.count);
  });
});

function idOf(document: Document | undefined, idField: string): unknown {
  return document === undefined ? -1 : fieldValues(document, idField)[0];
}

const foldSchema = v.object({ expression: v.string(), expected: v.optional(v.unknown()) });
const foldCount = 73;

/** Constant expressions and their values; rows on which the sources disagree have none. */
function foldsOf(name: string): readonly { readonly expression: string; readonly expected: unknown }[] {
  if (!isThere)
    return Array.from({ length: foldCount }, (_, index) => ({ expression: `row ${index}`, expected: null }));
  return linesOf(name)
    .map((line) => v.parse(foldSchema, JSON.parse(line)))
    .filter((row) => "expected" in row)
    .map(({ expression, expected }) => ({ expression, expected }));
}

describe.skipIf(!isThere)("conformance: functions of constants", () => {
  const folds = foldsOf("string_function_folds.jsonl");

  it.each(folds)("$expression", ({ expression, expected }) => {
    const condition = conditionOf(`${expression} == null`);
    const value = condition.kind === "comparison" ? evaluateConstant(condition.left) : undefined;
    expect(value).toBe(expected);
  });

  it("has all of its rows", () => {
    expect(folds).toHaveLength(foldCount);
  });
});
