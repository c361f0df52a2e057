import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DocumentReader } from "../../src/evaluate/document-reader.ts";
import { Evaluator } from "../../src/evaluate/evaluator.ts";
import { ExtractionKernel } from "../../src/kernel/extraction-kernel.ts";
import type { ExtractionProgram, ValueResolver } from "../../src/kernel/extraction-program.ts";
import { compileKernel } from "../../src/kernel/kernel-module.ts";
import { autoStrategy } from "../../src/match/auto.ts";
import type { HuntPlan } from "../../src/plan/plan.ts";
import { planRules } from "../../src/plan/planning.ts";
import type { ConditionScope } from "../../src/scan/extraction-conditions.ts";
import { planExtraction } from "../../src/scan/extraction-planning.ts";
import type { Source } from "../../src/sources/source.ts";
import { Choices } from "../evaluate/choices.ts";
import { ConditionWriter } from "../evaluate/conditions.ts";
import { DocumentWriter, vocabularyOf } from "../evaluate/documents.ts";
import { eventQueryOf, ruleOf } from "../evaluate/planning.ts";
import { ExtractionModel } from "../kernel/extraction-model.ts";
import { SourceWriter } from "../plan/accessor-writer.ts";
import { RawEventWriter } from "../plan/raw-event-writer.ts";

const kernel = await compileKernel("extraction");

/** The filters that match each line; of several documents in a line those of any. */
function matchingFilters(plan: HuntPlan, lines: readonly string[]): readonly (readonly number[])[] {
  const reader = new DocumentReader(plan.sources);
  const evaluator = new Evaluator(plan, autoStrategy);
  return lines.map((line) => {
    const filters = new Set<number>();
    for (const document of reader.read(line, () => {})) {
      evaluator.load(document);
      for (const filter of evaluator.matchingFilters()) filters.add(filter);
    }
    return [...filters];
  });
}

/** Whether the kernel wouldn't resolve the value, but say that none of the slot's facts hold of it. */
function isGated({ slots }: ExtractionProgram, slot: number, text: string): boolean {
  const gate = slots[slot]?.gate ?? null;
  if (gate === null || !text.startsWith('"') || /\\[^"\\]/.test(text.replaceAll("\\\\", ""))) return false;
  const folded = text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
  return !gate.some((literal) => folded.includes(literal));
}

describe("every filter that matches a line", () => {
  it("is among its candidates, whatever the rules, the sources and the sample", () => {
    let named = 0;
    let refused = 0;
    let gated = 0;
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 200, maxLength: 2_000, size: "max" }), (numbers) => {
        const choices = Choices.listed(numbers);
        const rules = choices.list(1, 4, () => {
          const conditions = choices.list(1, 2, () => new ConditionWriter(choices).condition(1 + choices.below(2)));
          return ruleOf(`${choices.pick(["any", "registry"])} where ${conditions.join(" and ")}`);
        });
        const vocabularies = rules.map((rule) => vocabularyOf(eventQueryOf(rule).condition));
        const wanted = [
          ...vocabularies.flatMap(({ patterns, constants }) => [...patterns, ...constants.map(String)]),
          "registry",
          "12",
        ].map((text) => text.replaceAll(/[*?]/g, () => choices.pick(["", "b", "\\k"])));
        const fields = [...new Set([...vocabularies.flatMap(({ paths }) => paths), "event.category"])];
        const sources = choices.list(0, 2, () => new SourceWriter(choices, wanted).source(fields));
        const plan = planRules(
          rules,
          sources.length === 0 ? {} : { sources: sources.map((source, i) => ({ ...source, name: `random-${i}` })) },
        );
        const lines = choices.list(1, 12, () => {
          const source = choices.once(3) ? undefined : plan.sources[choices.below(sources.length + 1)];
          const ecs = new DocumentWriter(choices, choices.pick(vocabularies));
          if (source === undefined || source.detect.length === 0) return ecs.document();
          const line = new RawEventWriter(choices, source).line(
            source.fields.flatMap(({ name, accessor }) => {
              if (choices.once(6)) return [];
              const text = name === "event.category" && !choices.once(4) ? "registry" : choices.pick(wanted);
              return [[accessor, text] as const];
            }),
          );
          return choices.once(4) ? `{"_source":${line},"_index":"i"}` : line;
        });
        const filters = choices.once(4) ? plan.filters.map((_, filter) => filter).filter(() => choices.once(2)) : null;
        const scope = { filters, sources: plan.sources.map(() => !choices.once(4)), searchHits: choices.once(2) };
        const { program, resolve } = planExtraction(plan, autoStrategy, scope, lines.slice(choices.below(3) * 4));
        const faults: string[] = [];
        const gatedResolve: ValueResolver = (slot, text) => {
          const facts = resolve(slot, text);
          if (!isGated(program, slot, text)) return facts;
          gated++;
          if (facts.some((fact) => program.factSlots[fact] === slot)) faults.push(`gated: ${text}`);
          return facts;
        };
        const matching = matchingFilters(plan, lines);
        for (const extraction of [
          new ExtractionModel(program, gatedResolve),
          new ExtractionKernel(kernel, program, resolve, { chunkBytes: choices.pick([256 << 10, 1 << 10]) }),
        ]) {
          const candidates = new Map<number, readonly number[] | null>();
          extraction.visit(Buffer.from(lines.join("\n")), (start, _end, found) => candidates.set(start, found));
          let start = 0;
          for (const [number, line] of lines.entries()) {
            const found = candidates.get(start);
            const wantedFilters = (matching[number] ?? []).filter((filter) => filters?.includes(filter) !== false);
            const missed = wantedFilters.filter((filter) => found !== null && found?.includes(filter) !== true);
            if (missed.length > 0) faults.push(`filter ${missed.join()}: ${line}`);
            if (found !== null) named += wantedFilters.length;
            if (found === undefined) refused++;
            start += Buffer.byteLength(line) + 1;
          }
        }
        const queries = rules.map((rule) => rule.text.text);
        expect({ queries, sources, scope, faults }).toEqual({ queries, sources, scope, faults: [] });
      }),
      { numRuns: 1_000 },
    );
    expect(gated).toBeGreaterThan(500);
    expect(named).toBeGreaterThan(500);
    expect(refused).toBeGreaterThan(500);
  }, 60_000);
});

