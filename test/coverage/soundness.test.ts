import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Coverage } from "../../src/coverage/coverage.ts";
import { eventKinds } from "../../src/coverage/event-kinds.ts";
import { PredicateOutcomes } from "../../src/coverage/predicate-outcomes.ts";
import { SourceValues } from "../../src/coverage/source-values.ts";
import { compileAccessor } from "../../src/evaluate/accessor.ts";
import { readDocuments } from "../../src/evaluate/document-reader.ts";
import { Evaluator } from "../../src/evaluate/evaluator.ts";
import { linearStrategy } from "../../src/match/linear.ts";
import { planRules } from "../../src/plan/planning.ts";
import { accessorOf, type Source } from "../../src/sources/source.ts";
import { Choices } from "../evaluate/choices.ts";
import { ConditionWriter } from "../evaluate/conditions.ts";
import { vocabularyOf } from "../evaluate/documents.ts";
import { eventQueryOf, ruleOf } from "../evaluate/planning.ts";
import { SourceWriter } from "../plan/accessor-writer.ts";
import { RawEventWriter } from "../plan/raw-event-writer.ts";

const texts = [
  "ImagePath",
  "HKLM\\SYSTEM\\CurrentControlSet\\Services\\x\\ImagePath",
  "HKLM\\System\\ControlSet001",
  "C:\\Windows\\System32\\reg.exe",
  "kernel32.dll",
  "registry",
  "12",
  "1.5",
  "true",
  "a, b",
  "SHA256=abc",
  "-",
];

/** Conditions of which mappings rule some out. */
function plainCondition(choices: Choices): string {
  const field = choices.pick(["x", "y", "a.b", "event.type"]);
  const text = JSON.stringify(choices.pick(texts));
  const start = JSON.stringify(`${choices.pick(texts).slice(0, 6)}*`);
  return choices.pick([
    `${field} : ${start}`,
    `${field} : (${text}, ${start})`,
    `${field} == ${text}`,
    `not ${field} : ${start}`,
    `${field} != ${text}`,
    `${field} in~ (${text}, ${JSON.stringify(choices.pick(texts))})`,
    `${field} == null`,
    `${field} != null`,
    `${field} == 12`,
    `${field} == true`,
    `${field} like ${start}`,
    `${field} regex~ ".*path"`,
    `length(${field}) > 3`,
    `(${field} : ${start} or ${choices.pick(["x", "y"])} == ${text})`,
  ]);
}

/** A value that the accessor can hardly be made to give any more is as good a test as one that it can. */
function randomCase(choices: Choices) {
  const conditions = choices.list(1, 3, () =>
    choices.once(4) ? `(${new ConditionWriter(choices).condition(1)})` : plainCondition(choices),
  );
  const rule = ruleOf(`${choices.pick(["any", "registry"])} where ${conditions.join(" and ")}`);
  const vocabulary = vocabularyOf(eventQueryOf(rule).condition);
  const wanted = [...vocabulary.patterns, ...vocabulary.constants.map(String), "registry", "12"].map((text) =>
    text.replaceAll(/[*?]/g, () => choices.pick(["", "b", "\\k"])),
  );
  const fields = [...new Set([...vocabulary.paths.filter(() => !choices.once(6)), "event.category"])];
  const source = new SourceWriter(choices, wanted).source(fields);
  const plan = planRules([rule], { sources: [source] });
  return { plan, source, wanted };
}

function documentsIn(choices: Choices, { plan, source, wanted }: ReturnType<typeof randomCase>) {
  const writer = new RawEventWriter(choices, source);
  const line = writer.line(
    source.fields.flatMap(({ name, accessor }) => {
      if (choices.once(6)) return [];
      return [[accessor, name === "event.category" && !choices.once(4) ? "registry" : choices.pick(wanted)] as const];
    }),
  );
  const documents = readDocuments(line, plan.sources);
  return typeof documents === "string" ? [] : documents.filter((document) => document.source === 0);
}

/** Whether the value by which kinds of events are told is one, as an event is taken to have. */
function hasOneKind(source: Source): (document: Parameters<ReturnType<typeof compileAccessor>>[0]) => boolean {
  const [kind] = eventKinds(source, accessorOf(source, "event.category"));
  if (kind === null || kind === undefined) return () => true;
  const read = compileAccessor(kind.accessor, null);
  return (document) => read(document).length <= 1;
}

describe("what coverage says to be impossible", () => {
  it("is a condition for no event, and so is the contrary", () => {
    const seen = { never: 0, always: 0, matched: 0 };
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 150, maxLength: 1_200, size: "max" }), (numbers) => {
        const choices = Choices.listed(numbers);
        const random = randomCase(choices);
        const { plan, source } = random;
        const outcomes = new PredicateOutcomes(plan);
        const values = new SourceValues(plan, 0, source).general;
        const evaluator = new Evaluator(plan, linearStrategy);
        const wrong: unknown[] = [];
        for (let i = 0; i < 6; i++) {
          for (const document of documentsIn(choices, random)) {
            evaluator.load(document);
            for (const predicate of plan.predicates.keys()) {
              const { canBeTrue, canBeFalse } = outcomes.of(predicate, (field) => values.of(field, false));
              const truth = evaluator.truth(predicate);
              if (!canBeTrue) seen.never++;
              if (!canBeFalse) seen.always++;
              if (truth === true) seen.matched++;
              const isWrong = truth === true ? !canBeTrue : truth === false && !canBeFalse;
              if (isWrong) wrong.push({ predicate: plan.predicates[predicate], truth, text: document.text });
            }
          }
        }
        expect(wrong).toEqual([]);
      }),
      { numRuns: 1_500 },
    );
    // Else the property would say nothing.
    expect(Math.min(seen.never, seen.matched)).toBeGreaterThan(1_000);
    expect(seen.always).toBeGreaterThan(20);
  });

  it("is a rule that matches no event, kinds of events told apart", () => {
    const seen = { no: 0, matched: 0 };
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 150, maxLength: 1_200, size: "max" }), (numbers) => {
        const choices = Choices.listed(numbers);
        const random = randomCase(choices);
        const { plan, source } = random;
        const { canMatch, reasons } = new Coverage(plan, [source]).of(0, [0]);
        expect(reasons.length === 0).toBe(canMatch === "yes");
        const evaluator = new Evaluator(plan, linearStrategy);
        const isTaken = hasOneKind(source);
        for (let i = 0; i < 6; i++) {
          for (const document of documentsIn(choices, random).filter(isTaken)) {
            evaluator.load(document);
            const matches = evaluator.matches(0);
            if (canMatch === "no") seen.no++;
            if (matches) seen.matched++;
            expect({ canMatch, reasons, matches, text: document.text }).not.toMatchObject({
              canMatch: "no",
              matches: true,
            });
          }
        }
      }),
      { numRuns: 1_500 },
    );
    expect(Math.min(seen.no, seen.matched)).toBeGreaterThan(500);
  });
});
