import { describe, expect, it } from "vitest";
import { evaluateQuery } from "../../src/reference/evaluator.ts";
import { semanticsCases } from "../semantics/cases.ts";
import { documentOf, queryOf } from "./reading.ts";

describe("the reference evaluator says what SEMANTICS.md says", () => {
  it.each(semanticsCases)("$rule: $name", ({ condition, document, expected }) => {
    const verdict = evaluateQuery(queryOf(`any where ${condition}`), documentOf(document));
    expect(verdict).toEqual({ matches: expected, combinationLimit: false });
  });

  it("has a name for every case", () => {
    const names = new Set(semanticsCases.map(({ name }) => name));
    expect(names.size).toBe(semanticsCases.length);
  });
});
