import { codePointsOf } from "../match/code-points.ts";
import { foldText } from "../match/case-folding.ts";
import type { CaseMode, PatternList } from "../plan/pattern.ts";
import { anyOne, type PatternPiece, type PatternPieces, piecesOf } from "./pattern-pieces.ts";

/** Where a value and a pattern that doesn't match it part ways. Lengths and places count characters (code points). */
export type Parting =
  /**
   * The value doesn't begin as the pattern does: some value that begins with its first `agreed` characters matches the pattern,
   * and none that begins with one more. `wanted`: how the pattern goes on; empty if it ends there and the value doesn't.
   */
  | { readonly from: "start"; readonly agreed: number; readonly wanted: string }
  /**
   * It begins as the pattern does, but what follows doesn't end as the pattern ends: only its last `agreed` characters do.
   * `wanted`: what the pattern has before them.
   */
  | { readonly from: "end"; readonly agreed: number; readonly wanted: string }
  /**
   * Begin and end are as the pattern has them, but from `searchedFrom` on there is no `wanted`; the longest beginning of it that is
   * there has `agreed` characters and stands at `foundAt` (of very long values and lists: of what was looked at).
   */
  | {
      readonly from: "middle";
      readonly agreed: number;
      readonly wanted: string;
      readonly searchedFrom: number;
      readonly foundAt: number;
    }
  /** As `start`, of a regular expression: how it could go on is not said. */
  | { readonly from: "regex"; readonly agreed: number };

/** Of the patterns of a list that doesn't match a value the one that the value is nearest to. */
export interface NearestPattern {
  /** As the rule has it. */
  readonly pattern: string;
  /**
   * How much of the pattern the value has: characters of its beginning, its end and what is found between, as a share of all that
   * it has without `*`; of one without `*` of the longer of both. At least 0 and below 1.
   */
  readonly share: number;
  readonly parting: Parting;
  /** Some pattern of the list matches some value that begins with so many characters of this one; none one that has more. */
  readonly viablePrefix: number;
}

/** Longer values are not looked at: to show where they part ways would be of use to nobody. */
const longestValue = 65_536;

/** Steps over the characters of a value that a search between runs may take, over all patterns of a list. */
const mostSearchSteps = 4_000_000;

/**
 * The pattern that a value which none matches is nearest to: the one of which the value has the largest share; of equal ones the
 * one with which it agrees longest from its beginning, then the first. `null` for an empty list and a very long value.
 *
 * @example
 * nearestPattern(list("HKLM\\SYSTEM\\ControlSet*\\ImagePath"), "HKLM\\SYSTEM\\CurrentControlSet\\Start");
 * // parting: { from: "start", agreed: 13, wanted: "ontrolSet" }
 */
export function nearestPattern(list: PatternList, value: string): NearestPattern | null {
  if (value.length > longestValue) return null;
  const characters = foldedCharacters(value, list.caseMode);
  const budget = { steps: mostSearchSteps };
  let best: Alignment | null = null;
  let viablePrefix = 0;
  for (const pattern of piecesOf(list)) {
    const ends = alignEnds(pattern, characters);
    viablePrefix = Math.max(
      viablePrefix,
      isWhole(pattern.head, ends.head) && pattern.hasRun ? characters.length : ends.head,
    );
    // What is found between begin and end can only add the pieces there.
    if (best !== null && ends.most < best.share) continue;
    const alignment = alignMiddle(pattern, characters, ends, budget);
    if (best === null || isNearer(alignment, best)) best = alignment;
  }
  if (best === null) return null;
  return { pattern: best.pattern.text, share: best.share, parting: partingOf(best), viablePrefix };
}

/** How much of a pattern's begin and end a value has. */
interface Ends {
  /** Characters of the head, and of the tail in what the head leaves. */
  readonly head: number;
  readonly tail: number;
  /** What the share may come to. */
  readonly most: number;
}

interface Alignment {
  readonly pattern: PatternPieces;
  readonly head: number;
  readonly tail: number;
  readonly share: number;
  /** The first piece between the runs that is not there; `null` if begin or end already aren't. */
  readonly lost: LostPiece | null;
}

interface LostPiece {
  readonly piece: PatternPiece;
  readonly searchedFrom: number;
  readonly foundAt: number;
  readonly agreed: number;
}

