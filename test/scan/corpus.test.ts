import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { filtersOf } from "../../src/language/filters.ts";
import { autoStrategy } from "../../src/match/auto.ts";
import type { HuntPlan } from "../../src/plan/plan.ts";
import { compileRules } from "../../src/plan/compilation.ts";
import { parseDocument } from "../../src/reference/document.ts";
import { evaluateQuery, type ReferenceOptions } from "../../src/reference/evaluator.ts";
import type { Rule } from "../../src/rules/rule.ts";
import { inFolder, wholeSplit } from "../input/reading.ts";
import { describedFile, placesOf, scanSplits } from "./scanning.ts";

const shared = resolve(import.meta.dirname, "../..", process.env["EQLHUNT_SHARED"] ?? "../shared");
const ruleFolder = join(shared, "corpus/elastic-rules");
/** Of each file; `EQLHUNT_CORPUS_EVENTS=Infinity` takes all, which takes a while. */
const events = Number(process.env["EQLHUNT_CORPUS_EVENTS"] ?? 3_000);

describe.skipIf(!existsSync(ruleFolder))("the filters of the corpus' rules over recorded events", () => {
  it.each([
    ["otrf-windows.ecs.ndjson.gz", 2],
    ["eqllib-rta.ecs.ndjson.gz", 12],
  ])(
    "find what the reference finds: %s",
    async (name, leastHits) => {
      const { plan, rules, failed } = await compileRules([ruleFolder]);
      expect(failed).toBe(0);
      expect(rules.length).toBe(1_081);
      const lines = firstLines(gunzipSync(readFileSync(join(shared, "data", name))), events);
      await inFolder(async (folder) => {
        const path = join(folder, "events.ndjson");
        writeFileSync(path, lines);
        const scanned = await scanSplits(asEventRules(plan), [wholeSplit(describedFile(path))], {
          matcher: autoStrategy,
        });
        const expected = referencePlaces(lines, rules);
        expect(placesOf(scanned)).toEqual(expected);
        expect(expected.length).toBeGreaterThanOrEqual(leastHits);
      });
    },
    3_600_000,
  );
});

/** Each filter as a rule of its own: a stage's hit is one whether or not the event has a time and the join keys. */
function asEventRules(plan: HuntPlan): HuntPlan {
  const rules = plan.filters.map(({ rule }, filter) => {
    const of = plan.rules[rule];
    if (of === undefined) throw new Error(`there is no rule ${rule}`);
    return { ...of, query: { kind: "event", filter, pipes: [] } as const };
  });
  return { ...plan, rules, filters: plan.filters.map((filter, number) => ({ ...filter, rule: number })) };
}

function firstLines(bytes: Buffer, count: number): Buffer {
  let end = 0;
  for (let lines = 0; lines < count && end < bytes.length; lines++) {
    const newline = bytes.indexOf(0x0a, end);
    end = newline < 0 ? bytes.length : newline + 1;
  }
  return bytes.subarray(0, end);
}

function referencePlaces(lines: Buffer, rules: readonly Rule[]): string[] {
  const places: string[] = [];
  const filters = rules.flatMap((rule) =>
    filtersOf(rule.query).map((filter) => ({ filter, options: optionsOf(rule) })),
  );
  for (let start = 0; start < lines.length;) {
    const newline = lines.indexOf(0x0a, start);
    const end = newline < 0 ? lines.length : newline;
    const document = parseDocument(lines.toString("utf8", start, end));
    for (const [number, { filter, options }] of filters.entries()) {
      if (document !== null && evaluateQuery(filter, document, options).matches) places.push(`${start} ${number}`);
    }
    start = end + 1;
  }
  return places;
}

function optionsOf({ categoryField, timestampField }: Rule): ReferenceOptions {
  return {
    ...(categoryField === null ? {} : { categoryField }),
    ...(timestampField === null ? {} : { timestampField }),
  };
}
