import type { Pattern, PatternList } from "../plan/pattern.ts";
import { AnchoredTrie } from "./anchored-trie.ts";
import { foldPatterns } from "./case-folding.ts";
import { CodePointCounts } from "./code-point-counts.ts";
import { ExactSet } from "./exact-set.ts";
import { FoldedValue } from "./folded-value.ts";
import { chooseGates, MAX_SKIP } from "./gates.ts";
import { linearStrategy } from "./linear.ts";
import { LiteralSearch, type SearchedPattern } from "./literal-search.ts";
import type { Matcher, MatcherStrategy } from "./matcher.ts";
import { hasShortSegments, segmentPattern, skipForward, type SegmentedPattern } from "./segments.ts";

/**
 * Each pattern where its shape puts it: whole texts into a hash set, texts at the start or the end into tries, texts in
 * between behind a search for all of them at once. What such a text doesn't decide is matched segment by segment once
 * the text is there. So the cost of a value hardly grows with the number of patterns, and memory is a small multiple of
 * the patterns' own.
 */
export const trieStrategy: MatcherStrategy = {
  name: "trie",
  compile(list: PatternList): Matcher {
    const index = new PatternIndex(list);
    return { strategy: "trie", test: (value) => index.test(new FoldedValue(value, list.caseMode)) };
  },
};

class PatternIndex {
  readonly #counts = new CodePointCounts();
  readonly #texts = new ExactSet();
  /** By the number of code points before the text: `?:\\windows\\*` is in the second. */
  readonly #prefixes: readonly AnchoredTrie[] = Array.from({ length: MAX_SKIP + 1 }, () => new AnchoredTrie(1));
  readonly #suffixes = new AnchoredTrie(-1);
  readonly #search: LiteralSearch;
  /** Patterns whose segments would be slow to look for. */
  readonly #rest: Matcher | null;

  constructor(list: PatternList) {
    const segmented: SegmentedPattern[] = [];
    const rest: Pattern[] = [];
    for (const pattern of withoutDuplicates(foldPatterns(list))) {
      const [first, second] = pattern.tokens;
      if (first === undefined) this.#texts.add("");
      else if (first.kind === "literal" && second === undefined) this.#texts.add(first.text);
      else if (pattern.tokens.every((token) => token.kind !== "literal")) this.#counts.add(pattern.tokens);
      else {
        const cut = segmentPattern(pattern);
        if (hasShortSegments(cut)) segmented.push(cut);
        else rest.push(pattern);
      }
    }
    const searched: SearchedPattern[] = [];
    for (const { pattern, gate } of chooseGates(segmented)) {
      if (gate.kind === "inside") searched.push({ literal: gate.literal, pattern });
      else if (gate.kind === "end") this.#suffixes.add(gate.literal, gate.decides ? null : pattern);
      else this.#prefixes[gate.skip]?.add(gate.literal, gate.decides ? null : pattern);
    }
    this.#search = new LiteralSearch(searched);
    this.#rest = rest.length === 0 ? null : linearStrategy.compile({ ...list, patterns: rest });
  }

  test(value: FoldedValue): boolean {
    const { text } = value;
    return (
      this.#counts.test(text) ||
      this.#texts.has(value) ||
      this.#prefixes.some((trie, skip) => trie.test(value, skipForward(text, 0, skip))) ||
      this.#suffixes.test(value, text.length) ||
      this.#search.test(value) ||
      (this.#rest?.test(text) ?? false)
    );
  }
}

function withoutDuplicates(patterns: readonly Pattern[]): Iterable<Pattern> {
  return new Map(patterns.map((pattern) => [JSON.stringify(pattern.tokens), pattern])).values();
}