/** The filters that each line that isn't passed over may match; `null`: all. */
function candidatesOf(plan: HuntPlan, line: string, scope: ConditionScope): (readonly number[] | null)[] {
  const { program, resolve } = planExtraction(plan, autoStrategy, scope, [line]);
  const candidates: (readonly number[] | null)[] = [];
  new ExtractionModel(program, resolve).visit(Buffer.from(line), (_start, _end, filters) => candidates.push(filters));
  return candidates;
}

describe("a search hit", () => {
  const plan = planRules([ruleOf('any where x == "a" and y == "b"'), ruleOf('any where x == "b" and not y == "c"')]);
  const scope = { filters: null, sources: [true], searchHits: true };

  it.each<[string, (readonly number[] | null)[]]>([
    ['{"_index":"i","_source":{"x":"a","y":"b"}}', [[0]]],
    ['{"_source":{"x":"b","y":"b"},"_index":"i","x":"a"}', [[1]]],
    ['{"_index":"i","_source":{"x":"a","y":"c"}}', []],
    ['{"_index":"i","_source":{"z":"a"},"x":"a","y":"c"}', []],
    ['{"x":"a","y":"b"}', [[0]]],
    ['{"_source":{"x":"a","y":"b"}}', []],
  ])("is asked by its document, and others by themselves: %s", (line, expected) => {
    expect(candidatesOf(plan, line, scope)).toEqual(expected);
  });

  it("is handed over where there was none", () => {
    const line = '{"_index":"i","_source":{"x":"a","y":"c"}}';
    expect(candidatesOf(plan, line, { ...scope, searchHits: false })).toEqual([null]);
  });

  it("has not what is written beside its document under its name", () => {
    const line = '{"_index":"i","_source":{"x":"b","y":"b"},"_source.y":"c"}';
    expect(matchingFilters(plan, [line])).toEqual([[1]]);
    expect(candidatesOf(plan, line, scope)).toEqual([[1]]);
  });
});

describe("an event that is wrapped", () => {
  const source: Source = {
    name: "wrapped",
    product: "wrapped",
    form: "made up",
    detect: [[{ kind: "exists", path: "kind" }]],
    envelope: { each: null, unwrap: "properties", decode: null },
    fields: [],
    tiebreakerField: null,
  };

  it("has not what is written beside it under its name", () => {
    const line = '{"kind":1,"properties":{"y":"b"},"properties.x":"a"}';
    const plan = planRules([ruleOf('any where x != "a" and y == "b"')], { sources: [source] });
    expect(matchingFilters(plan, [line])).toEqual([[0]]);
    const scope = { filters: null, sources: [true, true], searchHits: false };
    expect(candidatesOf(plan, line, scope)).toEqual([[0]]);
  });
});
