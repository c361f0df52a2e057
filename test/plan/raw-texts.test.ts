import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalText } from "../../src/evaluate/comparison.ts";
import { compileStep } from "../../src/evaluate/value-steps.ts";
import { linearStrategy } from "../../src/match/linear.ts";
import type { CaseMode, Pattern } from "../../src/plan/pattern.ts";
import { escapedWildcardPattern, exactPattern, wildcardPattern } from "../../src/plan/pattern.ts";
import { matchesText, type PatternTokens, remainders } from "../../src/plan/pattern-remainder.ts";
import { rawTexts } from "../../src/plan/raw-texts.ts";
import { WantedText } from "../../src/plan/wanted-text.ts";
import type { ValueStep } from "../../src/sources/accessor.ts";
import { Choices } from "../evaluate/choices.ts";

function matches(tokens: PatternTokens, text: string, caseMode: CaseMode = "ascii"): boolean {
  return linearStrategy.compile({ patterns: [{ tokens, text: "" }], caseMode }).test(text);
}

/** A pattern that matches the text. */
function patternOf(choices: Choices, text: string): PatternTokens {
  const escaped = Array.from(text, (character) => {
    if (choices.once(6)) return "*";
    if (choices.once(6)) return "?";
    const other = choices.once(3) ? swapCase(character) : character;
    return /[*?\\]/.test(other) ? `\\${other}` : other;
  });
  const star = (): string => (choices.once(4) ? "*" : "");
  return escapedWildcardPattern(star() + escaped.join("") + star(), "").tokens;
}

function swapCase(character: string): string {
  if (/[a-z]/.test(character)) return character.toUpperCase();
  return /[A-Z]/.test(character) ? character.toLowerCase() : character;
}

const fragments = [
  "a",
  "ImagePath",
  "\\",
  "HKLM",
  "HKEY_LOCAL_MACHINE",
  "MACHINE",
  "\\REGISTRY\\MACHINE",
  "\\SYSTEM",
  "\\CurrentControlSet",
  "\\ControlSet001",
  "\\ControlSet002",
  "HKU",
  "%",
  "%%",
  "k",
  "\u212a",
  "İ",
  ".",
  "/",
  ", ",
  ",",
  "{",
  "}",
  "SHA256=",
  "DWORD (0x0000000a)",
  "QWORD (0x00000001-0x00000002)",
  "Binary Data",
  "12",
  "0x1f",
  '"',
  '\\"',
  " ",
  "-",
  "é",
  "É",
  "😀",
  "2024-03-01 10:00:00.123",
];

const steps: readonly ValueStep[] = [
  { kind: "last", separator: "\\" },
  { kind: "last", separator: ", " },
  { kind: "initial", separator: "\\" },
  { kind: "head", separator: "\\" },
  { kind: "head", separator: "." },
  {
    kind: "prefix",
    replacements: [
      { from: "\\REGISTRY\\MACHINE", to: "HKLM" },
      { from: "MACHINE\\", to: "HKLM\\" },
      { from: "HKLM\\", to: "" },
    ],
  },
  { kind: "split", separator: "," },
  { kind: "drop", texts: ["-", "a"] },
  { kind: "keep", prefix: "sha256=" },
  { kind: "lower" },
  { kind: "unescape-percent" },
  { kind: "extension" },
  { kind: "unbrace" },
  { kind: "number" },
  { kind: "argv" },
  { kind: "argv-count" },
  { kind: "time", format: "iso" },
  { kind: "sysmon-details" },
  { kind: "registry-spellings" },
];

