import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldText } from "../../src/match/case-folding.ts";
import { firstMatch } from "../../src/match/linear.ts";
import type { CaseMode, PatternList } from "../../src/plan/pattern.ts";
import { wildcardPattern } from "../../src/plan/pattern.ts";
import { type NearestPattern, nearestPattern } from "../../src/why/nearest-pattern.ts";

function list(patterns: readonly string[], caseMode: CaseMode = "ascii"): PatternList {
  return { patterns: patterns.map(wildcardPattern), caseMode };
}

const serviceKeys = ["HKLM\\SYSTEM\\ControlSet*\\Services\\*\\ImagePath", "MACHINE\\*\\ImagePath"];

describe("the nearest pattern", () => {
  it.each([
    [
      "parts in its beginning",
      serviceKeys,
      "HKLM\\SYSTEM\\CurrentControlSet\\Services\\a\\ImagePath",
      serviceKeys[0],
      { from: "start", agreed: 13, wanted: "ontrolSet" },
    ],
    [
      "parts at its end",
      serviceKeys,
      "HKLM\\SYSTEM\\ControlSet001\\Services\\a\\Start",
      serviceKeys[0],
      { from: "end", agreed: 0, wanted: "\\ImagePath" },
    ],
    [
      "lacks what stands between two runs",
      serviceKeys,
      "HKLM\\SYSTEM\\ControlSet001\\Serv\\a\\ImagePath",
      serviceKeys[0],
      { from: "middle", agreed: 5, wanted: "\\Services\\", searchedFrom: 22, foundAt: 25 },
    ],
    ["is of another extension", ["*.exe", "*.scr"], "C:\\a.dll", "*.exe", { from: "end", agreed: 0, wanted: ".exe" }],
    [
      "agrees in part of its end",
      ["*evil.exe"],
      "C:\\level.exe",
      "*evil.exe",
      { from: "end", agreed: 5, wanted: "evi" },
    ],
    [
      "goes on where the value ends",
      ["powershell.exe"],
      "PowerShell",
      "powershell.exe",
      { from: "start", agreed: 10, wanted: ".exe" },
    ],
    ["ends where the value goes on", ["cmd"], "cmd.exe", "cmd", { from: "start", agreed: 3, wanted: "" }],
    ["counts a character beyond U+FFFF as one", ["😀?b"], "😀😀c", "😀?b", { from: "start", agreed: 2, wanted: "b" }],
    ["has one of which beginning and end overlap", ["ab*ba"], "aba", "ab*ba", { from: "end", agreed: 1, wanted: "b" }],
    [
      "is the first of those that are equally far",
      ["xx", "yy"],
      "zz",
      "xx",
      { from: "start", agreed: 0, wanted: "xx" },
    ],
    ["asks for the empty text", [""], "a", "", { from: "start", agreed: 0, wanted: "" }],
    ["is asked of the empty text", ["a*"], "", "a*", { from: "start", agreed: 0, wanted: "a" }],
  ] as const)("%s", (_, patterns, value, pattern, parting) => {
    const nearest = nearestPattern(list(patterns), value);
    expect(nearest?.pattern).toBe(pattern);
    expect(nearest?.parting).toEqual(parting);
  });

  it("is that of which the value has most, not the one it agrees with longest", () => {
    const nearest = nearestPattern(list(["C:\\Windows\\*", "*\\Temp\\evil.exe"]), "C:\\Win\\Temp\\evi1.exe");
    expect(nearest?.pattern).toBe("C:\\Windows\\*");
    expect(nearestPattern(list(["C:\\Windows\\*", "*\\Temp\\evil.exe"]), "D:\\Win\\Temp\\evi1.exe")?.pattern).toBe(
      "*\\Temp\\evil.exe",
    );
  });

  it("is none of an empty list", () => {
    expect(nearestPattern(list([]), "a")).toBeNull();
  });

  it("is none of a value that is too long to be shown", () => {
    expect(nearestPattern(list(["a"]), "b".repeat(65_537))).toBeNull();
  });

  it("counts case as the list does", () => {
    expect(nearestPattern(list(["ABC"], "exact"), "Abd")?.parting.agreed).toBe(1);
    expect(nearestPattern(list(["ABC"], "ascii"), "Abd")?.parting.agreed).toBe(2);
    expect(nearestPattern(list(["É1"], "ascii"), "é2")?.parting.agreed).toBe(0);
    expect(nearestPattern(list(["É1"], "unicode"), "é2")?.parting.agreed).toBe(1);
  });

  it("takes a bounded number of steps where the pieces between many runs are nearly there everywhere", () => {
    const hostile = Array.from({ length: 500 }, (_, index) => `*${"a".repeat(2_000)}${index}*`);
    const startMs = performance.now();
    expect(nearestPattern(list(hostile), "a".repeat(60_000))).not.toBeNull();
    // Without a bound it would be 60 thousand million steps.
    expect(performance.now() - startMs).toBeLessThan(5_000);
  });
});

