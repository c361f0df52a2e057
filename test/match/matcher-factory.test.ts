import { describe, expect, it } from "vitest";
import { exactPattern, wildcardPattern } from "../../src/plan/pattern.ts";
import { firstMatch } from "../../src/match/linear.ts";
import { createMatcher } from "../../src/match/matcher-factory.ts";

describe("createMatcher", () => {
  it("does what its example says", () => {
    const drivers = createMatcher(["?:\\windows\\*.sys"], { strategy: "trie", ignoreCase: true });
    expect(drivers.test("C:\\Windows\\x.sys")).toBe(true);
    expect(drivers.test("C:\\Windows\\x.sys.txt")).toBe(false);
    expect(drivers.strategy).toBe("trie");
  });

  it("ignores the case of ASCII unless told not to", () => {
    expect(createMatcher(["aé*"]).test("AéX")).toBe(true);
    expect(createMatcher(["aé*"]).test("AÉX")).toBe(false);
    expect(createMatcher(["aé*"], { ignoreCase: false }).test("AéX")).toBe(false);
  });

  it("says which strategy `auto` chose, and why", () => {
    const one = createMatcher(["*.exe*"]);
    expect([one.strategy, one.reason]).toEqual(["regexp", "one pattern with an open end"]);
    const many = createMatcher(["a", "b*", "*c", "*d*e*", "*", "?:\\x\\*"]);
    expect([many.strategy, many.reason]).toEqual([
      "trie",
      "1 whole text, 3 with a text at an end, 1 with a text inside, 1 without text",
    ]);
  });

  it("takes a strategy of one's own, and a list of patterns with its own case mode", () => {
    const own = { name: "own", compile: () => ({ strategy: "own", test: (value: string) => value === "\ufffd" }) };
    const list = { patterns: [exactPattern("A*")], caseMode: "exact" as const };
    expect(createMatcher(list).test("A*")).toBe(true);
    expect(createMatcher(list).test("a*")).toBe(false);
    expect(createMatcher(list, { strategy: own }).strategy).toBe("own");
    expect(createMatcher(list, { strategy: own }).test("\ud800")).toBe(true);
  });

  it.each(["linear", "regexp", "re2", "re2-set", "trie", "auto"] as const)(
    "takes lone surrogates for U+FFFD, %s",
    (strategy) => {
      const matcher = createMatcher(["a\ud800b", "c?d", "\udc00*"], { strategy });
      expect(["a\ufffdb", "a\udfffb", "c\ud800d", "\ufffdx", "\ud801"].map((v) => matcher.test(v))).toEqual(
        Array(5).fill(true),
      );
      expect(["ab", "c\ud800\ud800d", "x\udc00"].map((v) => matcher.test(v))).toEqual(Array(3).fill(false));
    },
  );
});

describe("firstMatch", () => {
  const list = { patterns: ["a", "B*", "*c", "b?"].map(wildcardPattern), caseMode: "ascii" as const };

  it.each([
    ["a", 0],
    ["bx", 1],
    ["xc", 2],
    ["bc", 1],
    ["x", -1],
    ["", -1],
  ])("of %j is %i", (value, position) => {
    expect(firstMatch(list, value)).toBe(position);
  });
});
