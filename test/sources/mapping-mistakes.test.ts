import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { renderDiagnostics } from "../../src/diagnostics/rendering.ts";
import { readMapping } from "../../src/sources/mapping-reading.ts";
import { mistakesOf } from "./mistakes.ts";

function mistakesOfField(value: string): readonly string[] {
  return mistakesOf(`name = "a"\n[fields]\n"x.y" = ${value}`);
}

describe("what is wrong with a mapping file", () => {
  it("is shown at its place, all at once", () => {
    const text = readFileSync(new URL("mistaken-mapping.toml", import.meta.url), "utf8");
    const golden = readFileSync(new URL("mistaken-mapping.txt", import.meta.url), "utf8");
    const { mapping, diagnostics } = readMapping({ name: "mistaken-mapping.toml", text });
    expect(mapping).toBeNull();
    expect(`${renderDiagnostics(diagnostics)}\n`).toBe(golden);
  });

  it.each([
    ["name = ", ["E101 1:8 «» this is not valid TOML: invalid value"]],
    ["", ['E120 1:1 «» this mapping has no `name` (add `name = "…"`)']],
    ['name = "ecs"', ['E122 1:8 «"ecs"» `name` must be another name than `auto` and `ecs`, which mean something else']],
    [
      'name = "auto"',
      ['E122 1:8 «"auto"» `name` must be another name than `auto` and `ecs`, which mean something else'],
    ],
    [
      'name = "../x"',
      [
        'E122 1:8 «"../x"» `name` must be at most 64 lower-case letters, digits, `-`, `_` and `.`, the first a letter or digit',
      ],
    ],
    ['name = "a"\nform = " "', ['E122 2:8 «" "» `form` must be a string that is not empty']],
    ['name = "a"\npriority = 1001', ["E122 2:12 «1001» `priority` must be a whole number from -1000 to 1000"]],
    ['name = "a"\npriority = "1"', ['E121 2:12 «"1"» `priority` must be a whole number, not a string']],
    ['name = "a"\nfields = []', ["E121 2:10 «[]» `fields` must be a table, not a list"]],
    [
      'name = "a"\n[detect]\na = "b"',
      ["E121 2:1 «[detect]» `detect` must be a list of tables, each written `[[detect]]`, not a table"],
    ],
    ['name = "a"\ndetect = [1]', ["E121 2:11 «1» `detect[0]` must be a table, not a number"]],
    [
      'name = "a"\n[[detect]]\na = -1',
      [`E122 3:5 «-1» \`a\` must be a whole number from 0 to ${Number.MAX_SAFE_INTEGER}`],
    ],
    [
      'name = "a"\n[[detect]]\na = {}',
      [
        "E121 3:5 «{}» `a` must be a string, a list of strings, a whole number, `true` (it is there) or `false`, not a table",
      ],
    ],
    [
      'name = "a"\nabstract = true\n[[test]]\nevent = "{}"\nexpected = {}',
      ["E124 3:1 «[[test]]» an abstract mapping reads no event: its tests belong to those that extend it"],
    ],
    [
      'name = "a"\n[names]\n"a.b" = "c"',
      ['E122 3:1 «"a.b"» `a.b` must be a name of at most 64 letters, digits, `-` and `_`'],
    ],
    ['name = "a"\n[fields]\n"" = "c"', ['E122 3:1 «""» `` must be a path of 1 to 512 characters and at most 32 names']],
    [
      'name = "a"\n[[test]]\nevent = " "\nindex = -1\n[test.expected]\nx = [[1]]\ny = inf',
      [
        'E122 3:9 «" "» `event` must be the raw event, not an empty string',
        "E122 4:9 «-1» `index` must be a whole number from 0 to 1000000",
        "E121 6:6 «[1]» `x[0]` must be a string, a number or a boolean, not a list",
        "E122 7:5 «inf» `y` must be a finite number",
      ],
    ],
  ])("%j", (text, mistakes) => {
    expect(mistakesOf(text)).toEqual(mistakes);
  });

  it.each([
    ["[]", ["E122 3:9 «[]» `x.y` must be a list of paths, not an empty one"]],
    ['""', ['E122 3:9 «""» `x.y` must be a path of 1 to 512 characters and at most 32 names']],
    ['"^"', ['E122 3:9 «"^"» behind `^` stands the path of a field in the envelope']],
    ["{}", ["E120 3:9 «{}» this has none of `from`, `const`, `join`, `first`, `all` and `none`"]],
    [
      "{ fill = true }",
      ["E120 3:9 «{ fill = true }» this has none of `from`, `const`, `join`, `first`, `all` and `none`"],
    ],
    ["{ none = true, fill = true }", ["E124 3:24 «fill» `fill` means nothing beside `none`"]],
    ['{ none = true, when = "a" }', ["E124 3:24 «when» `when` means nothing beside `none`"]],
    ['{ from = "a", with = "b" }', ["E124 3:23 «with» `with` means nothing without `join`"]],
    ['{ from = "a", fill = 1 }', ["E121 3:30 «1» `fill` must be `true` or `false`, not a number"]],
    ["{ const = [] }", ["E122 3:19 «[]» `const` must be a value or a list of values, not an empty one"]],
    ["{ const = nan }", ["E122 3:19 «nan» `const` must be a finite number"]],
    ["{ const = { a = 1 } }", ["E121 3:19 «{ a = 1 }» `const` must be a string, a number or a boolean, not a table"]],
    ['{ first = "a" }', ['E121 3:19 «"a"» `first` must be a list of paths, not a string']],
    ['{ from = "a", steps = [] }', ["E122 3:31 «[]» `steps` must be a list of steps, not an empty one"]],
    ['{ from = "a", steps = "lower" }', ['E121 3:31 «"lower"» `steps` must be a list of steps, not a string']],
    [
      '{ from = "a", steps = [{ last = "", head = "" }] }',
      ['E124 3:32 «{ last = "", head = "" }» a step must be a table with one entry, not one with 2'],
    ],
    [
      '{ from = "a", steps = [{ prefix = {} }] }',
      ["E122 3:43 «{}» `prefix` must be a table of prefixes, not an empty one"],
    ],
    ['{ from = "a", steps = [{ prefix = { "" = "x" } }] }', ['E122 3:45 «""» `` must be a string that is not empty']],
    [
      '{ from = "a", steps = [{ drop = [] }] }',
      ["E122 3:41 «[]» `drop` must be a string or a list of strings, not an empty one"],
    ],
    ['{ from = "a", table = "b" }', ['E121 3:31 «"b"» `table` must be a table, not a string']],
    [
      '{ from = "a", table = {}, ignore_case = "no" }',
      ['E121 3:49 «"no"» `ignore_case` must be `true` or `false`, not a string'],
    ],
  ])("a field %s", (value, mistakes) => {
    expect(mistakesOfField(value)).toEqual(mistakes);
  });

  it("has no place in a file too large for it, but is said", () => {
    const text = `name = "a"\nform = 1\n# ${"x".repeat(200_000)}`;
    expect(mistakesOf(text)).toEqual(["E121 - `form` must be a string, not a number"]);
  });

  it("is not said more than fifty times", () => {
    const lines = Array.from({ length: 1000 }, (_, index) => `"f${index}" = 1`);
    expect(mistakesOf(`name = "a"\n[fields]\n${lines.join("\n")}`)).toHaveLength(50);
  });
});

