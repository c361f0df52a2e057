import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RegexTree } from "../../src/language/regex.ts";
import { foldText } from "../../src/match/case-folding.ts";
import { compileRegexes } from "../../src/match/regex-matcher.ts";
import { compileViablePrefix } from "../../src/match/state-set.ts";
import type { CaseMode } from "../../src/plan/pattern.ts";
import { leafOf } from "./explained.ts";

describe("the regular expression that is nearest", () => {
  it.each([
    ["ab+c", "abbd", 3],
    ["ab+c", "abb", 3],
    ["abc", "abcd", 3],
    ["abc", "xyz", 0],
    ["(ab|cd)e", "cdx", 2],
    [".*\\.exe", "a.dll", 5],
    ["[a-c]{2,3}", "abcc", 3],
    ["ab#", "ab", 0],
    ["a(b#|c)", "ab", 1],
    ["😀+a", "😀😀b", 2],
  ])("%s agrees with %s in %i characters", (pattern, value, agreed) => {
    const { nearest } = leafOf(`a regex "${pattern.replaceAll("\\", "\\\\")}"`, { a: value });
    expect(nearest).toMatchObject({ value, pattern, parting: { from: "regex", agreed }, viablePrefix: agreed });
  });

  it("is the one that agrees longest", () => {
    expect(leafOf('a regex ("abx", "abcx", "ab.?y")', { a: "abcd" }).nearest?.pattern).toBe("abcx");
  });

  it("ignores case as the condition does", () => {
    expect(leafOf('a regex~ "AB[C-D]e"', { a: "abcX" }).nearest?.parting.agreed).toBe(3);
    expect(leafOf('a regex "AB[C-D]e"', { a: "abcX" }).nearest?.parting.agreed).toBe(0);
  });

  it("is not worked out where that would take too long", () => {
    expect(leafOf('a regex "(abc){1000}x"', { a: "b".repeat(60_000) }).nearest).toBeNull();
  });
});

const letter = fc.constantFrom("a", "b", "A", "ſ");
const tree: fc.Arbitrary<RegexTree> = fc.letrec<{ tree: RegexTree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    letter.map((one): RegexTree => {
      const codePoint = one.codePointAt(0) ?? 0;
      return { kind: "class", negated: false, ranges: [{ from: codePoint, to: codePoint }] };
    }),
    fc.constant<RegexTree>({ kind: "nothing" }),
    fc.array(tie("tree"), { maxLength: 3 }).map((items): RegexTree => ({ kind: "sequence", items })),
    fc.array(tie("tree"), { minLength: 2, maxLength: 3 }).map((items): RegexTree => ({ kind: "union", items })),
    fc
      .tuple(tie("tree"), fc.nat(2), fc.constantFrom(null, 0, 1))
      .map(([item, min, more]): RegexTree => ({ kind: "repeat", item, min, max: more === null ? null : min + more })),
  ),
})).tree;

/** Few enough to try all of them. */
const endings = ["a", "b", "ſ"].reduce<string[]>(
  (texts, _, depth) => [
    ...texts,
    ...texts.filter((text) => text.length === depth).flatMap((text) => ["a", "b", "ſ", "A"].map((one) => text + one)),
  ],
  [""],
);

describe("the longest beginning that can be matched", () => {
  it("is one with which no text begins that is matched, once it is a character longer", () => {
    fc.assert(
      fc.property(
        tree,
        fc.array(letter, { maxLength: 5 }).map((parts) => parts.join("")),
        fc.constantFrom<CaseMode>("exact", "ascii", "unicode"),
        (regex, value, caseMode) => {
          const matcher = compileRegexes([{ tree: regex, text: "" }], caseMode);
          const folded = caseMode === "unicode" ? foldText(value, caseMode) : value;
          const length = compileViablePrefix(regex, caseMode)(folded) ?? -1;
          const canMatch = (start: string): boolean => endings.some((ending) => matcher.test(start + ending));
          // Beyond what is matched no ending helps.
          fc.pre(canMatch(value.slice(0, length)) || length === 0);
          for (let more = length + 1; more <= value.length; more++) expect(canMatch(value.slice(0, more))).toBe(false);
        },
      ),
      { numRuns: 3_000, maxSkipsPerRun: 100 },
    );
  });
});
