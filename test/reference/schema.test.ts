import { describe, expect, it } from "vitest";
import { evaluateQuery } from "../../src/reference/evaluator.ts";
import { schemaCases, schemaText } from "../semantics/schema.ts";
import { schemaOf, schemaRuleOf } from "../semantics/schema-rules.ts";
import { documentOf } from "./reading.ts";

const schema = schemaOf(schemaText);

describe("the reference evaluator says what SEMANTICS.md says of schemas", () => {
  it.each(schemaCases)("$rule: $name", ({ condition, document, expected }) => {
    const { query } = schemaRuleOf(`any where ${condition}`, schema);
    const verdict = evaluateQuery(query, documentOf(document), { schema });
    expect(verdict).toEqual({ matches: expected, combinationLimit: false });
  });

  it("has a name for every case", () => {
    expect(new Set(schemaCases.map(({ name }) => name)).size).toBe(schemaCases.length);
  });
});
