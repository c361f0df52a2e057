import type { Segment, SegmentedPattern } from "./segments.ts";

/** A text that every value of a pattern holds, at a place where it is cheap to look for. */
type Gate =
  /** After exactly `skip` code points. `decides`: a value that has it matches. */
  | { readonly kind: "start"; readonly literal: string; readonly skip: number; readonly decides: boolean }
  /** At the end. `decides`: a value that has it matches. */
  | { readonly kind: "end"; readonly literal: string; readonly decides: boolean }
  /** Anywhere. */
  | { readonly kind: "inside"; readonly literal: string };

/** A pattern and the gate that it is behind. */
export interface GatedPattern {
  readonly pattern: SegmentedPattern;
  readonly gate: Gate;
}

/** Patterns with more code points before their first text are looked for by that text, wherever it stands. */
export const MAX_SKIP = 3;

/**
 * How many patterns may stand behind the same text at one end before the search inside the value is the better gate:
 * each of them is matched whenever the text is there, and `c:\users\` is there often.
 */
const MAX_SHARERS = 4;

/** The shortest text that is worth a search inside the value instead of a gate at an end that many share. */
const MIN_INSIDE_LENGTH = 4;

/** Chooses for each pattern the text that the fewest others have. Each pattern must have a literal. Order is kept. */
export function chooseGates(patterns: readonly SegmentedPattern[]): GatedPattern[] {
  const options = patterns.map((pattern) => ({ pattern, start: startGate(pattern), end: endGate(pattern) }));
  const sharers = new Map<string, number>();
  for (const { start, end } of options) {
    for (const gate of [start, end]) if (gate !== null) sharers.set(keyOf(gate), countOf(gate) + 1);
  }
  return options.map(({ pattern, start, end }) => ({ pattern, gate: chooseGate(pattern, start, end) }));

  function chooseGate(pattern: SegmentedPattern, start: Gate | null, end: Gate | null): Gate {
    const anchored = start !== null && (end === null || isBetter(start, end)) ? start : end;
    const inside = insideGate(pattern);
    if (anchored === null || ("decides" in anchored && anchored.decides)) return anchored ?? inside;
    const isShared = countOf(anchored) > MAX_SHARERS && inside.literal !== anchored.literal;
    return isShared && inside.literal.length >= MIN_INSIDE_LENGTH ? inside : anchored;
  }

  function isBetter(start: Gate, end: Gate): boolean {
    const difference = countOf(start) - countOf(end);
    return difference < 0 || (difference === 0 && start.literal.length > end.literal.length);
  }

  function countOf(gate: Gate): number {
    return sharers.get(keyOf(gate)) ?? 0;
  }
}

/** Where texts are the same, the trie's node is the same. */
function keyOf(gate: Gate): string {
  return `${gate.kind} ${gate.kind === "start" ? gate.skip : 0} ${gate.literal}`;
}

function startGate({ start, middle, end, hasRun }: SegmentedPattern): Gate | null {
  const [first, second] = start;
  const skip = typeof first === "number" ? first : 0;
  const literal = typeof first === "number" ? second : first;
  if (typeof literal !== "string" || skip > MAX_SKIP) return null;
  const isLast = start.length === (skip > 0 ? 2 : 1);
  return { kind: "start", literal, skip, decides: hasRun && isLast && middle.length === 0 && end.length === 0 };
}

function endGate({ start, middle, end, hasRun }: SegmentedPattern): Gate | null {
  const literal = (hasRun ? end : start).at(-1);
  if (typeof literal !== "string") return null;
  return {
    kind: "end",
    literal,
    decides: hasRun && start.length === 0 && middle.length === 0 && end.length === 1,
  };
}

/** By the longest text that it has anywhere. */
function insideGate({ start, middle, end }: SegmentedPattern): Gate {
  let literal = "";
  const take = (segment: Segment): void => {
    for (const part of segment) if (typeof part === "string" && part.length > literal.length) literal = part;
  };
  [start, ...middle, end].forEach(take);
  return { kind: "inside", literal };
}
