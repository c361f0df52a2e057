import assert from "node:assert/strict";
import { parseRegex } from "../../../src/language/regex-parser.ts";
import { compileRegexes } from "../../../src/match/regex-matcher.ts";
import { matcherStrategies } from "../../../src/match/strategies.ts";
import { wildcardPattern, type PatternList } from "../../../src/plan/pattern.ts";
import { matchesRegex } from "../../../src/reference/regex.ts";
import { matchesWildcard, readWildcard } from "../../../src/reference/wildcard.ts";
import { textOf } from "../checks.ts";
import type { FuzzTarget } from "../fuzzing.ts";

const caseModes = [
  ["exact", "none"],
  ["ascii", "ascii"],
  ["unicode", "unicode"],
] as const;

/** The first line is the pattern (or several, between tabs), each other line a value. Repeated ones tell nothing. */
function partsOf(input: Uint8Array): { readonly pattern: string; readonly values: readonly string[] } {
  const [pattern = "", ...values] = textOf(input).split("\n");
  return { pattern, values: [...new Set([pattern, ...values])].slice(0, 12).map((value) => value.slice(0, 400)) };
}

const values = ["abc", "ABC", "aXbXc", "a\u212abſ", "😀é\u0130ı", "", "C:\\Windows\\x.exe", "\ufffd"].join("\n");

export const regexTarget: FuzzTarget = {
  name: "regexes",
  seeds: [
    "a.*b[c-fK-ks]{1,3}(x|y)+?",
    '[^a-c\\w]?\\d{2}"a.b"@#|()',
    "(a*)*(b|c{0,5}){3}\\S*\\.exe",
    "C:\\\\Windows\\\\[a-z]+\\.(exe|dll)",
  ].map((pattern) => Buffer.from(`${pattern}\n${values}`)),
  tokens: [
    ..."( ) [ ] [^ ] { } {1,3} {0,1000} | * + ? . \\ \\d \\s \\w \\W @ # & ~ < > - ^ $ k K s S ſ \u212a İ \n".split(
      " ",
    ),
    "\n",
  ],
  slowestMs: 4000,
  check(input) {
    const { pattern, values } = partsOf(input);
    const parsed = parseRegex(pattern);
    if ("error" in parsed) {
      const { start, end, message } = parsed.error;
      assert.ok(0 <= start && start <= end && end <= pattern.length && message !== "");
      return;
    }
    for (const [caseMode, folding] of caseModes) {
      const matcher = compileRegexes([{ tree: parsed.tree, text: pattern }], caseMode);
      for (const value of values) {
        assert.equal(
          matcher.test(value),
          matchesRegex(parsed.tree, value, folding),
          `${caseMode}: ${JSON.stringify(value)}`,
        );
      }
    }
  },
};

export const wildcardTarget: FuzzTarget = {
  name: "wildcards",
  seeds: ["a*b?c\t*.exe\t?:\\windows\\*", "*a*b*\tabc\t??*", "*\t?\t\tK*ſ"].map((pattern) =>
    Buffer.from(`${pattern}\n${values}`),
  ),
  tokens: ["*", "?", "**", "*?*", "\t", "\n", "a", "A", "K", "\u212a", "ſ", "İ", "😀", "é", "\\"],
  slowestMs: 3000,
  check(input) {
    const { pattern, values } = partsOf(input);
    const texts = pattern.split("\t").slice(0, 150);
    const tokens = texts.map(readWildcard);
    for (const [caseMode, folding] of caseModes) {
      const list: PatternList = { patterns: texts.map(wildcardPattern), caseMode };
      const expected = values.map((value) => tokens.some((one) => matchesWildcard(one, value, folding)));
      for (const [name, strategy] of matcherStrategies) {
        const matcher = strategy.compile(list);
        assert.deepEqual(
          values.map((value) => matcher.test(value)),
          expected,
          `${name} ${caseMode}`,
        );
      }
    }
  },
};
