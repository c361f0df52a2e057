import type { RegexTree } from "../language/regex.ts";
import { caseVariants, type Folding } from "./casing.ts";

type CharacterClass = Extract<RegexTree, { kind: "class" }>;

/** A state reads one character and goes on to `next`, or goes on to several states without reading. */
type State =
  | { readonly kind: "read"; readonly accepts: CharacterClass; readonly next: number }
  | { readonly kind: "fork"; readonly next: readonly number[] };

/** The states of an expression; `end` is the number of none of them. */
interface Automaton {
  readonly states: readonly State[];
  readonly start: number;
}

const end = -1;

/** Regular expressions whose automaton has been built: repeats are written out, which is not for every value anew. */
const automata = new WeakMap<RegexTree, Automaton>();

/**
 * True if the expression matches the whole value, code point by code point. It walks the set of all states that can
 * be reached, so that time is linear in the value whatever the expression (SEMANTICS 5, `regex`).
 */
export function matchesRegex(tree: RegexTree, value: string, folding: Folding): boolean {
  let automaton = automata.get(tree);
  if (automaton === undefined) automata.set(tree, (automaton = buildAutomaton(tree)));
  let reached = reachWithoutReading(automaton, [automaton.start]);
  for (const character of value) {
    const codePoints = caseVariants(character, folding).map((variant) => variant.codePointAt(0) ?? 0);
    const next: number[] = [];
    for (const number of reached) {
      const state = automaton.states[number];
      if (state?.kind === "read" && acceptsOneOf(state.accepts, codePoints)) next.push(state.next);
    }
    reached = reachWithoutReading(automaton, next);
    if (reached.size === 0) return false;
  }
  return reached.has(end);
}

/** A class holds a character if it holds one of its case variants; a negated one holds it if the plain one doesn't. */
function acceptsOneOf(characterClass: CharacterClass, codePoints: readonly number[]): boolean {
  const listed = codePoints.some((codePoint) =>
    characterClass.ranges.some(({ from, to }) => from <= codePoint && codePoint <= to),
  );
  return listed !== characterClass.negated;
}

function reachWithoutReading(automaton: Automaton, numbers: readonly number[]): Set<number> {
  const reached = new Set<number>();
  const pending = [...numbers];
  for (let number = pending.pop(); number !== undefined; number = pending.pop()) {
    if (reached.has(number)) continue;
    reached.add(number);
    const state = automaton.states[number];
    if (state?.kind === "fork") for (const next of state.next) pending.push(next);
  }
  return reached;
}

function buildAutomaton(tree: RegexTree): Automaton {
  const states: State[] = [];
  const add = (state: State): number => states.push(state) - 1;

  /** Adds the states of `item`, which go on to `next` once it is read; gives the state where it starts. */
  const build = (item: RegexTree, next: number): number => {
    switch (item.kind) {
      case "class":
        return add({ kind: "read", accepts: item, next });
      case "sequence":
        return item.items.reduceRight((following, part) => build(part, following), next);
      case "union":
        return add({ kind: "fork", next: item.items.map((part) => build(part, next)) });
      case "repeat":
        return buildRepeat(item.item, item.min, item.max, next);
      case "nothing":
        return add({ kind: "fork", next: [] });
    }
  };

  const buildRepeat = (item: RegexTree, min: number, max: number | null, next: number): number => {
    let start = max === null ? buildLoop(item, min > 0, next) : next;
    const optionalCount = max === null ? 0 : max - min;
    for (let optional = 0; optional < optionalCount; optional++) {
      start = add({ kind: "fork", next: [next, build(item, start)] });
    }
    const mandatoryCount = max === null ? Math.max(0, min - 1) : min;
    for (let mandatory = 0; mandatory < mandatoryCount; mandatory++) start = build(item, start);
    return start;
  };

  /** Any number of times, or once at least: the item itself is there once, or repeats of repeats would double it. */
  const buildLoop = (item: RegexTree, isMandatory: boolean, next: number): number => {
    const fork = add({ kind: "fork", next: [] });
    const start = build(item, fork);
    states[fork] = { kind: "fork", next: [next, start] };
    return isMandatory ? start : fork;
  };

  const start = build(tree, end);
  return { states, start };
}
