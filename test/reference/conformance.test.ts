import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "smol-toml";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { type Document, fieldValues } from "../../src/reference/document.ts";
import { evaluateConstant, evaluateQuery } from "../../src/reference/evaluator.ts";
import { conditionOf, documentOf, queryOf } from "./reading.ts";

const root = path.resolve(import.meta.dirname, "../..");
const folder = path.resolve(root, process.env["EQLHUNT_SHARED"] ?? "../shared", "conformance");

const foldSchema = v.object({ expression: v.string(), expected: v.optional(v.unknown()) });
const fileSchema = v.object({
  queries: v.array(
    v.object({
      name: v.string(),
      query: v.string(),
      expected_event_ids: v.array(v.number()),
      size: v.optional(v.number()),
    }),
  ),
});

function linesOf(name: string): string[] {
  if (!existsSync(folder)) return [];
  return readFileSync(path.join(folder, name), "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "");
}

function foldsOf(name: string): { expression: string; expected: unknown }[] {
  const rows = linesOf(name).map((line): unknown => JSON.parse(line));
  return rows
    .map((row) => v.parse(foldSchema, row))
    .filter((row) => "expected" in row)
    .map(({ expression, expected }) => ({ expression, expected }));
}

/** Queries over single events: sequences, samples and pipes are others' business. */
function eventQueriesOf(name: string): { name: string; query: string; expected: readonly number[] }[] {
  if (!existsSync(folder)) return [];
  const { queries } = v.parse(fileSchema, parse(readFileSync(path.join(folder, name), "utf8")));
  return queries
    .filter(
      ({ query, size }) =>
        !/^\s*(sequence|sample)\b/.test(query) && !/\|\s*(head|tail)\b/.test(query) && size === undefined,
    )
    .map((entry) => ({ name: entry.name, query: entry.query, expected: entry.expected_event_ids }));
}

describe.skipIf(!existsSync(folder))("conformance: functions of constants", () => {
  it.each(foldsOf("string_function_folds.jsonl"))("$expression", ({ expression, expected }) => {
    const condition = conditionOf(`${expression} == null`);
    const value = condition.kind === "comparison" ? evaluateConstant(condition.left) : undefined;
    expect(value).toBe(expected);
  });
});

describe.skipIf(!existsSync(folder)).each([
  ["test_queries.toml", "endgame-140.ndjson", "serial_event_id"],
  ["test_queries_date.toml", "endgame-140.ndjson", "serial_event_id"],
  ["additional_test_queries.toml", "endgame-140.ndjson", "serial_event_id"],
  ["test_extra.toml", "extra.ndjson", "sequence"],
])("conformance: %s", (queries, data, idField) => {
  const answer = (query: string): unknown[] => {
    const tree = queryOf(query);
    return documentsOf(data)
      .filter((document) => evaluateQuery(tree, document, { categoryField: "event_type" }).matches)
      .map((document) => fieldValues(document, idField)[0]);
  };

  it.each(eventQueriesOf(queries))("$name", ({ query, expected }) => {
    expect(answer(query)).toEqual(expected);
  });
});

/** The mapping of the data has a null value for one field, as its notes say. */
function documentsOf(data: string): Document[] {
  return linesOf(path.join("data", data)).map((line) =>
    documentOf(line.replace(/("optional_field_default_null"\s*:\s*)null\b/, '$1"NULL"')),
  );
}
