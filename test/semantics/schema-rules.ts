import { parseQuery } from "../../src/language/parser.ts";
import { resolveQuery } from "../../src/language/resolution.ts";
import { readSchema } from "../../src/language/schema-reading.ts";
import type { Schema } from "../../src/language/schema.ts";
import type { EventQuery } from "../../src/language/syntax.ts";
import { readBareQuery } from "../../src/rules/query.ts";
import type { Rule } from "../../src/rules/rule.ts";

/** The schema that a text without a mistake is. */
export function schemaOf(text: string): Schema {
  const { schema, diagnostics } = readSchema({ name: "schema.json", text });
  if (schema === null) throw new Error(diagnostics.map(({ message }) => message).join("; "));
  return schema;
}

/** An event rule of which every field is known. */
export interface SchemaRule extends Rule {
  readonly query: EventQuery;
}

/** The rule that a query for single events is, resolved by a schema; own fields are the usual ones. */
export function schemaRuleOf(text: string, schema: Schema, id = "query-1"): SchemaRule {
  const reading = readBareQuery(id, `${id}.eql`, text, (query) => parseQuery(query, { schema: "closed" }));
  if (reading.kind !== "rule") throw new Error(`${text} is no rule`);
  const { query, diagnostics } = resolveQuery(reading.rule.query, schema, ["@timestamp", "event.category"]);
  if (query?.kind !== "event") {
    throw new Error(`${text}: ${diagnostics.map(({ message }) => message).join("; ")}`);
  }
  return { ...reading.rule, query };
}
