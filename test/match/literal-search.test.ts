import { describe, expect, it } from "vitest";
import { FoldedValue } from "../../src/match/folded-value.ts";
import { searchLiterals } from "../../src/match/literal-search.ts";
import { segmentPattern } from "../../src/match/segments.ts";
import { exactPattern, wildcardPattern, type CaseMode } from "../../src/plan/pattern.ts";
import { seededNumbers } from "./bent-values.ts";

/** A search for values that hold one of the texts. */
function findAny(texts: readonly string[], caseMode: CaseMode): (value: string) => boolean {
  const searched = texts.map((literal) => ({ literal, pattern: segmentPattern(wildcardPattern(`*${literal}*`)) }));
  const tests = searchLiterals(searched, caseMode);
  return (value) => tests.some((test) => test.test(new FoldedValue(value, caseMode)));
}

const alphabet = ["a", "b", "c", "é", "[", "😀"];

/** Texts of a few characters, in a sequence that a test has to itself. */
function textMaker(seed: number): (length: number) => string {
  const choose = seededNumbers(seed);
  return (length) => Array.from({ length }, () => alphabet[choose(alphabet.length)]).join("");
}

describe("searchLiterals", () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 40])("finds texts of %i characters wherever they lie", (length) => {
    const makeText = textMaker(length);
    const texts = Array.from({ length: 12 }, () => makeText(length));
    const find = findAny(texts, "exact");
    const missed: string[] = [];
    for (const text of texts) {
      for (let before = 0; before < 9; before++) {
        for (let after = 0; after < 5; after++) {
          const value = "x".repeat(before) + text + "x".repeat(after);
          if (!find(value)) missed.push(value);
        }
      }
    }
    expect(missed).toEqual([]);
  });

  it("finds nothing else, though it looks for little of each text", () => {
    const makeText = textMaker(11);
    const choose = seededNumbers(12);
    const texts = Array.from({ length: 40 }, (_, i) => makeText(1 + (i % 12))).filter((text) => text.length > 3);
    const find = findAny(texts, "exact");
    const wrong: string[] = [];
    let found = 0;
    for (let i = 0; i < 2_000; i++) {
      const value = `${makeText(choose(9))}${choose(9) === 0 ? (texts[choose(texts.length)] ?? "") : makeText(choose(9))}`;
      const expected = texts.some((text) => value.includes(text));
      if (expected) found++;
      if (find(value) !== expected) wrong.push(value);
    }
    expect(wrong).toEqual([]);
    expect(found).toBeGreaterThan(50);
  });

  it("tells apart what its rough folding doesn't", () => {
    const find = findAny(["[[[[[[[[", "éééééééé", "@@@@", "kkkkkkkkk"], "ascii");
    expect(["x{{{{{{{{x", "ÉÉÉÉÉÉÉÉ", "````", "\u212a".repeat(9)].filter(find)).toEqual([]);
    expect(["x[[[[[[[[x", "éééééééé", "@@@@", "KKKKKKKKK"].filter((value) => !find(value))).toEqual([]);
  });

  it("finds a text behind a long run of another that looks alike, and in a value of any length", () => {
    const find = findAny(["abcdefgh", "bcdefghi", "cdefghij", "defghijk", "xyz"], "ascii");
    expect(find(`${"abcdefg-".repeat(50_000)}CDEFGHIJ`)).toBe(true);
    expect(find(`${"abcdefg-".repeat(50_000)}xy`)).toBe(false);
    expect(find(`${"é".repeat(30_000)}XYZ`)).toBe(true);
  });

  it("matches the whole pattern, not only the text", () => {
    const pattern = segmentPattern(wildcardPattern("*needle*?end"));
    const others = ["aaaaaaaa", "bbbbbbbb", "cccccccc"].map((literal) => ({
      literal,
      pattern: segmentPattern(exactPattern(literal)),
    }));
    const tests = searchLiterals([{ literal: "needle", pattern }, ...others], "ascii");
    const find = (value: string): boolean => tests.some((test) => test.test(new FoldedValue(value, "ascii")));
    expect(["a Needle xEND", "needle.end", "CCCCCCCC"].filter((value) => !find(value))).toEqual([]);
    expect(["needle", "needleend", "xcccccccc", "needle xendx"].filter(find)).toEqual([]);
  });
});
