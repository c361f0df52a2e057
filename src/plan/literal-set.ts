/**
 * Texts of which one stands in the raw bytes of every document that a condition holds for. No texts: the condition holds for
 * no document.
 */
export interface LiteralSet {
  /** Each once. */
  readonly texts: readonly string[];
  /** A rough share of all lines that hold one of them. Of several sets that would do, the one with the smallest is taken. */
  readonly share: number;
}

/** A set, or `null`: nothing can be said. */
export type Certainty = LiteralSet | null;

/** No document. */
export const noDocument: LiteralSet = { texts: [], share: 0 };

/** What one of several conditions needs: a text of each. */
export function union(sets: readonly Certainty[]): Certainty {
  const [only] = sets;
  if (only === null) return null;
  if (sets.length === 1 && only !== undefined) return only;
  const texts = new Set<string>();
  let count = 0;
  let share = 0;
  for (const set of sets) {
    if (set === null) return null;
    for (const text of set.texts) texts.add(text);
    count += set.texts.length;
    share += set.share;
  }
  return count === 0 ? noDocument : { texts: [...texts], share: (share * texts.size) / count };
}

/** Where so few lines are left, looking for fewer isn't worth the time. */
const fewLines = 2 ** -12;

/** What several conditions at once need: the texts of one are enough, so those that the fewest lines hold. */
export function rarest<Condition>(
  conditions: readonly Condition[],
  certaintyOf: (condition: Condition) => Certainty,
): Certainty {
  let best: Certainty = null;
  for (const condition of conditions) {
    const set = certaintyOf(condition);
    if (set !== null && (best === null || set.share < best.share)) best = set;
    if (best !== null && best.share < fewLines) return best;
  }
  return best;
}

/** The same of two. */
export function rarer(left: Certainty, right: Certainty): Certainty {
  if (left === null || right === null) return left ?? right;
  return right.share < left.share ? right : left;
}

/** Comparing each with each is for short lists: of more texts, quotes aside, {@link withoutImplied} leaves as many at least. */
export const maxCompared = 64;

/** The texts without those that hold another one: where `x"` is looked for, `"x"` is found. Of a long list some may stay. */
export function withoutImplied(texts: readonly string[]): readonly string[] {
  if (texts.length < 2) return texts;
  const all = new Set(texts);
  const unquoted = [...all].filter((text) => !quotedParts(text).some((part) => all.has(part)));
  if (unquoted.length > maxCompared) return unquoted;
  return unquoted.filter((text) => !unquoted.some((other) => other.length < text.length && text.includes(other)));
}

/** The text without quotes at its ends. */
export function withoutQuotes(text: string): string {
  return text.slice(text.startsWith('"') ? 1 : 0, text.length > 1 && text.endsWith('"') ? -1 : undefined);
}

/** The text without the first of its quotes, the last, and both. */
function quotedParts(text: string): readonly string[] {
  const opens = text.startsWith('"');
  const closes = text.endsWith('"');
  return [
    ...(opens ? [text.slice(1)] : []),
    ...(closes ? [text.slice(0, -1)] : []),
    ...(opens && closes ? [text.slice(1, -1)] : []),
  ];
}