describe("rawTexts", () => {
  it.each(steps.map((step) => [JSON.stringify(step), step] as const))(
    "match every text that %s makes a match of",
    (_, step) => {
      const run = compileStep(step);
      let made = 0;
      fc.assert(
        fc.property(fc.array(fc.nat(), { minLength: 20, maxLength: 200, size: "max" }), (numbers) => {
          const choices = Choices.listed(numbers);
          const raw = choices.list(1, choices.pick([1, 5]), () => choices.pick(fragments)).join("");
          for (const value of run(raw)) {
            const text = canonicalText(value) ?? "";
            const tokens = patternOf(choices, text);
            expect(matches(tokens, text)).toBe(true);
            const before = rawTexts(step, tokens);
            const isKept = before.some((candidate) => matches(candidate, raw));
            expect({ raw, text, tokens, before, isKept }).toEqual({ raw, text, tokens, before, isKept: true });
            made++;
          }
        }),
        { numRuns: 2_000 },
      );
      expect(made).toBeGreaterThan(10);
    },
  );

  it.each<[ValueStep, Pattern, readonly Pattern[]]>([
    [{ kind: "last", separator: "\\" }, wildcardPattern("a*"), [wildcardPattern("*a*")]],
    [{ kind: "keep", prefix: "MD5=" }, exactPattern("a"), [exactPattern("MD5=a")]],
    [
      { kind: "prefix", replacements: [{ from: "MACHINE\\", to: "HKLM\\" }] },
      wildcardPattern("HKLM\\a*"),
      [wildcardPattern("HKLM\\a*"), wildcardPattern("MACHINE\\a*")],
    ],
    [
      { kind: "prefix", replacements: [{ from: "MACHINE\\", to: "HKLM\\" }] },
      exactPattern("other"),
      [exactPattern("other")],
    ],
    [{ kind: "sysmon-details" }, exactPattern("a1"), [exactPattern("a1")]],
    [{ kind: "registry-spellings" }, wildcardPattern("HKLM\\A\\*\\B"), [wildcardPattern("*A*B")]],
    [{ kind: "argv" }, exactPattern("a"), [wildcardPattern("*")]],
  ])("are no wider than they must: %o of %o", (step, { tokens }, expected) => {
    expect(rawTexts(step, tokens)).toEqual(expected.map((pattern) => pattern.tokens));
  });
});

describe("what a pattern leaves of a text", () => {
  it("matches the rest if and only if the pattern matches the whole", () => {
    let whole = 0;
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 20, maxLength: 100, size: "max" }), (numbers) => {
        const choices = Choices.listed(numbers);
        const part = (): string =>
          choices.list(0, 2, () => choices.pick(["a", "A", "b", "ab", "é", "😀", "\\"])).join("");
        const [start, end] = [part(), part()];
        const tokens = patternOf(choices, choices.once(2) ? start + end : start + part());
        const isWhole = matches(tokens, start + end);
        expect(remainders(tokens, start).some((rest) => matches(rest, end))).toBe(isWhole);
        expect(matchesText(tokens, start + end)).toBe(isWhole);
        expect(matchesText(tokens, start + end, true)).toBe(matches(tokens, start + end, "exact"));
        if (isWhole) whole++;
      }),
      { numRuns: 3_000 },
    );
    expect(whole).toBeGreaterThan(1_000);
  });
});

describe("the runs of a joined text", () => {
  it("lie within one of the parts", () => {
    let checked = 0;
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 20, maxLength: 200, size: "max" }), (numbers) => {
        const choices = Choices.listed(numbers);
        const separator = choices.pick(["\\", "::", ", ", "e", ""]);
        const parts = choices.list(1, 3, () =>
          choices.list(0, 3, () => choices.pick(["ab", "e", ":", ",", "\\", "C", "é"])).join(""),
        );
        const text = parts.join(separator);
        const wanted = new WantedText([patternOf(choices, text)], { onlyStrings: false, isExact: false });
        for (const run of wanted.runsBetween(separator).flat()) {
          const isWithin = parts.some((part) => run.mayBe(part));
          expect({ parts, separator, run: run.patterns, isWithin }).toEqual({
            parts,
            separator,
            run: run.patterns,
            isWithin: true,
          });
          checked++;
        }
      }),
      { numRuns: 3_000 },
    );
    expect(checked).toBeGreaterThan(1_000);
  });
});
