import { mkdtempSync, readdirSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Candidate, Finding, JoinKey } from "../../src/correlate/candidate.ts";
import { KeyCollecting } from "../../src/correlate/key-collecting.ts";
import { deferrableStages } from "../../src/correlate/stage-choice.ts";
import type { HuntPlan } from "../../src/plan/plan.ts";
import { LiveKeys } from "../../src/scan/live-keys.ts";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { correlate } from "./correlating.ts";
import { findSamplesNaively, findSequencesNaively, inOutputOrder, type NaiveFinding } from "./naive-matching.ts";
import { candidatesOf, type EventSketch, groupOf, lettersOf, type RuleSketch, sketchPlan, placeOf } from "./sketch.ts";

const folder = useTemporaryFolder();

interface Case {
  readonly rules: readonly RuleSketch[];
  readonly events: readonly EventSketch[];
  readonly memoryBytes: number;
  readonly samplesPerKey: number;
  /** The order in which candidates arrive. */
  readonly order: readonly number[];
}

const letter = fc.constantFrom("a", "a", "b", "b", "c");

const pipes = fc.array(fc.record({ kind: fc.constantFrom("head", "tail"), count: fc.nat(5) }), { maxLength: 2 });

/** A letter is either of positive or of missing stages: those are different filters. */
const sequence: fc.Arbitrary<RuleSketch> = fc
  .record({
    stages: fc.array(
      fc.oneof({ weight: 3, arbitrary: letter }, { weight: 1, arbitrary: fc.constantFrom("!m", "!m", "!n") }),
      { minLength: 1, maxLength: 5 },
    ),
    until: fc.option(fc.constant("u"), { nil: undefined }),
    maxSpanMs: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
    broad: fc.subarray(["a", "b", "c", "m", "n", "u"]).map((letters) => letters.join("")),
    pipes: fc.oneof(fc.constant([]), pipes),
  })
  .filter(({ stages }) => stages.some((stage) => !stage.startsWith("!")))
  .map(({ stages, until, maxSpanMs, broad, pipes }) => ({
    kind: "sequence",
    stages: stages.join(" "),
    broad,
    pipes,
    ...(until === undefined ? {} : { until }),
    ...(maxSpanMs === undefined && !stages.some((stage) => stage.startsWith("!")) ? {} : { maxSpanMs: maxSpanMs ?? 3 }),
  }));

const sample: fc.Arbitrary<RuleSketch> = fc.record({
  kind: fc.constant("sample"),
  stages: fc.subarray(["a", "b", "c", "d"], { minLength: 1 }).map((letters) => letters.join(" ")),
  broad: fc.subarray(["a", "b", "c", "d"]).map((letters) => letters.join("")),
  pipes: fc.oneof(fc.constant([]), pipes),
});

const joinKey: fc.Arbitrary<JoinKey> = fc.constantFrom<JoinKey[]>(4, "4", "x", null, true, "true");

function caseOf(rule: fc.Arbitrary<RuleSketch>): fc.Arbitrary<Case> {
  const rules = fc.oneof(
    { weight: 3, arbitrary: rule.map((only) => [only]) },
    { weight: 1, arbitrary: fc.array(rule, { minLength: 2, maxLength: 3 }) },
  );
  return rules.chain((rules) => {
    const hits = rules.flatMap((sketch, rule) => lettersOf(sketch).map((letter) => ({ rule, letter })));
    const event = fc.record({
      hits: fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom(...hits).map((hit) => [hit]) },
        { weight: 1, arbitrary: fc.subarray(hits) },
      ),
      // Halves of milliseconds, also before 1970, hardly any of them different.
      timeNs: fc.option(
        fc.integer({ min: -6, max: 20 }).map((halves) => BigInt(halves) * 500_000n),
        { freq: 20 },
      ),
      tiebreaker: fc.constantFrom(null, 1, 2, "a", 2n ** 60n),
      input: fc.nat(1),
      keys: fc.oneof(
        { weight: 6, arbitrary: fc.constant<readonly (readonly JoinKey[])[]>([["k"]]) },
        {
          weight: 1,
          arbitrary: fc.uniqueArray(
            joinKey.map((key) => [key]),
            { minLength: 1, maxLength: 3, selector: groupOf },
          ),
        },
      ),
    });
    return fc.array(event, { maxLength: 24 }).chain((events) =>
      fc.record({
        rules: fc.constant(rules),
        events: fc.constant(
          events.map((sketch, number) => ({ ...sketch, name: `event-${number}`, ...placeOf(number) })),
        ),
        memoryBytes: fc.constantFrom(100, 3000, 1e7),
        samplesPerKey: fc.integer({ min: 1, max: 4 }),
        order: fc.array(fc.nat(), { minLength: 64, maxLength: 64 }),
      }),
    );
  });
}

