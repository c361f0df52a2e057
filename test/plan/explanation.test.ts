import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { compileRules } from "../../src/plan/compilation.ts";
import { explainPlan } from "../../src/plan/explanation.ts";
import type { HuntPlan } from "../../src/plan/plan.ts";
import { explainScanStrategy } from "../../src/scan/scan-strategy.ts";
import { planOf } from "../evaluate/planning.ts";

function explain(plan: HuntPlan): string {
  return explainPlan(plan, {
    describeMatcher: ({ patterns }) => `one for ${patterns.length}`,
    scanning: explainScanStrategy(plan).reason,
  });
}

describe("explainPlan", () => {
  it("shows the seed rule", async () => {
    const path = resolve(import.meta.dirname, "../../datasets/rules/unusual-persistence-via-services-registry.toml");
    const { plan } = await compileRules([path]);
    const text = explain(plan)
      .replaceAll(path, "rule.toml")
      .replace(/hash [0-9a-f]{16}/, "hash …");
    await expect(`${text}\n`).toMatchFileSnapshot("seed-rule.explanation.txt");
  });

  it("shows every kind of predicate and program, and cuts long lists", async () => {
    const items = Array.from({ length: 40 }, (_, i) => `"item ${i}"`).join(", ");
    const plan = planOf(
      `process where a in (${items}) and (b regex~ ("x[0-9]+", "y") or not c > 1.5) and d == null`,
      'any where @timestamp >= "2024-03-01" and f in~ ("q") and true and concat(g, h) : "x" and 1 + 1 == 2',
      "any where false",
    );
    await expect(`${explain(plan).replace(/hash [0-9a-f]{16}/, "hash …")}\n`).toMatchFileSnapshot(
      "kinds.explanation.txt",
    );
  });
});
