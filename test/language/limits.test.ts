import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseQuery } from "../../src/language/parser.ts";

const many = 100_000;

function codes(condition: string): string[] {
  return parseQuery(`any where ${condition}`).diagnostics.map((diagnostic) => diagnostic.code);
}

function patternOf(length: number): string {
  return `a : "${"x".repeat(length)}"`;
}

function queryOf(length: number): string {
  return "any where true".padEnd(length);
}

describe("nesting", () => {
  it.each([
    ["parentheses", "(".repeat(250) + "a" + ")".repeat(250)],
    ["nots", `${"not ".repeat(249)}a`],
    ["signs", `1 == ${"-".repeat(248)}a`],
    ["calls", `${"length(".repeat(248)}a${")".repeat(248)} == 1`],
    ["sums", `a${" + 1".repeat(248)} == 1`],
    ["plus signs, which leave nothing", `1 == ${"+".repeat(250)}a`],
  ])("of %s just within the limit is fine", (_, condition) => {
    expect(codes(condition)).toEqual([]);
  });

  it.each([
    ["parentheses", "(".repeat(251) + "a" + ")".repeat(251)],
    ["nots", `${"not ".repeat(250)}a`],
    ["signs", `1 == ${"-".repeat(249)}a`],
    ["calls", `${"length(".repeat(249)}a${")".repeat(249)} == 1`],
    ["sums", `a${" + 1".repeat(249)} == 1`],
    ["plus signs, which leave nothing", `1 == ${"+".repeat(251)}a`],
    ["very many parentheses", "(".repeat(many) + "a" + ")".repeat(many)],
    ["very many open parentheses", "(".repeat(many)],
    ["very many nots", `${"not ".repeat(many)}a`],
    ["very many signs", `1 == ${"-".repeat(many)}a`],
    ["very many plus signs", `1 == ${"+".repeat(many)}a`],
    ["very many calls", `${"length(".repeat(many)}a${")".repeat(many)} == 1`],
    ["very many open calls", "length(".repeat(many)],
    ["very many lists", `${"a in (".repeat(many)}1${")".repeat(many)}`],
    ["very many terms", `a${" + 1".repeat(many)} == 1`],
    ["very many factors", `a${" * 1".repeat(many)} == 1`],
    ["very many nots in parentheses", `${"not (".repeat(many)}a${")".repeat(many)}`],
    ["very many comparisons in parentheses", `${"(".repeat(many)}a${" == 1)".repeat(many)}`],
  ])("of %s is one error", (_, condition) => {
    expect(codes(condition)).toEqual(["E400"]);
  });

  it("doesn't hide what comes after it", () => {
    expect(codes(`${"(".repeat(many)}a${")".repeat(many)} and b = 1`)).toEqual(["E400", "E206"]);
    expect(codes(`${"not ".repeat(many)}a and b = 1`)).toEqual(["E400", "E206"]);
  });
});

describe("length", () => {
  it.each([
    ["and", Array.from({ length: many }, (_, i) => `a == ${i}`).join(" and ")],
    ["or", Array.from({ length: many }, (_, i) => `a == ${i}`).join(" or ")],
  ])("of a chain of %s is free, and the chain is one node", (kind, condition) => {
    const { query } = parseQuery(`any where ${condition}`);
    expect(query).toHaveProperty("condition.kind", kind);
    expect(query).toHaveProperty("condition.operands.length", many);
  });

  it.each([
    ["in", "items"],
    [":", "patterns"],
    ["regex", "patterns"],
  ])("of a list of `%s` goes up to 131,072", (operator, property) => {
    const list = (length: number): string => `a ${operator} (${'"x", '.repeat(length - 1)}"y")`;
    const { query } = parseQuery(`any where ${list(131_072)}`);
    expect(query).toHaveProperty(`condition.${property}.length`, 131_072);
    expect(codes(list(131_073))).toEqual(["E401"]);
    expect(codes(`${list(200_000)} and b = 1`)).toEqual(["E401", "E206"]);
  });

  it("of a pattern goes up to 32,768", () => {
    expect(codes(patternOf(32_768))).toEqual([]);
    expect(codes(`${patternOf(32_769)} and b = 1`)).toEqual(["E402", "E206"]);
    expect(codes(`a == "${"x".repeat(32_769)}"`)).toEqual([]);
  });

  it("of a query goes up to 16 Mi", () => {
    expect(parseQuery(queryOf(16 * 1024 * 1024)).diagnostics).toEqual([]);
    expect(parseQuery(queryOf(16 * 1024 * 1024 + 1)).diagnostics.map((diagnostic) => diagnostic.code)).toEqual([
      "E403",
    ]);
  });

  it("of the list of mistakes is at most 100", () => {
    for (const part of ["a = 1 and ", "'x' ", ";", "f(", "a b ", '"\\q" ', "or ", "] ", "\u0000x"]) {
      const { diagnostics } = parseQuery(`any where ${part.repeat(many)}`);
      expect(diagnostics.length).toBeGreaterThan(0);
      expect(diagnostics.length).toBeLessThanOrEqual(100);
    }
  });
});

describe("any text", () => {
  const words = [
    ..."and or not in in~ like like~ regex regex~ where any true false null by with sequence sample join until of".split(
      " ",
    ),
    ..."a b.c ?x `q r` startsWith cidrMatch~ length f AND nto is contains TRUE child head _ @t".split(" "),
    ...'( ) [ ] , : | ? ! ~ . & = == != < <= > >= === <> && || =~ + - * / % ; \\ { ` \' " """'.split(" "),
    ...'"x" "y*" "\\q" "\\u{41}" """r""" \'s\' ?"t" “u” "(" 1 2.5 1e400 1.2.3.4 3x // /* */'.split(" "),
    "\n",
    "é",
    "\u00a0",
    "😀",
    "\ud800",
  ];
  const text = fc
    .tuple(
      fc.constantFrom("", "any where ", "process where a == 1 and "),
      fc.array(fc.tuple(fc.constantFrom(...words), fc.constantFrom(" ", " ", "")), { maxLength: 14 }),
    )
    .map(([start, parts]) => start + parts.flat().join(""));

  it("gives a query, or errors that lie inside the text and in order", () => {
    fc.assert(
      fc.property(text, (query) => {
        const { query: tree, diagnostics } = parseQuery(query);
        expect(tree === null).toBe(diagnostics.length > 0);
        let last = 0;
        for (const { span, message } of diagnostics) {
          const { start, end } = span ?? { start: -1, end: -1 };
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThanOrEqual(start);
          expect(end).toBeLessThanOrEqual(query.length);
          expect(message.isWellFormed()).toBe(true);
          last = start;
        }
      }),
      { numRuns: 5000 },
    );
  });
});
