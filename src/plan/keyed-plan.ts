import { exactPattern } from "./pattern.ts";
import type { FilterPlan, HuntPlan, JoinKeyPlan, Program } from "./plan.ts";
import type { Predicate } from "./predicate.ts";

/** A stage's filter of which only hits with certain keys matter. */
export interface KeyedStage {
  readonly filter: number;
  readonly keys: readonly JoinKeyPlan[];
  /** Canonical texts of the keys, one for each, as a hit must have them; `null` for a key without a value. */
  readonly wanted: readonly (readonly (string | null)[])[];
}

/** A test for more texts takes more memory than it saves time. */
const maxTexts = 20_000;

/**
 * The plan with filters that hold only for events which have one of the wanted values in each of their keys: what a filter asks
 * of most events becomes selective, and gets mandatory literals that are. What is compared by address or instant isn't tested.
 * A filter holds for all events for which it would without and whose keys are wanted; and for some others whose single keys are.
 */
export function keyedPlan(plan: HuntPlan, stages: readonly KeyedStage[]): HuntPlan {
  const predicates = [...plan.predicates];
  const known = new Map<string, number>();
  const number = (predicate: Predicate, key: string): number => {
    let position = known.get(key);
    if (position === undefined) known.set(key, (position = predicates.push(predicate) - 1));
    return position;
  };
  const programs = new Map<number, Program>();
  for (const { filter, keys, wanted } of stages) {
    const planned = plan.filters[filter];
    if (planned === undefined) continue;
    const { program, rule } = planned;
    const { span } = program;
    const ask = (predicate: Predicate, key: string): Program => {
      return { kind: "predicate", predicate: number(predicate, key), text: "", implicit: true, span };
    };
    const tests = keys
      .flatMap((key, position) => textsOf(key, position, wanted) ?? [])
      // Of the keys of a hit the one with the most values says the most.
      .toSorted((left, right) => right.texts.length - left.texts.length)
      .map(({ field, position, texts, orNone }): Program => {
        const patterns = texts.map(exactPattern);
        const isOne = ask(
          { kind: "patterns", field, values: "text", list: { patterns, caseMode: "exact" } },
          `${rule} ${position} ${field}`,
        );
        if (!orNone) return isOne;
        return { kind: "or", operands: [isOne, ask({ kind: "absent", field }, `absent ${field}`)], span };
      });
    if (tests.length === 0) continue;
    const rest = program.kind === "and" ? program.operands : [program];
    programs.set(filter, { kind: "and", operands: [...tests, ...rest], span });
  }
  const filters = plan.filters.map((planned, filter): FilterPlan => {
    const program = programs.get(filter);
    return program === undefined ? planned : { ...planned, program };
  });
  return { ...plan, predicates, filters };
}

interface KeyTexts {
  readonly field: number;
  readonly position: number;
  readonly texts: readonly string[];
  /** An event without a value will do, too. */
  readonly orNone: boolean;
}

/** `null` where a key's values aren't tested. */
function textsOf({ field, comparison }: JoinKeyPlan, position: number, wanted: KeyedStage["wanted"]): KeyTexts | null {
  if (comparison !== "text") return null;
  const texts = new Set<string>();
  let orNone = false;
  for (const keys of wanted) {
    const text = keys[position] ?? null;
    if (text === null) orNone = true;
    else texts.add(text);
    if (texts.size > maxTexts) return null;
  }
  return { field, position, texts: [...texts], orNone };
}
