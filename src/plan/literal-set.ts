/**
 * Texts of which one stands in the raw bytes of every document that a condition holds for. No texts: the condition holds for
 * no document.
 */
export interface LiteralSet {
  /** Each with a rough share of all lines that hold it. */
  readonly shares: ReadonlyMap<string, number>;
  /** The sum of these. Of several sets that would do, the one with the smallest is taken. */
  readonly share: number;
}

/** A set, or `null`: nothing can be said. */
export type Certainty = LiteralSet | null;

/** No document. */
export const noDocument: LiteralSet = { shares: new Map(), share: 0 };

export function literalSet(texts: readonly string[], share: number): LiteralSet {
  return { shares: new Map(texts.map((text) => [text, share / texts.length])), share };
}

/** What one of several conditions needs: a text of each. */
export function union(sets: readonly Certainty[]): Certainty {
  const [only] = sets;
  if (sets.length === 1 && only !== undefined) return only;
  const shares = new Map<string, number>();
  for (const set of sets) {
    if (set === null) return null;
    for (const [text, share] of set.shares) shares.set(text, share);
  }
  let sum = 0;
  for (const share of shares.values()) sum += share;
  return { shares, share: sum };
}

/** What several conditions at once need: the texts of one are enough, so those that the fewest lines hold. */
export function rarest(sets: readonly Certainty[]): Certainty {
  let best: Certainty = null;
  for (const set of sets) if (set !== null && (best === null || set.share < best.share)) best = set;
  return best;
}

/** The same texts, which together stand in so many lines at least and not in the few that their letters make likely. */
export function withLeastShare(set: LiteralSet, share: number): LiteralSet {
  return set.share >= share ? set : literalSet([...set.shares.keys()], share);
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