function found({ rules, events, memoryBytes, samplesPerKey, order }: Case): readonly Finding[] {
  const sketched = sketchPlan(...rules);
  const candidates = candidatesOf(events, sketched);
  const shuffled = [...candidates.entries()]
    .toSorted(([left], [right]) => (order[left % 64] ?? 0) - (order[right % 64] ?? 0))
    .map(([, candidate]) => candidate);
  const files = mkdtempSync(join(folder.path, "case-"));
  const findings = correlate(sketched.plan, shuffled, {
    memoryBytes,
    maxSamplesPerKey: samplesPerKey,
    filePath: (name) => join(files, name),
  });
  expect(readdirSync(files)).toEqual([]);
  return findings;
}

/** The same where some stages are only looked for once it is known with which keys the others were hit. */
function foundInTwoPasses(example: Case, rates: readonly number[], keyBytes: number): readonly Finding[] {
  const sketched = sketchPlan(...example.rules);
  const candidates = candidatesOf(example.events, sketched);
  const later = deferrableStages(sketched.plan, (filter) => rates[filter] ?? 0, 0.5);
  const collecting = new KeyCollecting(sketched.plan, later, keyBytes);
  const first = candidates.filter(({ filter }) => !later.includes(filter));
  for (const candidate of first) {
    // As a scan has it: no sequence sees an event without a time.
    if (candidate.timeNs !== null || example.rules[ruleOf(sketched.plan, candidate)]?.kind === "sample") {
      collecting.add(candidate);
    }
  }
  const live = LiveKeys.decode(collecting.live().encode());
  const second = candidates.filter(
    (candidate) =>
      later.includes(candidate.filter) && live.has(ruleOf(sketched.plan, candidate), candidate.group, candidate.timeNs),
  );
  return correlate(sketched.plan, [...first, ...second], { maxSamplesPerKey: example.samplesPerKey });
}

function ruleOf({ filters }: HuntPlan, { filter }: Candidate): number {
  return filters[filter]?.rule ?? -1;
}

const ratesOfFilters = fc.array(fc.constantFrom(0.1, 0.6, 0.7, 0.8), { minLength: 18, maxLength: 18 });
const keyMemory = fc.constantFrom(0, 200, 600, 1e6);

/** What the pipes leave of each rule's results. */
function piped(rules: readonly RuleSketch[], findings: readonly NaiveFinding[]): readonly NaiveFinding[] {
  const kept = new Set(
    rules.flatMap(({ pipes = [] }, rule) =>
      pipes.reduce(
        (left, { kind, count }) =>
          kind === "head" ? left.slice(0, count) : left.slice(Math.max(0, left.length - count)),
        findings.filter((finding) => finding.rule === rule),
      ),
    ),
  );
  return findings.filter((finding) => kept.has(finding));
}

function placesOf(findings: readonly (Finding | NaiveFinding)[]): readonly unknown[] {
  return findings.map(({ rule, keys, stages }) => ({
    rule,
    keys,
    places: stages.map((stage) => (stage === null ? null : `${stage.input}:${stage.offsetBytes}:${stage.index}`)),
  }));
}

describe("the engine agrees with a matcher that reads the semantics aloud", () => {
  it("on sequences, whatever the memory and the order of arrival", () => {
    fc.assert(
      fc.property(caseOf(sequence), (example) => {
        const naive = inOutputOrder(
          example.rules.flatMap((sketch, rule) => findSequencesNaively(rule, sketch, example.events)),
        );
        expect(placesOf(found(example))).toEqual(placesOf(piped(example.rules, naive)));
      }),
      { numRuns: 1000 },
    );
  });

  it("on samples, whatever the memory and the order of arrival", () => {
    fc.assert(
      fc.property(caseOf(sample), (example) => {
        const naive = example.rules.flatMap((sketch, rule) =>
          findSamplesNaively(rule, sketch, example.events, example.samplesPerKey),
        );
        expect(placesOf(found(example))).toEqual(placesOf(piped(example.rules, naive)));
      }),
      { numRuns: 600 },
    );
  });

  it("on sequences of which common stages are looked for later", () => {
    fc.assert(
      fc.property(caseOf(sequence), ratesOfFilters, keyMemory, (example, rates, keyBytes) => {
        const naive = inOutputOrder(
          example.rules.flatMap((sketch, rule) => findSequencesNaively(rule, sketch, example.events)),
        );
        expect(placesOf(foundInTwoPasses(example, rates, keyBytes))).toEqual(placesOf(piped(example.rules, naive)));
      }),
      { numRuns: 1500 },
    );
  });

  it("on samples of which common stages are looked for later", () => {
    fc.assert(
      fc.property(caseOf(sample), ratesOfFilters, keyMemory, (example, rates, keyBytes) => {
        const naive = example.rules.flatMap((sketch, rule) =>
          findSamplesNaively(rule, sketch, example.events, example.samplesPerKey),
        );
        expect(placesOf(foundInTwoPasses(example, rates, keyBytes))).toEqual(placesOf(piped(example.rules, naive)));
      }),
      { numRuns: 600 },
    );
  });
});
