import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseQuery } from "../../src/language/parser.ts";

const many = 100_000;

function codes(condition: string): string[] {
  return codesOf(`any where ${condition}`);
}

function codesOf(query: string): string[] {
  return parseQuery(query).diagnostics.map((diagnostic) => diagnostic.code);
}

function patternOf(length: number): string {
  return `a : "${"x".repeat(length)}"`;
}

function queryOf(length: number): string {
  return "any where true".padEnd(length);
}

function keysOf(count: number): string {
  return Array.from({ length: count }, (_, i) => `k${i}`).join(", ");
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

describe("stages", () => {
  const stage = "[a where b] ";

  it("are at most 256, runs counted", () => {
    expect(codesOf(`sequence ${stage.repeat(256)}`)).toEqual([]);
    expect(codesOf(`sequence ${stage.repeat(257)}`)).toEqual(["E405"]);
    expect(codesOf(`sequence ${"[a where b] with runs=100 ".repeat(3)}`)).toEqual(["E405"]);
    expect(codesOf(`sample ${stage.repeat(257)}`)).toEqual(["E405"]);
    const { diagnostics } = parseQuery(`sequence ${stage.repeat(10_000)}`);
    expect(diagnostics.map(({ code, span }) => [code, span?.start])).toEqual([["E405", 9 + 256 * stage.length]]);
  });

  it("beyond the limit are still looked at", () => {
    expect(codesOf(`sequence ${stage.repeat(10_000)} [a where b = 1]`)).toEqual(["E405", "E206"]);
  });

  it("have at most 64 keys in a list", () => {
    expect(codesOf(`sequence by ${keysOf(64)} ${`[a where b] by ${keysOf(64)} `.repeat(256)}`)).toEqual([]);
    expect(codesOf(`sequence by ${keysOf(65)} ${stage.repeat(2)}`)).toEqual(["E406"]);
    expect(codesOf(`sequence by ${keysOf(many)} ${stage.repeat(many)}`)).toEqual(["E406", "E405"]);
  });

  it.each<[string, string, string[]]>([
    ["open brackets", "[".repeat(many), ["E205", "E209"]],
    ["brackets inside of each other", `${"[".repeat(many)}${"]".repeat(many)} [a where b = 1]`, ["E209", "E206"]],
    ["open stages", "[a where b ".repeat(many), ["E205"]],
    ["open parentheses in open stages", "[a where (".repeat(many), ["E205", "E204"]],
    ["exclamation marks", "!".repeat(many), ["E203"]],
    ["missing events that begin", "![".repeat(many), ["E205", "E209"]],
    ["brackets in a condition", `[a where ${"[1 ".repeat(many)}`, ["E203", "E205", "E304", "E209"]],
    ["closed brackets", `[a where b] ${"]".repeat(many)} [a where b = 1]`, ["E203", "E206"]],
    ["parentheses in a stage", `[a where ${"(".repeat(many)}b] [a where b = 1]`, ["E400", "E206"]],
    ["closed parentheses in a stage", `[a where b${")".repeat(many)}] [a where b = 1]`, ["E203", "E206"]],
    ["keys", `by ${"x, ".repeat(many)}x ${stage.repeat(2)}`, ["E406"]],
    ["keys without commas", `by ${"x ".repeat(many)} ${stage.repeat(2)}`, ["E203", "E406"]],
    ["commas between keys", `by x${",".repeat(many)} ${stage.repeat(2)}`, ["E204"]],
    ["brackets in keys", `by ${"(".repeat(many)} ${stage.repeat(2)}`, ["E315"]],
    ["modifiers", `${"by x with maxspan=1s ".repeat(many)} ${stage.repeat(2)}`, ["E203", "E212"]],
    ["forks", `${stage} ${"fork ".repeat(many)} ${stage}`, ["E313"]],
    ["untils", `${stage.repeat(2)} ${"until ".repeat(many)}`, ["E204"]],
    ["pipes", `${stage.repeat(2)} ${"| head 1 ".repeat(many)}`, []],
    ["bars", `${stage.repeat(2)} ${"| ".repeat(many)}`, ["E204"]],
    ["digits", `with maxspan=${"9".repeat(many)}s ${stage.repeat(2)}`, ["E213"]],
    ["letters in a unit", `with maxspan=1${"s".repeat(many)} ${stage.repeat(2)}`, ["E213"]],
    ["lineages", `[a where ${"child of [a where ".repeat(many)}`, ["E205", "E312"]],
  ])("of very many %s are read in a moment", (_, body, expected) => {
    expect([...new Set(codesOf(`sequence ${body}`))]).toEqual(expected);
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
    ..."and or not in in~ like like~ regex regex~ where any true false null by with sequence sample join until of maxspan runs".split(
      " ",
    ),
    ..."a b.c ?x `q r` startsWith cidrMatch~ length f AND nto is contains TRUE child head tail fork _ @t".split(" "),
    ..."5m 1.5s 3x maxspan=5m runs=2".split(" "),
    "[a where b]",
    "![c where d] by e",
    "until [f where g]",
    "| head 1",
    "with maxspan=1m",
    "with runs=3",
    "![",
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
      fc.constantFrom(
        "",
        "any where ",
        "process where a == 1 and ",
        "sequence ",
        "sample by x ",
        "sequence by x [a where b ",
      ),
      fc.array(fc.tuple(fc.constantFrom(...words), fc.constantFrom(" ", " ", "")), { maxLength: 14 }),
    )
    .map(([start, parts]) => start + parts.flat().join(""));

  it("gives a query, or errors that lie inside the text and in order", () => {
    fc.assert(
      fc.property(text, (query) => {
        const { query: tree, diagnostics } = parseQuery(query);
        expect(tree === null).toBe(diagnostics.length > 0);
        let last = 0;
        for (const { span, message, label = "", help = "" } of diagnostics) {
          const { start, end } = span ?? { start: -1, end: -1 };
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThanOrEqual(start);
          expect(end).toBeLessThanOrEqual(query.length);
          expect([message, label, help].every((said) => said.isWellFormed())).toBe(true);
          last = start;
        }
      }),
      { numRuns: 5000 },
    );
  });
});