function nested(depth: number): string {
  return `${"{ from = ".repeat(depth - 1)}"a"${" }".repeat(depth - 1)}`;
}

function listOf(count: number, item: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => item(index)).join(", ");
}

/** A table whose rows give so many values, within another one. */
function multiplied(values: number): string {
  const row = `table = { "*" = [${listOf(values, (index) => `"${index}"`)}] }`;
  return `{ from = { from = "a", ${row} }, ${row} }`;
}

const fine: readonly string[] = [];

describe("the limits of a mapping", () => {
  it.each([
    ["16 deep", nested(16), fine],
    ["17 deep", nested(17), ["E125 what a field is made of must not nest deeper than 16"]],
    ["60 deep", nested(60), ["E125 what a field is made of must not nest deeper than 16"]],
    ["256 paths", `[${listOf(256, () => '"a"')}]`, fine],
    ["257 paths", `[${listOf(257, () => '"a"')}]`, ["E125 `x` has 257 items, and 256 are the most"]],
    ["32 steps", `{ from = "a", steps = [${listOf(32, () => '"lower"')}] }`, fine],
    [
      "33 steps",
      `{ from = "a", steps = [${listOf(33, () => '"lower"')}] }`,
      ["E125 `steps` has 33 items, and 32 are the most"],
    ],
    ["4096 rows", `{ from = "a", table = { ${listOf(4096, (index) => `k${index} = "a"`)} } }`, fine],
    [
      "4097 rows",
      `{ from = "a", table = { ${listOf(4097, (index) => `k${index} = "a"`)} } }`,
      ["E125 `table` has 4097 rows, and 4096 are the most"],
    ],
    ["32 times 32 values", multiplied(32), fine],
    ["33 times 33 values", multiplied(33), ["E125 tables within tables make more than 1024 values of one"]],
    ["a path of 32 names", `"${Array.from({ length: 32 }, () => "a").join(".")}"`, fine],
    [
      "a path of 33 names",
      `"${Array.from({ length: 33 }, () => "a").join(".")}"`,
      ["E122 `x` must be a path of 1 to 512 characters and at most 32 names"],
    ],
    [
      "a path of 513 characters",
      `"${"a".repeat(513)}"`,
      ["E122 `x` must be a path of 1 to 512 characters and at most 32 names"],
    ],
  ])("%s", (_case, value, mistakes) => {
    const { diagnostics } = readMapping({ name: "a.toml", text: `name = "a"\n[fields]\nx = ${value}` });
    expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual(mistakes);
  });

  it("are there for fields, tests and ways to be recognised", () => {
    const fields = Array.from({ length: 4097 }, (_, index) => `f${index} = "a"`).join("\n");
    const detect = '[[detect]]\na = "b"\n'.repeat(65);
    const tests = '[[test]]\nevent = "{}"\nexpected = {}\n'.repeat(257);
    expect(
      mistakesOf(`name = "a"\n${detect}${tests}[fields]\n${fields}`).map((text) => text.replace(/^(\S+) .*» /, "$1 ")),
    ).toEqual([
      "E125 `detect` has 65 items, and 64 are the most",
      "E125 `test` has 257 items, and 256 are the most",
      "E125 `fields` has 4097 entries, and 4096 are the most",
    ]);
  });

  it("stop what nests beyond TOML's own", () => {
    expect(mistakesOf(`name = "a"\n[fields]\nx = ${nested(100)}`)[0]).toMatch(/^E101 /);
  });
});