function alignEnds({ head, tail, middle, length, hasRun }: PatternPieces, value: Int32Array): Ends {
  const agreedHead = agreeFromStart(head.folded, value);
  if (!hasRun) {
    const agreedTail = agreeFromEnd(head.folded, value, Math.min(head.folded.length, value.length) - agreedHead);
    const longer = Math.max(length, value.length);
    return { head: agreedHead, tail: agreedTail, most: longer === 0 ? 0 : (agreedHead + agreedTail) / longer };
  }
  const agreedTail = agreeFromEnd(tail.folded, value, value.length - agreedHead);
  const between = middle.reduce((sum, piece) => sum + piece.folded.length, 0);
  return { head: agreedHead, tail: agreedTail, most: length === 0 ? 0 : (agreedHead + agreedTail + between) / length };
}

function alignMiddle(pattern: PatternPieces, value: Int32Array, ends: Ends, budget: { steps: number }): Alignment {
  const { head, tail } = ends;
  if (!pattern.hasRun) return { pattern, head, tail, share: ends.most, lost: null };
  const stop = value.length - tail;
  let from = head;
  let found = 0;
  let lost: LostPiece | null = null;
  for (const piece of pattern.middle) {
    const longest = longestBeginning(piece.folded, value, from, stop, budget);
    found += longest.agreed;
    if (longest.agreed < piece.folded.length) {
      lost = { piece, searchedFrom: from, foundAt: longest.foundAt, agreed: longest.agreed };
      break;
    }
    from = longest.foundAt + longest.agreed;
  }
  return { pattern, head, tail, share: pattern.length === 0 ? 0 : (head + tail + found) / pattern.length, lost };
}

function partingOf({ pattern, head, tail, lost }: Alignment): Parting {
  if (!isWhole(pattern.head, head) || !pattern.hasRun) {
    return { from: "start", agreed: head, wanted: pattern.head.shown.slice(head).join("") };
  }
  if (!isWhole(pattern.tail, tail) || lost === null) {
    const { shown } = pattern.tail;
    return { from: "end", agreed: tail, wanted: shown.slice(0, shown.length - tail).join("") };
  }
  const { piece, searchedFrom, foundAt, agreed } = lost;
  return { from: "middle", agreed, wanted: piece.shown.join(""), searchedFrom, foundAt };
}

function isNearer(left: Alignment, right: Alignment): boolean {
  return left.share > right.share || (left.share === right.share && left.head > right.head);
}

function isWhole(piece: PatternPiece, agreed: number): boolean {
  return agreed === piece.folded.length;
}

function agreeFromStart(piece: Int32Array, value: Int32Array): number {
  const most = Math.min(piece.length, value.length);
  let agreed = 0;
  while (agreed < most && accepts(piece[agreed], value[agreed])) agreed++;
  return agreed;
}

function agreeFromEnd(piece: Int32Array, value: Int32Array, most: number): number {
  const longest = Math.min(piece.length, most);
  let agreed = 0;
  while (agreed < longest && accepts(piece[piece.length - 1 - agreed], value[value.length - 1 - agreed])) agreed++;
  return agreed;
}

/** The leftmost place of all of a piece in `[from, stop)`; else of the longest beginning of it that is there. */
function longestBeginning(
  piece: Int32Array,
  value: Int32Array,
  from: number,
  stop: number,
  budget: { steps: number },
): { readonly foundAt: number; readonly agreed: number } {
  let foundAt = from;
  let longest = 0;
  for (let start = from; start + longest < stop && budget.steps > 0; start++) {
    let agreed = 0;
    while (agreed < piece.length && start + agreed < stop && accepts(piece[agreed], value[start + agreed])) agreed++;
    budget.steps -= agreed + 1;
    if (agreed <= longest) continue;
    foundAt = start;
    longest = agreed;
    if (longest === piece.length) break;
  }
  return { foundAt, agreed: longest };
}

function accepts(expected: number | undefined, character: number | undefined): boolean {
  return expected === character || expected === anyOne;
}

/** Of an event hundreds of rules ask for the same few values: those met last, by mode and text. */
const foldedValues: Readonly<Record<CaseMode, Map<string, Int32Array>>> = {
  exact: new Map(),
  ascii: new Map(),
  unicode: new Map(),
};

const mostFoldedValues = 64;

function foldedCharacters(value: string, caseMode: CaseMode): Int32Array {
  const known = foldedValues[caseMode];
  let characters = known.get(value);
  if (characters === undefined) {
    characters = codePointsOf(foldText(value, caseMode));
    if (known.size >= mostFoldedValues) known.clear();
    known.set(value, characters);
  }
  return characters;
}
