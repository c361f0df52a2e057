import type { PatternToken } from "../plan/pattern.ts";
import type { WorkBudget } from "./work-budget.ts";

/** Exactly one character, whichever. */
const anyOne = -1;
/** Any run of characters, also none. */
const anyRun = -2;

/** A wildcard pattern, folded if case doesn't count. Cut into its parts only when it is first asked what it covers. */
export class Glob {
  /** Code points, {@link anyOne} and {@link anyRun}. */
  readonly symbols: readonly number[];
  #parts: readonly Part[] | undefined;

  constructor(symbols: readonly number[]) {
    this.symbols = symbols;
  }

  /** What stands between its runs: one part if it has none. */
  get parts(): readonly Part[] {
    this.#parts ??= splitAtRuns(this.symbols);
    return this.#parts;
  }

  /** The only text that it matches; `null` if it has a wildcard. */
  get literal(): string | null {
    const { symbols } = this;
    return symbols.every((symbol) => symbol >= 0)
      ? symbols.map((symbol) => String.fromCodePoint(symbol)).join("")
      : null;
  }
}

/** Reads a lowered pattern; `fold` is given each of its literals. */
export function globOf(tokens: readonly PatternToken[], fold: (text: string) => string): Glob {
  const symbols: number[] = [];
  for (const token of tokens) {
    if (token.kind === "any-one") symbols.push(anyOne);
    else if (token.kind === "any-run") symbols.push(anyRun);
    else for (const character of fold(token.text)) symbols.push(character.codePointAt(0) ?? 0);
  }
  return new Glob(symbols);
}

/**
 * True only if every text that `narrow` matches is one that `wide` matches: its answer can be relied on where it is true.
 * The runs of `narrow` are taken as unknown texts: only a run of `wide` can hold them, between the places that its literal
 * parts take as early as they can.
 *
 * @example
 * covers(wildcard("*.exe"), wildcard("cmd*.exe")); // true
 * covers(wildcard("?*"), wildcard("*")); // false: the empty text
 */
export function covers(wide: Glob, narrow: Glob, budget: WorkBudget): boolean {
  const { parts } = wide;
  const { symbols } = narrow;
  const [first] = parts;
  const last = parts.at(-1);
  if (first === undefined || last === undefined || !fits(first.symbols, symbols, 0, budget)) return false;
  if (parts.length === 1) return symbols.length === first.symbols.length;
  const lastStart = symbols.length - last.symbols.length;
  if (!fits(last.symbols, symbols, lastStart, budget)) return false;
  let at = first.symbols.length;
  for (const part of parts.slice(1, -1)) {
    const start = skipLength(symbols, at, part.gapLength);
    const found = start === null ? null : findFit(part.symbols, symbols, start, budget);
    if (found === null) return false;
    at = found + part.symbols.length;
  }
  const gapEnd = skipLength(symbols, at, last.gapLength);
  return gapEnd !== null && gapEnd <= lastStart;
}

/** What stands between two runs, without the `?` beside them: those count for the length of the gap. */
interface Part {
  /** How many characters stand before it at least, since the part before. */
  readonly gapLength: number;
  readonly symbols: readonly number[];
}

function splitAtRuns(glob: readonly number[]): readonly Part[] {
  const parts: Part[] = [];
  let symbols: number[] = [];
  let gapLength = 0;
  for (const symbol of glob) {
    const isAfterRun = parts.length > 0 && symbols.length === 0;
    if (symbol === anyOne && isAfterRun) {
      gapLength++;
    } else if (symbol !== anyRun) {
      symbols.push(symbol);
    } else if (!isAfterRun) {
      const ones = countOnesAtEnd(symbols);
      parts.push({ gapLength, symbols: symbols.slice(0, symbols.length - ones) });
      gapLength = ones;
      symbols = [];
    }
  }
  parts.push({ gapLength, symbols });
  return parts;
}

function countOnesAtEnd(symbols: readonly number[]): number {
  let count = 0;
  while (symbols.at(-1 - count) === anyOne) count++;
  return count;
}

/** Where a text of at least `length` characters that starts at `at` is over for certain; `null` if the glob ends before. */
function skipLength(glob: readonly number[], at: number, length: number): number | null {
  let position = at;
  for (let missing = length; missing > 0; position++) {
    const symbol = glob[position];
    if (symbol === undefined) return null;
    if (symbol !== anyRun) missing--;
  }
  return position;
}

function findFit(symbols: readonly number[], glob: readonly number[], from: number, budget: WorkBudget): number | null {
  for (let at = from; at + symbols.length <= glob.length; at++) if (fits(symbols, glob, at, budget)) return at;
  return null;
}

/** True if each symbol, literal or `?`, takes one symbol of the glob from `at` on, whatever character that is. */
function fits(symbols: readonly number[], glob: readonly number[], at: number, budget: WorkBudget): boolean {
  if (at < 0 || at + symbols.length > glob.length) return false;
  let index = 0;
  while (index < symbols.length) {
    const [wide, narrow] = [symbols[index], glob[at + index]];
    if (wide === anyOne ? narrow === anyRun : wide !== narrow) break;
    index++;
  }
  return budget.spend(index + 1) && index === symbols.length;
}

/** True only if no text is matched by both. */
export function areDisjoint({ symbols: a }: Glob, { symbols: b }: Glob, budget: WorkBudget): boolean {
  if (clashes(a, b, 0, 1) || clashes(a, b, -1, -1)) return true;
  if (!budget.spend((a.length + 1) * (b.length + 1))) return false;
  // reachable[j]: some text brings `a` to the current symbol and `b` to symbol j.
  let reachable = new Uint8Array(b.length + 1);
  reachable[0] = 1;
  for (let i = 0; i <= a.length; i++) {
    const next = new Uint8Array(b.length + 1);
    for (let j = 0; j <= b.length; j++) {
      if (reachable[j] === 0) continue;
      const [left, right] = [a[i], b[j]];
      if (left === anyRun) next[j] = 1;
      if (right === anyRun || (left === anyRun && right !== undefined)) reachable[j + 1] = 1;
      if (right === anyRun && left !== undefined) next[j] = 1;
      else if (left !== undefined && right !== undefined && areCompatible(left, right)) next[j + 1] = 1;
    }
    if (i === a.length) return reachable[b.length] === 0;
    reachable = next;
  }
  return false;
}

/** True if the texts differ at a character that both have, counted from one end: most pairs are told apart by it. */
function clashes(a: readonly number[], b: readonly number[], start: 0 | -1, step: 1 | -1): boolean {
  const shorter = Math.min(a.length, b.length);
  for (let count = 0, at: number = start; count < shorter; count++, at += step) {
    const [left, right] = [a.at(at), b.at(at)];
    if (left === anyRun || right === anyRun || left === undefined || right === undefined) return false;
    if (!areCompatible(left, right)) return true;
  }
  return false;
}

function areCompatible(left: number, right: number): boolean {
  return left === right || left < 0 || right < 0;
}
