import { describe, expect, it } from "vitest";
import { wildcardPattern, type PatternList } from "../../src/plan/pattern.ts";
import { autoStrategy } from "../../src/match/auto.ts";
import { matcherStrategies } from "../../src/match/strategies.ts";

const manyAs = "a".repeat(100_000);

/** Patterns on which a matcher that backtracks never ends, with a value and the right answer. */
const hostile: readonly {
  readonly name: string;
  readonly texts: readonly string[];
  readonly value: string;
  readonly expected: boolean;
}[] = [
  { name: "200 stars and an end that isn't there", texts: [`${"*a".repeat(200)}*b`], value: manyAs, expected: false },
  { name: "200 stars and an end that is there", texts: [`${"*a".repeat(200)}*b`], value: `${manyAs}b`, expected: true },
  { name: "200 stars and a text that isn't there", texts: [`${"*a".repeat(200)}*b*`], value: manyAs, expected: false },
  { name: "stars and question marks in turn", texts: [`${"?*".repeat(200)}b`], value: manyAs, expected: false },
  { name: "more question marks than characters", texts: ["?*".repeat(101)], value: "a".repeat(100), expected: false },
  { name: "texts with question marks", texts: [`${"*a?a".repeat(50)}*b`], value: manyAs, expected: false },
  { name: "one long text with question marks", texts: [`*${"a?".repeat(100)}b*`], value: manyAs, expected: false },
  {
    name: "a long text that is there nearly everywhere",
    texts: [`*b${"a".repeat(500)}*`],
    value: manyAs,
    expected: false,
  },
  { name: "a long text with another end", texts: [`*${"a".repeat(500)}b*`], value: manyAs, expected: false },
  {
    name: "100 patterns with the same text",
    texts: Array.from({ length: 100 }, (_, i) => `*aaaaaaaa*b${i}*`),
    value: manyAs.slice(0, 20_000),
    expected: false,
  },
  {
    name: "100 patterns with the same start",
    texts: Array.from({ length: 100 }, (_, i) => `aaaa*b${i}*c`),
    value: manyAs.slice(0, 20_000),
    expected: false,
  },
  { name: "a five-star wildcard", texts: ["*a*a*a*a*a*b"], value: manyAs, expected: false },
  {
    name: "a five-star wildcard over pairs",
    texts: ["*😀*😀?*😀*😀*😀*b"],
    value: "😀".repeat(30_000),
    expected: false,
  },
];

describe.each([...matcherStrategies])("%s stays linear", (_name, strategy) => {
  it.each(hostile)("with $name", ({ texts, value, expected }) => {
    const list: PatternList = { patterns: texts.map(wildcardPattern), caseMode: "ascii" };
    const matcher = strategy.compile(list);
    const start = performance.now();
    expect(matcher.test(value)).toBe(expected);
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it.each(["?", "?*"])("with 100,000 times %j", (part) => {
    const list: PatternList = { patterns: [wildcardPattern(part.repeat(100_000))], caseMode: "ascii" };
    const start = performance.now();
    const matcher = strategy.compile(list);
    expect(["😀".repeat(100_000), "a".repeat(99_999), "😀".repeat(50_000)].map((value) => matcher.test(value))).toEqual(
      [true, false, false],
    );
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it("with a pattern too long for any engine", () => {
    const text = `${"*abc?".repeat(40_000)}d`;
    const matcher = strategy.compile({ patterns: [wildcardPattern(text)], caseMode: "ascii" });
    expect(matcher.test("abcX".repeat(40_000) + "D")).toBe(true);
    expect(matcher.test("abcX".repeat(39_999) + "D")).toBe(false);
  });
});

describe("one pattern as long as it may be", () => {
  const long = "a".repeat(32_000);
  it.each([`*${long}b*`, `*b${long}*`, `*${long}*b*`, `*a${long}b`, `*${"ab".repeat(16_000)}c*`])(
    "takes auto no time to speak of in a value that nearly matches (%#)",
    (text) => {
      const value = text.includes("abab") ? "ab".repeat(100_000) : "a".repeat(200_000);
      const matcher = autoStrategy.compile({ patterns: [wildcardPattern(text)], caseMode: "ascii" });
      const before = process.cpuUsage();
      expect(matcher.test(value)).toBe(false);
      expect(process.cpuUsage(before).user / 1000).toBeLessThan(2_000);
    },
  );
});

describe("100,000 patterns", () => {
  it.each(["trie", "auto"] as const)("take %s little time and memory", (name) => {
    const shapes = [(i: number) => `value-${i}`, (i: number) => `*inside ${i * 7} it*`, (i: number) => `start ${i}\\*`];
    const patterns = Array.from({ length: 100_000 }, (_, i) => wildcardPattern(shapes[i % 3]?.(i) ?? ""));
    const before = process.memoryUsage().heapUsed;
    const start = performance.now();
    const matcher = matcherStrategies.get(name)?.compile({ patterns, caseMode: "ascii" });
    expect(performance.now() - start).toBeLessThan(20_000);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(1_000_000_000);
    expect(["VALUE-99", "xx inside 7 it xx", "Start 2\\", "start 99998\\x"].map((v) => matcher?.test(v))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(["value-98", "inside 8 it", "start 3\\", "xstart 2\\"].map((v) => matcher?.test(v))).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});
