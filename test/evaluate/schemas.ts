import { childrenOf } from "../../src/language/expression.ts";
import { parseQuery } from "../../src/language/parser.ts";
import { type FieldType, fieldTypes, type Schema } from "../../src/language/schema.ts";
import type { Expression } from "../../src/language/syntax.ts";
import { schemaOf } from "../semantics/schema-rules.ts";
import type { Choices } from "./choices.ts";
import type { ConditionVocabulary } from "./documents.ts";

const typesThatMatter: readonly FieldType[] = ["date", "ip", "version"];

const formats = [
  ["iso"],
  ["epoch_millis"],
  ["dd-MM-yyyy", "iso"],
  ["yyyy", "epoch_millis"],
  ["yyyyMMdd", "epoch_millis"],
];

/** What conditions and documents hold too. */
const nullValues: Readonly<Record<FieldType, readonly unknown[]>> = {
  keyword: ["NULL", "", "5", "abc", "true"],
  long: [0, 5, 1000],
  double: [0.5, -5],
  boolean: [true, false],
  date: [null],
  ip: ["10.0.0.1", "::1"],
  version: ["5", "1.2.3", "a"],
};

/** Texts that a type orders in another way than 5a does, or nearly. */
export const typedTexts: readonly string[] = [
  "1.2.3",
  "1.2",
  "1.10.0",
  "1.2.3-a",
  "1.2.3-a.1",
  "1.2.3-11",
  "1.2.3-2",
  "1.2.3+b",
  "1.02",
  "bad",
  "",
  "10.0.0.9",
  "10.0.0.10",
  "::ffff:10.0.0.9",
  "::a",
  "10.0.0.0/8",
  "2024-03-01",
  "01-03-2024",
  "02-03-2024",
  "20240301",
  "2024",
  "1709251200000",
];

/** A random schema of some of the fields that a condition names, for whose nulls its own texts may stand. One in five isn't listed. */
export function randomSchema(choices: Choices, { paths, patterns }: ConditionVocabulary): Schema {
  const fields = paths
    .filter(() => !choices.once(5))
    .map((path) => {
      const type = choices.pick(choices.once(2) ? fieldTypes : typesThatMatter);
      const format = type === "date" && choices.once(2) ? { format: choices.pick(formats) } : {};
      const texts = type === "keyword" || type === "version" ? patterns : [];
      const nullValue = choices.once(3) ? { null_value: choices.pick([...texts, ...nullValues[type]]) } : {};
      return `${JSON.stringify(path)}:${JSON.stringify({ type, ...format, ...nullValue })}`;
    });
  return schemaOf(`{"fields":{${fields.join(",")}}}`);
}

/** The same query with `?` before all fields that the schema doesn't list, so that it has no mistake. */
export function withOptionalFields(text: string, schema: Schema, known: readonly string[]): string {
  const { query } = parseQuery(text, { schema: "closed" });
  if (query?.kind !== "event") throw new Error(`${text} is no event query`);
  const places: number[] = [];
  const visit = (part: Expression): void => {
    if (part.kind === "field" && !part.optional && !schema.fields.has(part.path) && !known.includes(part.path)) {
      places.push(part.span.start);
    }
    for (const child of childrenOf(part)) visit(child);
  };
  visit(query.condition);
  const inOrder = places.toSorted((a, b) => b - a);
  return inOrder.reduce((marked, at) => `${marked.slice(0, at)}?${marked.slice(at)}`, text);
}
