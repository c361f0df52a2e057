import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "smol-toml";
import * as v from "valibot";
import type { Schema, SchemaField } from "../../src/language/schema.ts";
import type { SearchCaseOptions } from "../semantics/search-case.ts";

const root = path.resolve(import.meta.dirname, "../..");
const folder = path.resolve(root, process.env["EQLHUNT_SHARED"] ?? "../shared", "conformance");
export const isThere = existsSync(folder);

/** A file of queries of Elasticsearch's tests, what they are asked of, and what the notes say of its fields. */
export interface Suite {
  readonly queries: string;
  /** So many cases; where the files aren't, so many are reported as skipped. */
  readonly count: number;
  readonly data: readonly string[];
  readonly idField: string;
  readonly fields: Readonly<Record<string, Partial<SchemaField>>>;
}

const iso = ["iso", "epoch_millis"];
const endgame = { data: ["endgame-140.ndjson"], idField: "serial_event_id", fields: {} };

export const suites: readonly Suite[] = [
  { queries: "test_queries.toml", count: 133, ...endgame },
  { queries: "additional_test_queries.toml", count: 61, ...endgame },
  { queries: "test_queries_date.toml", count: 4, ...endgame },
  {
    queries: "test_extra.toml",
    count: 40,
    data: ["extra.ndjson"],
    idField: "sequence",
    fields: {
      version: { type: "version" },
      date_tags: { type: "date", formats: iso },
      optional_field_default_null: { nullValue: "NULL" },
    },
  },
  {
    queries: "test_missing_events.toml",
    count: 26,
    data: ["missing-events.ndjson"],
    idField: "sequence",
    fields: {},
  },
  {
    queries: "test_sample.toml",
    count: 25,
    data: ["sample1.ndjson", "sample2.ndjson", "sample3.ndjson"],
    idField: "id",
    fields: {
      "@timestamp_pretty": { type: "date", formats: ["dd-MM-yyyy", ...iso] },
      date: { type: "date", formats: iso },
      host_ip: { type: "ip" },
      ip: { type: "ip" },
    },
  },
  { queries: "test_sample_multi.toml", count: 9, data: ["sample-multi.ndjson"], idField: "id", fields: {} },
];

const fileSchema = v.object({
  queries: v.array(
    v.object({
      name: v.string(),
      query: v.string(),
      expected_event_ids: v.union([v.array(v.number()), v.array(v.array(v.number()))]),
      join_keys: v.optional(v.array(v.string())),
      size: v.optional(v.number()),
      max_samples_per_key: v.optional(v.number()),
    }),
  ),
});

/** A query and its right answers. */
export interface Case {
  readonly name: string;
  readonly query: string;
  /** The right answers, of which one will do; -1 stands for a missing event. */
  readonly answers: readonly (readonly number[])[];
  /** Null where the case doesn't say. */
  readonly joinKeys: readonly string[] | null;
  readonly options: SearchCaseOptions;
}

/** In the order of the file. */
export function casesOf({ queries, count }: Suite): readonly Case[] {
  if (!isThere) return Array.from({ length: count }, (_, index) => unread(`case ${index + 1}`));
  return v.parse(fileSchema, parse(readFileSync(path.join(folder, queries), "utf8"))).queries.map((entry) => ({
    name: entry.name,
    query: entry.query,
    answers: answersOf(entry.expected_event_ids),
    joinKeys: entry.join_keys ?? null,
    options: {
      categoryField: "event_type",
      ...(entry.size === undefined ? {} : { size: entry.size }),
      ...(entry.max_samples_per_key === undefined ? {} : { maxSamplesPerKey: entry.max_samples_per_key }),
    },
  }));
}

function unread(name: string): Case {
  return { name, query: "", answers: [], joinKeys: null, options: {} };
}

function answersOf(expected: readonly number[] | readonly (readonly number[])[]): readonly (readonly number[])[] {
  const alternatives = expected.filter((ids) => typeof ids !== "number");
  return alternatives.length > 0 ? alternatives : [expected.filter((id) => typeof id === "number")];
}

/** The lines of a file of the folder that aren't blank. */
export function linesOf(name: string): readonly string[] {
  if (!isThere) return [];
  return readFileSync(path.join(folder, name), "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "");
}

/** All fields that some document has. */
export function schemaOf(lines: readonly string[], types: Suite["fields"]): Schema {
  const fields = new Map<string, SchemaField>();
  const visit = (value: unknown, field: string): void => {
    if (Array.isArray(value)) for (const item of value) visit(item, field);
    else if (typeof value === "object" && value !== null) {
      for (const [name, member] of Object.entries(value)) visit(member, field === "" ? name : `${field}.${name}`);
    } else fields.set(field, { type: "keyword", formats: [], nullValue: null, ...types[field] });
  };
  for (const line of lines) visit(JSON.parse(line), "");
  fields.set("@timestamp", { type: "date", formats: iso, nullValue: null });
  return { fields };
}
