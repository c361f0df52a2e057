import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRegex } from "../../src/language/regex-parser.ts";
import type { CodePointRange, RegexTree } from "../../src/language/regex.ts";
import { foldText } from "../../src/match/case-folding.ts";
import { compileRegexes } from "../../src/match/regex-matcher.ts";
import { compileStateSet } from "../../src/match/state-set.ts";
import type { CaseMode } from "../../src/plan/pattern.ts";

function parse(text: string): RegexTree {
  const parsed = parseRegex(text);
  if ("error" in parsed) throw new Error(`${text}: ${parsed.error.message}`);
  return parsed.tree;
}

/**
 * What a tree means, as plainly as can be: where it can end if it begins at one of some places. Slow, and unlike
 * anything in the product.
 */
function endsOf(
  tree: RegexTree,
  characters: readonly string[],
  starts: ReadonlySet<number>,
  mode: CaseMode,
): Set<number> {
  if (tree.kind === "nothing") return new Set();
  if (tree.kind === "class") {
    const ends = new Set<number>();
    for (const start of starts) {
      const character = characters[start];
      if (character !== undefined && holds(tree.ranges, character, mode) !== tree.negated) ends.add(start + 1);
    }
    return ends;
  }
  if (tree.kind === "sequence") {
    return tree.items.reduce<Set<number>>((reached, item) => endsOf(item, characters, reached, mode), new Set(starts));
  }
  if (tree.kind === "union") {
    return new Set(tree.items.flatMap((item) => [...endsOf(item, characters, starts, mode)]));
  }
  let reached = new Set(starts);
  for (let i = 0; i < tree.min; i++) reached = endsOf(tree.item, characters, reached, mode);
  const all = new Set(reached);
  for (let i = tree.min; i < (tree.max ?? Infinity) && reached.size > 0; i++) {
    reached = new Set([...endsOf(tree.item, characters, reached, mode)].filter((end) => !all.has(end)));
    for (const end of reached) all.add(end);
  }
  return all;
}

/** Whether some code point of the ranges equals the character under the mode. */
function holds(ranges: readonly CodePointRange[], character: string, mode: CaseMode): boolean {
  return equalCharacters(character, mode).some((equal) => {
    const codePoint = equal.codePointAt(0) ?? 0;
    return ranges.some(({ from, to }) => from <= codePoint && codePoint <= to);
  });
}

const twins = ["aA", "bB", "zZ", "kK\u212a", "sSſ", "éÉ", "σςΣ", "ßẞ", "iI", "𐐀𐐨"].map((text) => Array.from(text));

function equalCharacters(character: string, mode: CaseMode): string[] {
  const candidates = twins.find((twin) => twin.includes(character)) ?? [
    character.toLowerCase(),
    character.toUpperCase(),
  ];
  return candidates.filter((candidate) => foldText(candidate, mode) === foldText(character, mode));
}

function matchesPlainly(trees: readonly RegexTree[], value: string, mode: CaseMode): boolean {
  const characters = Array.from(value);
  return trees.some((tree) => endsOf(tree, characters, new Set([0]), mode).has(characters.length));
}

