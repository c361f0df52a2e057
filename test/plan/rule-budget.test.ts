import { describe, expect, it } from "vitest";
import { compileRules } from "../../src/plan/compilation.ts";

async function compiled(queries: readonly string[]): Promise<{ rules: number; failed: number; messages: string[] }> {
  const { rules, failed, diagnostics } = await compileRules([], { queries, source: ["ecs"] });
  return { rules: rules.length, failed, messages: diagnostics.map(({ code, message }) => `${code} ${message}`) };
}

describe("rules that are too many", () => {
  it("by the fields that they name are left out from the first one on", async () => {
    const queries = Array.from({ length: 10 }, (_, rule) => {
      return `any where ${Array.from({ length: 4000 }, (_unused, i) => `f${rule}_${i} == 1`).join(" or ")}`;
    });
    expect(await compiled([...queries, "any where true"])).toEqual({
      rules: 8,
      failed: 3,
      messages: [
        "E410 the rule `query-9` is left out, and so are the 2 rules after it: together they come to more than 32,768 different fields",
      ],
    });
  });

  it("by their number are left out", async () => {
    const { rules, failed, messages } = await compiled(Array.from({ length: 32_769 }, () => "any where true"));
    expect([rules, failed]).toEqual([32_768, 1]);
    expect(messages).toEqual(["E410 the rule `query-32769` is left out: together they come to more than 32,768 rules"]);
  });

  it("by their regular expressions are left out, with one rule after them", async () => {
    const query = `any where a regex (${Array.from({ length: 120 }, (_, i) => `"(ab){500}${i % 10}"`).join(", ")})`;
    const { rules, failed, messages } = await compiled(Array.from({ length: 10 }, () => query));
    expect([rules, failed]).toEqual([8, 2]);
    expect(messages[0]).toContain("and so is the rule after it: together they come to more than 1,048,576 characters");
  });

  it("by their conditions and values are left out", async () => {
    const queries = Array.from({ length: 9 }, (_, rule) => {
      return `any where x in (${Array.from({ length: 131_000 }, (_unused, i) => `${i + rule}`).join(",")})`;
    });
    const { rules, messages } = await compiled(queries);
    expect(rules).toBe(8);
    expect(messages[0]).toContain("more than 1,048,576 conditions and values");
  });
});
