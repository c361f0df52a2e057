import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { compileKernel } from "../../src/kernel/kernel-module.ts";
import { autoStrategy } from "../../src/match/auto.ts";
import type { HuntPlan } from "../../src/plan/plan.ts";
import { planRules } from "../../src/plan/planning.ts";
import type { Rule } from "../../src/rules/rule.ts";
import type { ScanStrategyName } from "../../src/scan/scan-strategy.ts";
import { loadSources } from "../../src/sources/source-loading.ts";
import type { Source } from "../../src/sources/source.ts";
import type { Choices } from "../evaluate/choices.ts";
import { ConditionWriter } from "../evaluate/conditions.ts";
import { type ConditionVocabulary, DocumentWriter, vocabularyOf } from "../evaluate/documents.ts";
import { eventQueryOf, ruleOf } from "../evaluate/planning.ts";
import { SourceWriter } from "../plan/accessor-writer.ts";
import { RawEventWriter } from "../plan/raw-event-writer.ts";
import { cutRandomly, describedFile, scanSplits, type Scanned } from "./scanning.ts";

const kernels = {
  literals: await compileKernel("literals"),
  extraction: await compileKernel("extraction"),
};
const builtIn = loadSources(["auto"]).sources;
const samples = new URL("../../datasets/samples/", import.meta.url);
const sampleLines = readdirSync(samples)
  .filter((name) => name.endsWith(".ndjson"))
  .flatMap((name) => readFileSync(new URL(name, samples), "utf8").split("\n"));

const strategies: readonly ScanStrategyName[] = ["literal", "extract"];

/** What the strategies gave for a file of random lines. */
export interface Agreement {
  readonly lines: number;
  readonly hits: number;
  /** In what they differ from `parse`; empty if in nothing. */
  readonly faults: readonly string[];
}

/** Random rules, sources and lines, written to a file and scanned by every strategy. */
export async function compareStrategies(
  choices: Choices,
  path: string,
  { lines: lineCount, rules: fixedRules }: { readonly lines: number; readonly rules: readonly Rule[] | null },
): Promise<Agreement> {
  const random = choices.list(3, 25, () => ruleOf(randomQuery(choices)));
  const vocabularies = random.map((rule) => vocabularyOf(eventQueryOf(rule).condition));
  const sources = choices.once(2) ? builtIn : randomSources(choices, vocabularies);
  const rules = [...random, ...(fixedRules ?? [])].map((rule, number) => ({ ...rule, id: `rule-${number}` }));
  const plan = planRules(rules, { sources });
  const lines = Array.from({ length: lineCount }, () => randomLine(choices, plan, vocabularies));
  const bytes = Buffer.from(lines.join(choices.once(4) ? "\r\n" : "\n"));
  for (let damage = choices.once(2) ? choices.below(20) : 0; damage > 0; damage--) {
    bytes[choices.below(bytes.length)] = choices.below(256);
  }
  writeFileSync(path, choices.once(3) ? bytes.subarray(0, choices.below(bytes.length)) : bytes);
  const faults: string[] = [];
  const splits = cutRandomly(describedFile(path), choices, choices.pick([2_000, 1e6, 1e9]));
  const size = choices.pick([64, 300, 4_096, 1 << 18]);
  const options = { matcher: autoStrategy, kernels, chunkBytes: size } as const;
  const parsed = await scanSplits(plan, splits, { ...options, strategy: "parse", validate: true });
  for (const strategy of strategies) {
    for (const validate of [false, true]) {
      const scanned = await scanSplits(plan, splits, { ...options, strategy, validate });
      const name = `${strategy}${validate ? " with counts" : ""}, chunks of ${size}`;
      for (const place of differences(placesOf(parsed), placesOf(scanned))) {
        faults.push(`${name}: ${place} ${describe(place, bytes, rules)}`);
      }
      if (validate && countsOf(scanned) !== countsOf(parsed)) {
        faults.push(`${name}: ${countsOf(scanned)} instead of ${countsOf(parsed)}`);
      }
    }
  }
  return { lines: lineCount, hits: parsed.hits.length, faults };
}

function randomQuery(choices: Choices): string {
  const conditions = choices.list(1, 3, () => new ConditionWriter(choices).condition(1 + choices.below(2)));
  return `${choices.pick(["any", "any", "registry", "process"])} where ${conditions.join(" and ")}`;
}

function randomSources(choices: Choices, vocabularies: readonly ConditionVocabulary[]): readonly Source[] {
  const texts = textsOf(choices, vocabularies);
  const fields = [...new Set([...vocabularies.flatMap(({ paths }) => paths), "event.category"])];
  return choices
    .list(1, 2, () => new SourceWriter(choices, texts).source(fields))
    .map((source, number) => ({
      ...source,
      name: `random-${number}`,
    }));
}

function textsOf(choices: Choices, vocabularies: readonly ConditionVocabulary[]): readonly string[] {
  return [
    ...vocabularies.flatMap(({ patterns, constants }) => [...patterns, ...constants.map(String)]),
    "registry",
    "process",
  ].map((text) => text.replaceAll(/[*?]/g, () => choices.pick(["", "b", "\\k"])));
}

function randomLine(choices: Choices, { sources }: HuntPlan, vocabularies: readonly ConditionVocabulary[]): string {
  switch (choices.below(8)) {
    case 0:
      return choices.pick(sampleLines);
    case 1:
      return choices.pick(["", " ", "[]", "{}", "null", "{", '{"a":', '{"a":1}}', '{"a":1,"a":2}', "\u0000"]);
    case 2:
    case 3: {
      const source = choices.pick(sources);
      if (source.detect.length === 0) break;
      const texts = textsOf(choices, [choices.pick(vocabularies)]);
      const wanted = source.fields.flatMap(({ name, accessor }) => {
        if (choices.once(3)) return [];
        const text = name === "event.category" && choices.once(2) ? "registry" : choices.pick(texts);
        return [[accessor, text] as const];
      });
      return new RawEventWriter(choices, source).line(wanted.slice(0, 12));
    }
  }
  return new DocumentWriter(choices, choices.pick(vocabularies)).document();
}

/** Which filters hit which documents. */
function placesOf({ hits }: Scanned): readonly string[] {
  return hits.map(({ filter, offsetBytes, index = 0 }) => `${offsetBytes} ${index} ${filter}`);
}

function differences(wanted: readonly string[], found: readonly string[]): readonly string[] {
  if (wanted.join() === found.join()) return [];
  const apart = [...new Set(wanted).symmetricDifference(new Set(found))];
  return apart.length === 0 ? ["the order"] : apart;
}

function countsOf({ counts: { validated, sources, lines } }: Scanned): string {
  return JSON.stringify({ validated, sources, lines });
}

function describe(place: string, bytes: Buffer, rules: readonly Rule[]): string {
  const [offset = 0, , filter = 0] = place.split(" ").map(Number);
  const end = bytes.indexOf("\n", offset);
  return `${rules[filter]?.text.text ?? ""} ${JSON.stringify(bytes.toString("utf8", offset, end < 0 ? bytes.length : end))}`;
}
