import type { CodePointRange, RegexTree } from "../language/regex.ts";
import type { CaseMode } from "../plan/pattern.ts";
import { widenRanges } from "./range-folding.ts";

/**
 * A regular expression run by the set of states that it can be in, for those few that RE2 has no memory for: a value
 * takes as many steps as it has code points, a step at most as long as the expression with its repeats written out (of
 * which the parser allows 65,536 characters). Answers for whole values, folded before under `unicode`.
 */
export function compileStateSet(tree: RegexTree, caseMode: CaseMode): (value: string) => boolean {
  const states: State[] = [{ kind: "end" }];
  const start = addTree(states, tree, END, caseMode);
  return (value) => matchStates(states, start, value);
}

/**
 * How long the longest beginning of a value is (in code points) with which some text begins that the expression matches as a
 * whole; `null` where working it out would take too many steps. Values are folded before under `unicode`.
 */
export function compileViablePrefix(tree: RegexTree, caseMode: CaseMode): (value: string) => number | null {
  const states: State[] = [{ kind: "end" }];
  const start = addTree(states, tree, END, caseMode);
  const isAlive = aliveStates(states);
  return (value) => {
    if (value.length * states.length > mostSteps) return null;
    const reached = new Int32Array(states.length).fill(-1);
    let length = 0;
    let current = reach(states, [start], reached, 0);
    for (const character of value) {
      const codePoint = character.codePointAt(0) ?? 0;
      current = reach(states, statesAfter(states, current, codePoint), reached, length + 1);
      if (!current.some((number) => isAlive[number] === 1)) break;
      length++;
    }
    return length;
  };
}

/** States times characters: a tenth of a second or so. */
const mostSteps = 4_000_000;

type State =
  | { readonly kind: "end" }
  /** Takes one code point. */
  | {
      readonly kind: "class";
      readonly negated: boolean;
      readonly ranges: readonly CodePointRange[];
      readonly next: number;
    }
  /** Takes nothing and goes on in several ways. */
  | { readonly kind: "split"; readonly next: number[] };

/** The number of the only state in which a value may end. */
const END = 0;

/** Adds the states of a tree in front of the state `next`; gives the first of them, or `next` if the tree is empty. */
function addTree(states: State[], tree: RegexTree, next: number, caseMode: CaseMode): number {
  if (tree.kind === "nothing") return push(states, { kind: "class", negated: false, ranges: [], next });
  if (tree.kind === "class") {
    return push(states, { kind: "class", negated: tree.negated, ranges: widenRanges(tree.ranges, caseMode), next });
  }
  if (tree.kind === "sequence") {
    return tree.items.reduceRight((after, item) => addTree(states, item, after, caseMode), next);
  }
  if (tree.kind === "union") {
    return push(states, { kind: "split", next: tree.items.map((item) => addTree(states, item, next, caseMode)) });
  }
  return addRepeat(states, tree, next, caseMode);
}

function addRepeat(
  states: State[],
  { item, min, max }: RegexTree & { kind: "repeat" },
  next: number,
  caseMode: CaseMode,
): number {
  let first = next;
  let copies = max ?? min;
  if (max === null) {
    const ways = [next];
    const split = push(states, { kind: "split", next: ways });
    const entry = addTree(states, item, split, caseMode);
    ways.push(entry);
    // Of a mandatory item the loop is the last one: with another copy repeats of repeats would double it each time.
    first = min > 0 ? entry : split;
    copies = Math.max(0, min - 1);
  }
  for (let count = copies; count > 0; count--) {
    const entry = addTree(states, item, first, caseMode);
    // An empty item stays so however often it is repeated.
    if (entry === first) break;
    first = count > min ? push(states, { kind: "split", next: [entry, next] }) : entry;
  }
  return first;
}

function push(states: State[], state: State): number {
  states.push(state);
  return states.length - 1;
}

function matchStates(states: readonly State[], start: number, value: string): boolean {
  const reached = new Int32Array(states.length).fill(-1);
  let step = 0;
  let current = reach(states, [start], reached, step);
  for (const character of value) {
    if (current.length === 0) return false;
    current = reach(states, statesAfter(states, current, character.codePointAt(0) ?? 0), reached, ++step);
  }
  return reached[END] === step;
}

function statesAfter(states: readonly State[], current: readonly number[], codePoint: number): number[] {
  const after: number[] = [];
  for (const number of current) {
    const state = states[number];
    if (state?.kind === "class" && hasCodePoint(state.ranges, codePoint) !== state.negated) after.push(state.next);
  }
  return after;
}

/** 1 for the states from which some text leads to the end. */
function aliveStates(states: readonly State[]): Uint8Array {
  const before: number[][] = states.map(() => []);
  for (const [number, state] of states.entries()) {
    if (state.kind === "split") for (const next of state.next) before[next]?.push(number);
    else if (state.kind === "class" && !isEmptyClass(state)) before[state.next]?.push(number);
  }
  const alive = new Uint8Array(states.length);
  const pending = [END];
  for (let number = pending.pop(); number !== undefined; number = pending.pop()) {
    if (alive[number] === 1) continue;
    alive[number] = 1;
    pending.push(...(before[number] ?? []));
  }
  return alive;
}

/** No code point is in it. */
function isEmptyClass({ negated, ranges }: State & { readonly kind: "class" }): boolean {
  if (!negated) return ranges.every(({ from, to }) => from > to);
  let covered = -1;
  for (const { from, to } of ranges.toSorted((left, right) => left.from - right.from)) {
    if (from > covered + 1) return false;
    covered = Math.max(covered, to);
  }
  return covered >= 0x10ffff;
}

/** The states that can be reached without taking anything, each once; marks them with the step. */
function reach(states: readonly State[], pending: number[], reached: Int32Array, step: number): number[] {
  const current: number[] = [];
  for (let number = pending.pop(); number !== undefined; number = pending.pop()) {
    if (reached[number] === step) continue;
    reached[number] = step;
    const state = states[number];
    if (state?.kind !== "split") current.push(number);
    else for (const next of state.next) pending.push(next);
  }
  return current;
}

function hasCodePoint(ranges: readonly CodePointRange[], codePoint: number): boolean {
  for (const { from, to } of ranges) if (from <= codePoint && codePoint <= to) return true;
  return false;
}
