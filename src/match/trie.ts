import type { Pattern, PatternList } from "../plan/pattern.ts";
import { AnchoredTrie } from "./anchored-trie.ts";
import { foldPatterns } from "./case-folding.ts";
import { CodePointCounts } from "./code-point-counts.ts";
import { ExactSet } from "./exact-set.ts";
import { FoldedValue, type ValueTest } from "./folded-value.ts";
import { chooseGates, MAX_SKIP } from "./gates.ts";
import { linearStrategy } from "./linear.ts";
import { searchLiterals, type SearchedPattern } from "./literal-search.ts";
import type { Matcher, MatcherStrategy } from "./matcher.ts";
import { hasShortSegments, segmentPattern, type SegmentedPattern } from "./segments.ts";

/**
 * Each pattern where its shape puts it: whole texts into a hash set, texts at the start or the end into tries, texts in
 * between behind a search for all of them at once. What such a text doesn't decide is matched segment by segment once
 * the text is there. So the cost of a value hardly grows with the number of patterns, and memory is a small multiple of
 * the patterns' own.
 */
export const trieStrategy: MatcherStrategy = {
  name: "trie",
  compile(list: PatternList): Matcher {
    const index = buildIndex(list);
    return {
      strategy: "trie",
      test(value) {
        const folded = new FoldedValue(value, list.caseMode);
        for (const structure of index) if (structure.test(folded)) return true;
        return false;
      },
    };
  },
};

/** The structures that a list needs, in the order of their cost. */
function buildIndex(list: PatternList): readonly ValueTest[] {
  const counts = new CodePointCounts();
  const texts = new ExactSet();
  const segmented: SegmentedPattern[] = [];
  const slow: Pattern[] = [];
  for (const pattern of withoutDuplicates(foldPatterns(list))) {
    const [first, second] = pattern.tokens;
    if (first === undefined) texts.add("");
    else if (first.kind === "literal" && second === undefined) texts.add(first.text);
    else if (pattern.tokens.every((token) => token.kind !== "literal")) counts.add(pattern.tokens);
    else {
      const cut = segmentPattern(pattern);
      if (hasShortSegments(cut)) segmented.push(cut);
      else slow.push(pattern);
    }
  }
  // The tries by the number of code points before the text: `?:\windows\*` is in the second.
  const prefixes = Array.from({ length: MAX_SKIP + 1 }, (_, skip) => new AnchoredTrie(1, skip));
  const suffixes = new AnchoredTrie(-1);
  const searched: SearchedPattern[] = [];
  for (const { pattern, gate } of chooseGates(segmented)) {
    if (gate.kind === "inside") searched.push({ literal: gate.literal, pattern });
    else if (gate.kind === "end") suffixes.add(gate.literal, gate.decides ? null : pattern);
    else prefixes[gate.skip]?.add(gate.literal, gate.decides ? null : pattern);
  }
  const anchored = [counts, texts, suffixes, ...prefixes].filter((structure) => !structure.isEmpty);
  return [...anchored, ...searchLiterals(searched, list.caseMode), ...matchSlowly(slow, list)];
}

function matchSlowly(patterns: readonly Pattern[], { caseMode }: PatternList): ValueTest[] {
  if (patterns.length === 0) return [];
  const matcher = linearStrategy.compile({ patterns, caseMode });
  return [{ test: ({ text }) => matcher.test(text) }];
}

function withoutDuplicates(patterns: readonly Pattern[]): Iterable<Pattern> {
  return new Map(patterns.map((pattern) => [JSON.stringify(pattern.tokens), pattern])).values();
}
