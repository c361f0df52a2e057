import { describe, expect, it } from "vitest";
import { parseQuery } from "../../src/language/parser.ts";
import { measureQuery } from "../../src/language/query-size.ts";

function codesOf(query: string): string[] {
  return parseQuery(query).diagnostics.map(({ code }) => code);
}

function fieldsOf(count: number, from = 0): string {
  return Array.from({ length: count }, (_, i) => `f${from + i} == 1`).join(" or ");
}

function regexesOf(count: number): string {
  return `a regex (${'"(ab){500}", '.repeat(count - 1)}"(ab){500}")`;
}

function sizeOf(query: string): { fields: number; parts: number; regexCharacters: number } {
  const parsed = parseQuery(query).query;
  if (parsed === null) throw new Error("no query");
  const { fields, parts, regexCharacters } = measureQuery(parsed);
  return { fields: fields.size, parts, regexCharacters };
}

describe("the size of a query", () => {
  it.each([
    ["any where true", { fields: 0, parts: 1, regexCharacters: 0 }],
    ["any where a == 1 or a == 2", { fields: 1, parts: 7, regexCharacters: 0 }],
    ['any where a : ("x", "y*") and b in (1, 2, 3)', { fields: 2, parts: 10, regexCharacters: 0 }],
    ['any where a regex ("x{10}", "[a-cx]y")', { fields: 1, parts: 4, regexCharacters: 13 }],
    ["sequence by k [any where a == 1] [any where b == 1]", { fields: 3, parts: 6, regexCharacters: 0 }],
  ])("of %s", (query, expected) => {
    expect(sizeOf(query)).toEqual(expected);
  });
});

describe("a query is refused", () => {
  it("with a field of more than 4,096 characters", () => {
    expect(codesOf(`any where ${"a".repeat(4096)} == 1`)).toEqual([]);
    expect(codesOf(`any where ${"a".repeat(4097)} == 1`)).toEqual(["E407"]);
    expect(codesOf(`any where length(${"a.".repeat(1_000_000)}b) == 1`)).toEqual(["E407"]);
    expect(codesOf(`sequence by ${"a".repeat(4097)} [any where true] [any where true]`)).toEqual(["E407"]);
  });

  it.each(["a : $", "a like $", "stringContains(a, $)", "endsWith(a, $)"])("with a pattern too long for %s", (form) => {
    const coded = (pattern: string): string[] => codesOf(`any where ${form.replace("$", `"${pattern}"`)}`);
    expect(coded("x".repeat(32_768))).toEqual([]);
    expect(coded("x".repeat(32_769))).toEqual(["E402"]);
    expect(coded(`*${"x?".repeat(1024)}*${"x".repeat(5000)}*${"?".repeat(5000)}`)).toEqual([]);
    expect(coded(`*${"x?".repeat(1024)}x*`)).toEqual(["E402"]);
  });

  it("with more than 4,096 fields", () => {
    expect(codesOf(`any where ${fieldsOf(4096)}`)).toEqual([]);
    expect(codesOf(`any where ${fieldsOf(4097)}`)).toEqual(["E408"]);
    expect(codesOf(`sequence [any where ${fieldsOf(4096)}] [any where ${fieldsOf(4096, 1)}]`)).toEqual(["E408"]);
    expect(codesOf(`any where ${fieldsOf(4096)} or ${fieldsOf(4096)}`)).toEqual([]);
  });

  it("with regular expressions of more than 131,072 characters together", () => {
    expect(codesOf(`any where ${regexesOf(131)}`)).toEqual([]);
    expect(codesOf(`any where ${regexesOf(132)}`)).toEqual(["E409"]);
    expect(codesOf(`sequence [any where ${regexesOf(100)}] [any where ${regexesOf(100)}]`)).toEqual(["E409"]);
  });

  it("with a class whose ranges are repeated too often", () => {
    const ranges = Array.from({ length: 1000 }, (_, i) => String.fromCharCode(0x100 + 2 * i)).join("");
    expect(codesOf(`any where a regex "[${ranges}]{65}"`)).toEqual([]);
    expect(codesOf(`any where a regex "[${ranges}]{66}"`)).toEqual(["E306"]);
  });
});