/** Expression, mode, value, verdict. */
const table: readonly [string, CaseMode, string, boolean][] = [
  ["", "exact", "", true],
  ["", "exact", "a", false],
  ["()", "exact", "", true],
  ["abc", "exact", "abc", true],
  ["abc", "exact", "xabc", false],
  ["abc", "exact", "abcx", false],
  ["abc", "exact", "abc\n", false],
  ["a|bc", "exact", "bc", true],
  ["a|bc", "exact", "ac", false],
  ["a.c", "exact", "a\nc", true],
  ["a.c", "exact", "a😀c", true],
  ["a.c", "exact", "ac", false],
  [".*", "exact", "a\r\n\u2028b", true],
  [".", "exact", "\ufffd", true],
  [".", "exact", "\0", true],
  ["@", "exact", "any\nthing", true],
  ["#", "exact", "", false],
  ["a#?", "exact", "a", true],
  ["^a$", "exact", "^a$", true],
  ["^a$", "exact", "a", false],
  ["a{2,3}", "exact", "aaa", true],
  ["a{2,3}", "exact", "aaaa", false],
  ["a{2,}", "exact", "aaaaaa", true],
  ["a{0}b", "exact", "b", true],
  ["(a*)*b", "exact", "aab", true],
  ["(a|b)+?c", "exact", "c", true],
  ['"a.b"', "exact", "a.b", true],
  ['"a.b"', "exact", "axb", false],
  ["\\d+\\s\\w", "exact", "12 _", true],
  ["\\D\\S\\W", "exact", "ab-", true],
  ["[^a]", "exact", "A", true],
  ["[^a]", "exact", "\n", true],
  ["[\\]\\-]+", "exact", "]-", true],
  ["😀+", "exact", "😀😀", true],
  ["[😀-😂]", "exact", "😁", true],
  ["/\\\\\\{\\}", "exact", "/\\{}", true],
  ["cmd", "ascii", "CMD", true],
  ["[a-z]+", "ascii", "ABC", true],
  ["[A-F]+", "ascii", "abcdef", true],
  ["[Y-b]+", "ascii", "yzAB", true],
  ["[^a]", "ascii", "A", false],
  ["[^A-Z]", "ascii", "q", false],
  ["é", "ascii", "É", false],
  ["s", "ascii", "ſ", false],
  ["k", "ascii", "\u212a", false],
  ["\\W", "ascii", "ſ", true],
  // RE2 by itself ignores case by Unicode here.
  ["k|a", "ascii", "\u212a", false],
  ["k|a", "ascii", "K", true],
  ["as|ab", "ascii", "aſ", false],
  ["[Ss]|b", "exact", "ſ", false],
  ["[Kk]|[^a-\u212a]", "exact", "\u212a", false],
  ["é", "unicode", "É", true],
  ["s", "unicode", "ſ", true],
  ["\u212a", "unicode", "k", true],
  ["[à-ö]", "unicode", "É", true],
  ["[^à-ö]", "unicode", "É", false],
  ["ß", "unicode", "ss", false],
  ["İ", "unicode", "i", false],
  ["𐐀", "unicode", "𐐨", true],
];

describe("a regular expression", () => {
  it.each(table)("%j, %s, on %j: %s", (text, mode, value, expected) => {
    const tree = parse(text);
    expect(compileRegexes([{ tree, text }], mode).test(value)).toBe(expected);
    expect(compileStateSet(tree, mode)(foldText(value, mode === "unicode" ? mode : "exact"))).toBe(expected);
    expect(matchesPlainly([tree], value, mode)).toBe(expected);
  });
});

const codePoint = fc
  .constantFrom("a", "A", "b", "B", "z", "Z", "k", "\u212a", "s", "ſ", "é", "É", "σ", "Σ", "😀", "𐐀", "-", "\n", "]")
  .map((character) => character.codePointAt(0) ?? 0);

const range = fc.oneof(
  codePoint.map((from) => ({ from, to: from })),
  fc.tuple(codePoint, codePoint).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) })),
);

const { tree: randomTree } = fc.letrec<{ tree: RegexTree; leaf: RegexTree }>((tie) => ({
  leaf: fc.oneof(
    {
      weight: 10,
      arbitrary: fc.record({
        kind: fc.constant("class" as const),
        negated: fc.constant(false),
        ranges: fc.tuple(range),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant("class" as const),
        negated: fc.boolean(),
        ranges: fc.array(range, { maxLength: 3 }),
      }),
    },
    { weight: 1, arbitrary: fc.constant<RegexTree>({ kind: "nothing" }) },
  ),
  tree: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    tie("leaf"),
    fc.record({ kind: fc.constant("sequence" as const), items: fc.array(tie("tree"), { maxLength: 4 }) }),
    fc.record({ kind: fc.constant("union" as const), items: fc.array(tie("tree"), { minLength: 2, maxLength: 3 }) }),
    fc.record({
      kind: fc.constant("repeat" as const),
      item: tie("tree"),
      min: fc.nat(2),
      max: fc.constantFrom(null, 2, 3),
    }),
  ),
}));