const letters = fc.constantFrom("a", "b", "A", "B", "\\", "é", "É", "😀", "ſ");
const text = fc.array(letters, { maxLength: 10 }).map((parts) => parts.join(""));
const pattern = fc
  .array(fc.oneof(letters, fc.constantFrom("*", "?", "*")), { maxLength: 9 })
  .map((parts) => parts.join(""));
const cases = fc.record({
  patterns: fc.array(pattern, { minLength: 1, maxLength: 4 }),
  value: text,
  caseMode: fc.constantFrom<CaseMode>("exact", "ascii", "unicode"),
});

/** Whether some text that begins so is matched: by the set of places in the pattern that can be reached. */
function isViable(patternText: string, prefix: string, caseMode: CaseMode): boolean {
  const tokens = Array.from(foldText(patternText, caseMode));
  let places = skipRuns(tokens, new Set([0]));
  for (const character of foldText(prefix, caseMode)) {
    const next = new Set<number>();
    for (const place of places) {
      const token = tokens[place];
      if (token === "*") next.add(place);
      else if (token === "?" || token === character) next.add(place + 1);
    }
    places = skipRuns(tokens, next);
  }
  return places.size > 0;
}

function skipRuns(tokens: readonly string[], places: ReadonlySet<number>): Set<number> {
  const reached = new Set<number>();
  for (let place of places) {
    reached.add(place);
    while (tokens[place] === "*") reached.add(++place);
  }
  return reached;
}

function start(value: string, length: number): string {
  return Array.from(value).slice(0, length).join("");
}

describe("where a value parts ways with patterns that don't match it", () => {
  it("is where it says, by a naive walk", () => {
    const seen: string[] = [];
    fc.assert(
      fc.property(cases, ({ patterns, value, caseMode }) => {
        const patternList = list(patterns, caseMode);
        fc.pre(firstMatch(patternList, value) < 0);
        const nearest = nearestPattern(patternList, value);
        if (nearest === null) throw new Error("there is a pattern");
        seen.push(nearest.parting.from);
        expect(patterns).toContain(nearest.pattern);
        expect(nearest.share).toBeGreaterThanOrEqual(0);
        expect(nearest.share).toBeLessThan(1);
        expect(longestViable(patterns, value, caseMode)).toBe(nearest.viablePrefix);
        expect(mistakeIn(nearest, value, caseMode)).toBeNull();
      }),
      { numRuns: 10_000, maxSkipsPerRun: 100 },
    );
    expect([...new Set(seen)].toSorted()).toEqual(["end", "middle", "start"]);
  });
});

/** The length of the longest beginning of a value with which some text that is matched begins. */
function longestViable(patterns: readonly string[], value: string, caseMode: CaseMode): number {
  let length = 0;
  const isLonger = (more: number): boolean =>
    more <= Array.from(value).length && patterns.some((one) => isViable(one, start(value, more), caseMode));
  while (isLonger(length + 1)) length++;
  return length;
}

/** What is wrong with where they are said to part; `null` for nothing. */
function mistakeIn({ pattern: nearest, parting }: NearestPattern, value: string, caseMode: CaseMode): string | null {
  const characters = Array.from(value);
  if (parting.from === "regex") return "it is no regular expression";
  const { agreed, wanted } = parting;
  switch (parting.from) {
    case "start":
      if (longestViable([nearest], value, caseMode) !== agreed) return "it agrees otherwise";
      return agreed === characters.length && wanted === "" ? "it doesn't part" : null;
    case "end": {
      // The beginning is all there; of what follows it the end agrees so far and no farther.
      if (!isViable(nearest, value, caseMode)) return "it parts at its beginning";
      const head = Array.from(nearest.slice(0, nearest.indexOf("*"))).length;
      const rest = characters.slice(head).reverse().join("");
      const tail = Array.from(nearest.slice(nearest.lastIndexOf("*") + 1))
        .reverse()
        .join("");
      return longestViable([tail], rest, caseMode) === agreed ? null : "its end agrees otherwise";
    }
    case "middle": {
      const { searchedFrom, foundAt } = parting;
      const tailLength = Array.from(nearest.slice(nearest.lastIndexOf("*") + 1)).length;
      const found = characters.slice(foundAt, foundAt + agreed).join("");
      const between = characters.slice(searchedFrom, characters.length - tailLength).join("");
      if (foundAt < searchedFrom) return "it was found before it was sought";
      if (firstMatch(list([start(wanted, agreed)], caseMode), found) < 0) return "it isn't there";
      return firstMatch(list([`*${start(wanted, agreed + 1)}*`], caseMode), between) < 0 ? null : "more of it is there";
    }
  }
}
