import { assert, constantFrom, property, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { areDisjoint, covers, globOf } from "../../src/lint/glob.ts";
import { WorkBudget } from "../../src/lint/work-budget.ts";
import { wildcardPattern } from "../../src/plan/pattern.ts";
import { matchesWildcard, readWildcard } from "../../src/reference/wildcard.ts";

const plenty = (): WorkBudget => new WorkBudget(1e6);
const glob = (pattern: string) => globOf(wildcardPattern(pattern).tokens, (text) => text);

describe("a pattern covers another", () => {
  it.each([
    ["*.exe", "cmd.exe"],
    ["*.exe", "?md*.exe"],
    ["*", ""],
    ["*", "?"],
    ["?*", "*?"],
    ["*?", "?*"],
    ["**", "*"],
    ["a*a", "aa"],
    ["a?*?b", "a*??b"],
    ["*a*b*", "*ab*"],
    ["*ab*", "*aab?"],
    ["?", "😀"],
  ])("%s covers %s", (wide, narrow) => {
    expect(covers(glob(wide), glob(narrow), plenty())).toBe(true);
  });

  it.each([
    ["cmd.exe", "*.exe"],
    ["?*", "*"],
    ["a*a", "a"],
    ["?", ""],
    ["?", "*"],
    ["*a*", "*?*"],
    ["*ab", "*abc"],
    ["ab*", "b*"],
    ["*a*a*", "*a*"],
    ["a?*?b", "a?b"],
  ])("%s does not cover %s", (wide, narrow) => {
    expect(covers(glob(wide), glob(narrow), plenty())).toBe(false);
  });
});

/** Patterns over two letters; texts over three, so that one of them stands for all that no pattern names. */
const patterns = string({ unit: constantFrom("a", "b", "*", "?"), maxLength: 4 });
/** Of two of these a text that both match has at most six characters, if there is one. */
const shortPatterns = string({ unit: constantFrom("a", "b", "*", "?"), maxLength: 3 });
const texts: readonly string[] = ["", ...textsOf(6)];

function textsOf(length: number): readonly string[] {
  if (length === 0) return [];
  const shorter = ["", ...textsOf(length - 1)];
  return [...new Set(shorter.flatMap((text) => [text, ...["a", "b", "c"].map((letter) => text + letter)]))];
}

function matching(pattern: string): readonly boolean[] {
  const tokens = readWildcard(pattern);
  return texts.map((text) => matchesWildcard(tokens, text, "none"));
}

describe("for all short patterns", () => {
  it("covers says exactly whether every text of one is one of the other", () => {
    assert(
      property(patterns, patterns, (wide, narrow) => {
        const ofWide = matching(wide);
        const isIncluded = matching(narrow).every((matches, index) => !matches || ofWide[index]);
        expect(covers(glob(wide), glob(narrow), plenty())).toBe(isIncluded);
      }),
      { numRuns: 400 },
    );
  });

  it("areDisjoint says exactly whether they have no text in common", () => {
    assert(
      property(shortPatterns, shortPatterns, (one, other) => {
        const ofOne = matching(one);
        const isCommon = matching(other).some((matches, index) => matches && ofOne[index]);
        expect(areDisjoint(glob(one), glob(other), plenty())).toBe(!isCommon);
      }),
      { numRuns: 400 },
    );
  });
});

describe("without budget", () => {
  it("nothing is claimed", () => {
    const [wide, narrow] = [glob(`*${"a".repeat(100)}*`), glob(`${"a".repeat(300)}b`)];
    expect(covers(wide, narrow, plenty())).toBe(true);
    expect(covers(wide, narrow, new WorkBudget(20))).toBe(false);
    expect(areDisjoint(glob("*aa*"), glob("?c?"), plenty())).toBe(true);
    expect(areDisjoint(glob("*aa*"), glob("?c?"), new WorkBudget(3))).toBe(false);
  });
});
