import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { matcherStrategies } from "../../src/match/strategies.ts";
import { compileRules } from "../../src/plan/compilation.ts";
import { parseDocument } from "../../src/reference/document.ts";
import { evaluateQuery } from "../../src/reference/evaluator.ts";
import type { ScanStrategyName } from "../../src/scan/scan-strategy.ts";
import { seedRuleFinds } from "../datasets/seed-rule.ts";
import { Choices } from "../evaluate/choices.ts";
import { inFolder } from "../input/reading.ts";
import { writeBentEvent } from "./bent-events.ts";
import { cutRandomly, describedFile, placesOf, scanSplits } from "./scanning.ts";

const events = 20_000;
const scanStrategies: readonly ScanStrategyName[] = ["parse", "literal", "extract"];
const rulePath = resolve(import.meta.dirname, "../../datasets/rules/unusual-persistence-via-services-registry.toml");

const { plan, rules } = await compileRules([rulePath]);
const [rule] = rules;
if (rule?.query.kind !== "event") throw new Error("the seed rule is no event rule that compiles");

const choices = Choices.seeded(20_250_818);
const lines = Array.from({ length: events }, () => writeBentEvent(choices));
const expected: string[] = [];
let offsetBytes = 0;
const judgements = { reference: 0, judge: 0 };
for (const line of lines) {
  const document = parseDocument(line);
  if (document === null) throw new Error(`no document: ${line}`);
  if (evaluateQuery(rule.query, document).matches) {
    judgements.reference++;
    expected.push(`${offsetBytes} 0`);
  }
  if (seedRuleFinds(JSON.parse(line))) judgements.judge++;
  offsetBytes += Buffer.byteLength(line) + 1;
}

describe("the seed rule over events bent from its hits", () => {
  it("finds a fair share of them, by the reference and by hand", () => {
    expect(judgements.reference / events).toBeGreaterThan(0.15);
    expect(judgements.reference / events).toBeLessThan(0.5);
    expect(judgements.judge).toBe(judgements.reference);
  });

  const ways = scanStrategies.flatMap((strategy) => [...matcherStrategies.keys()].map((name) => ({ strategy, name })));

  it.each(ways)("by $strategy and $name, in any chunks and splits", async ({ strategy, name }) => {
    const matcher = matcherStrategies.get(name);
    if (matcher === undefined) throw new Error(name);
    await inFolder(async (folder) => {
      const path = join(folder, "events.ndjson");
      writeFileSync(path, `${lines.join("\n")}\n`);
      const input = describedFile(path);
      const cuts = Choices.seeded(name.length * 7 + strategy.length);
      const chunkBytes = 64 << cuts.below(12);
      const splits = cutRandomly(input, cuts, cuts.pick([60_000, 1_000_000, 20_000_000]));
      const scanned = await scanSplits(plan, splits, { strategy, matcher, chunkBytes });
      expect(placesOf(scanned)).toEqual(expected);
      expect(scanned.counts.lines).toBe(events);
    });
  });
});
