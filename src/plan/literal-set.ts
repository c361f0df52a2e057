/**
 * Texts of which one stands in the raw bytes of every document that a condition holds for, each with a rough share of all
 * lines that hold it, by which sets are chosen. `null`: nothing can be said. Empty: the condition holds for no document.
 */
export type LiteralSet = ReadonlyMap<string, number> | null;

/** No document. */
export const noDocument: LiteralSet = new Map();

/** What one of several conditions needs: a text of each. */
export function union(sets: readonly LiteralSet[]): LiteralSet {
  const [only] = sets;
  if (sets.length === 1 && only !== undefined) return only;
  const all = new Map<string, number>();
  for (const set of sets) {
    if (set === null) return null;
    for (const [text, share] of set) all.set(text, share);
  }
  return all;
}

/** What several conditions at once need: the texts of one are enough, so those that the fewest lines hold. */
export function rarest(sets: readonly LiteralSet[]): LiteralSet {
  let best: LiteralSet = null;
  for (const set of sets) if (set !== null && (best === null || shareOf(set) < shareOf(best))) best = set;
  return best;
}

/** The same texts, which together stand in so many lines and not in the few that their letters make likely. */
export function withShare(set: LiteralSet, share: number): LiteralSet {
  return set === null ? null : new Map([...set.keys()].map((text) => [text, share / set.size]));
}

export function shareOf(set: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const share of set.values()) sum += share;
  return sum;
}

/** The texts without those that hold another one: where `x"` is looked for, `"x"` is found. */
export function withoutImplied(texts: Iterable<string>): readonly string[] {
  const all = new Set(texts);
  return [...all].filter((text) => {
    const opens = text.startsWith('"');
    const closes = text.length > 1 && text.endsWith('"');
    return !(
      (opens && all.has(text.slice(1))) ||
      (closes && all.has(text.slice(0, -1))) ||
      (opens && closes && all.has(text.slice(1, -1)))
    );
  });
}