const randomValue = fc
  .array(
    fc.constantFrom(
      "a",
      "A",
      "b",
      "B",
      "z",
      "k",
      "\u212a",
      "s",
      "ſ",
      "é",
      "É",
      "ς",
      "😀",
      "𐐨",
      "-",
      "\n",
      "]",
      "\ufffd",
    ),
    { maxLength: 6 },
  )
  .map((characters) => characters.join(""));

describe("random regular expressions", () => {
  it("mean to RE2 and to the state sets what they mean plainly", () => {
    let matched = 0;
    const trees = fc.array(randomTree, { minLength: 0, maxLength: 3 });
    const values = fc.array(randomValue, { minLength: 5, maxLength: 12 });
    const mode = fc.constantFrom<CaseMode>("exact", "ascii", "unicode");
    fc.assert(
      fc.property(trees, values, mode, (trees, values, mode) => {
        const matcher = compileRegexes(
          trees.map((tree) => ({ tree, text: "" })),
          mode,
        );
        const stateSets = trees.map((tree) => compileStateSet(tree, mode));
        for (const value of values) {
          const expected = matchesPlainly(trees, value, mode);
          const folded = mode === "unicode" ? foldText(value, mode) : value;
          expect([matcher.test(value), stateSets.some((matches) => matches(folded))]).toEqual([expected, expected]);
          if (expected) matched++;
        }
      }),
      { numRuns: 1_000 },
    );
    expect(matched).toBeGreaterThan(300);
  });
});

describe("what is too much for RE2", () => {
  const text = `${"[^a-z]{1000}".repeat(60)}b`;

  it("is run by state sets, with the same verdicts", () => {
    const matcher = compileRegexes(
      [
        { tree: parse(text), text },
        { tree: parse("x.*"), text: "x.*" },
      ],
      "ascii",
    );
    expect(matcher.strategy).toBe("state-set");
    expect(matcher.test(`${"0".repeat(60_000)}B`)).toBe(true);
    expect(matcher.test(`${"0".repeat(59_999)}B`)).toBe(false);
    expect(matcher.test("Xyz")).toBe(true);
  });

  it.each(["(a*)*b", "(a|aa)+b", "(a|a?)+b", "(.*a){20}b", "(a?){500}a{500}b", "(((((a*)*)*)*)*)*b"])(
    "%j stays linear, by RE2 and by state sets",
    (text) => {
      const tree = parse(text);
      const start = performance.now();
      expect(compileRegexes([{ tree, text }], "ascii").test("a".repeat(100_000))).toBe(false);
      expect(compileStateSet(tree, "ascii")("a".repeat(5_000))).toBe(false);
      expect(performance.now() - start).toBeLessThan(10_000);
    },
  );
});

const corpus = resolve(process.env["EQLHUNT_SHARED"] ?? "../shared", "corpus/regexes.json");

describe.skipIf(!existsSync(corpus))("the regular expressions of the prebuilt rules", () => {
  const parsed: unknown = existsSync(corpus) ? JSON.parse(readFileSync(corpus, "utf8")) : [];
  const entries = Array.isArray(parsed)
    ? parsed.map((entry) => (Array.isArray(entry) ? [String(entry[0]), String(entry[1])] : ["", ""]))
    : [];

  it("are 35, and RE2 takes each alone and all together", () => {
    expect(entries).toHaveLength(35);
    for (const [operator, text = ""] of entries) {
      const mode = operator === "regex~" ? "ascii" : "exact";
      expect(compileRegexes([{ tree: parse(text), text }], mode).strategy).toBe("re2");
    }
    const patterns = entries.map(([, text = ""]) => ({ tree: parse(text), text }));
    const all = compileRegexes(patterns, "ascii");
    expect(all.strategy).toBe("re2");
    const values = [
      "https://10.1.22.3:80/x",
      "ABC.exe",
      "a.pdf.EXE",
      "C:\\Program Files\\Steam\\x",
      "",
      "C:\\Windows",
      "x",
    ];
    expect(values.filter((value) => all.test(value))).toEqual(values.slice(0, 4));
  });
});
