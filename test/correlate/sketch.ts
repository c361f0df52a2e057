import type { Candidate, Finding, JoinKey } from "../../src/correlate/candidate.ts";
import type { FieldValue } from "../../src/evaluate/document.ts";
import type { FilterPlan, HuntPlan, PipePlan, QueryPlan, RulePlan, StagePlan } from "../../src/plan/plan.ts";

/** A rule in short: stages are letters, each a filter of its own, also where it is written more than once (`runs`). */
export interface RuleSketch {
  readonly kind: "sequence" | "sample";
  /** `a b !c b`: `!` for a missing stage. */
  readonly stages: string;
  /** Letter of the `until` filter. */
  readonly until?: string;
  readonly maxSpanMs?: number;
  readonly pipes?: readonly PipePlan[];
  /** Letters whose filter isn't selective. */
  readonly broad?: string;
}

/** A plan of such rules, and the number of each letter's filter. */
export interface SketchedPlan {
  readonly plan: HuntPlan;
  readonly filterOf: (rule: number, letter: string) => number;
}

const span = { start: 0, end: 0 };

export function sketchPlan(...sketches: readonly RuleSketch[]): SketchedPlan {
  const filters: FilterPlan[] = [];
  const byLetter: ReadonlyMap<string, number>[] = [];
  const rules = sketches.map((sketch, rule): RulePlan => {
    const numbers = new Map<string, number>();
    for (const letter of lettersOf(sketch)) {
      numbers.set(letter, filters.length);
      const isBroad = sketch.broad?.includes(letter) === true;
      filters.push({
        rule,
        span,
        program: { kind: "predicate", predicate: isBroad ? 0 : 1, text: letter, implicit: false, span },
      });
    }
    byLetter.push(numbers);
    return {
      id: `rule-${rule}`,
      name: `rule-${rule}`,
      severity: "low",
      riskScore: 21,
      tags: [],
      threat: [],
      file: "rules.eql",
      span,
      timestampField: 0,
      categoryField: 1,
      tiebreakerField: null,
      query: queryOf(sketch, (letter) => numbers.get(letter) ?? -1),
    };
  });
  const plan: HuntPlan = {
    sources: [],
    fields: ["@timestamp", "event.category", "process.name"].map((name) => ({ name, accessors: [] })),
    predicates: [
      { kind: "equals", field: 1, constants: ["process"] },
      { kind: "equals", field: 2, constants: ["cmd.exe"] },
    ],
    filters,
    rules,
    hash: "",
  };
  return { plan, filterOf: (rule, letter) => byLetter[rule]?.get(letter) ?? -1 };
}

/** Each once: those of the stages, then that of `until`. */
export function lettersOf({ stages, until = "" }: RuleSketch): readonly string[] {
  return [...new Set(`${stages}${until}`.replaceAll(/[ !]/g, "").split(""))];
}

function queryOf(sketch: RuleSketch, filterOf: (letter: string) => number): QueryPlan {
  const { kind, maxSpanMs = null, until, pipes = [] } = sketch;
  const stageOf = (letter: string): StagePlan => ({ filter: filterOf(letter), keys: [] });
  const stages = sketch.stages
    .split(" ")
    .map((stage) => ({ ...stageOf(stage.replace("!", "")), missing: stage.startsWith("!") }));
  if (kind === "sample") return { kind, stages, pipes };
  const maxSpanNs = maxSpanMs === null ? null : BigInt(maxSpanMs) * 1_000_000n;
  return { kind, stages, maxSpanNs, until: until === undefined ? null : stageOf(until), pipes };
}

/** An event in short: which filters of which rules it hits, when, and by which keys. */
export interface EventSketch {
  /** What the event is called in results; by default its letters and milliseconds. */
  readonly name: string;
  readonly hits: readonly { readonly rule: number; readonly letter: string }[];
  readonly timeNs: bigint | null;
  readonly tiebreaker: FieldValue | null;
  readonly input: number;
  readonly offsetBytes: number;
  readonly index?: number;
  /** Each a way to join others. */
  readonly keys: readonly (readonly JoinKey[])[];
}

/** Events of rule 0 from text: `ab3.5#2/k` hits `a` and `b` at 3.5 ms, tiebreaker 2, key "k". One after the other in one input, two a line. */
export function sketchEvents(text: string): readonly EventSketch[] {
  return text.split(" ").map((name, position) => {
    const [, letters = "", ms = "", tie, key] = /^([a-z]+)(-?[0-9.]+|\?)(?:#(\w+))?(?:\/(\w+))?$/.exec(name) ?? [];
    if (letters === "") throw new Error(`no event: ${name}`);
    return {
      name,
      hits: letters.split("").map((letter) => ({ rule: 0, letter })),
      timeNs: ms === "?" ? null : BigInt(Math.round(Number(ms) * 1e6)),
      tiebreaker: tie === undefined ? null : Number(tie),
      input: 0,
      ...placeOf(position),
      keys: [key === undefined ? [] : [key]],
    };
  });
}

/** Of the event of this number, where every line has two. */
export function placeOf(position: number): { readonly offsetBytes: number; readonly index: number } {
  return { offsetBytes: (position >> 1) * 10, index: position & 1 };
}

export function candidatesOf(events: readonly EventSketch[], { filterOf }: SketchedPlan): readonly Candidate<string>[] {
  return events.flatMap(({ name, hits, timeNs, tiebreaker, input, offsetBytes, index, keys: combinations }) =>
    hits.flatMap(({ rule, letter }) =>
      combinations.map((keys) => ({
        filter: filterOf(rule, letter),
        keys,
        group: groupOf(keys),
        timeNs,
        tiebreaker,
        input,
        offsetBytes,
        ...(index === undefined ? {} : { index }),
        source: 0,
        event: name,
      })),
    ),
  );
}

/** The same for keys that join. */
export function groupOf(keys: readonly JoinKey[]): string {
  return JSON.stringify(keys.map((key) => (key === null ? null : String(key))));
}

/** The names of a finding's events, `-` for a missing one. */
export function show({ stages }: Finding): string {
  return stages.map((stage) => (stage === null ? "-" : String(stage.event))).join(" ");
}
