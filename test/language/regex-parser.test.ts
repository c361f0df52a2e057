import * as fc from "fast-check";
import { readFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { maxRepeat, parseRegex } from "../../src/language/regex-parser.ts";
import type { RegexTree } from "../../src/language/regex.ts";
import { sharedFolder } from "./shared.ts";

const regexesFile = join(sharedFolder, "corpus/regexes.json");

/** A tree as one line: classes as `[…]`, sequences in `(…)`, unions in `<…|…>`, repeats as `{min,max}` behind. */
function show(tree: RegexTree): string {
  switch (tree.kind) {
    case "class": {
      const ranges = tree.ranges.map(({ from, to }) => (from === to ? name(from) : `${name(from)}-${name(to)}`));
      return `[${tree.negated ? "^" : ""}${ranges.join("")}]`;
    }
    case "sequence":
      return `(${tree.items.map(show).join("")})`;
    case "union":
      return `<${tree.items.map(show).join("|")}>`;
    case "repeat":
      return `${show(tree.item)}{${tree.min},${tree.max ?? ""}}`;
    case "nothing":
      return "#";
    default:
      return tree satisfies never;
  }
}

function name(code: number): string {
  return code > 0x20 && code < 0x7f ? String.fromCodePoint(code) : `<${code.toString(16)}>`;
}

function showCharacters(text: string): string {
  return Array.from(text, (character) => `[${name(character.codePointAt(0) ?? 0)}]`).join("");
}

function shown(text: string): string {
  const parsed = parseRegex(text);
  return "tree" in parsed ? show(parsed.tree) : `error: ${parsed.error.message}`;
}

describe("parseRegex", () => {
  it.each([
    ["", "()"],
    ["()", "()"],
    ["ab", "([a][b])"],
    ["a|bc|d", "<[a]|([b][c])|[d]>"],
    ["(a|b)c", "(<[a]|[b]>[c])"],
    ["ab*c+d?", "([a][b]{0,}[c]{1,}[d]{0,1})"],
    ["a{3}b{2,}c{0,4}", "([a]{3,3}[b]{2,}[c]{0,4})"],
    [".*?", "[^]{0,}{0,1}"],
    ["a+*", "[a]{1,}{0,}"],
    [".", "[^]"],
    ["^$", "([^][$])"],
    ["@", "[^]{0,}"],
    ["#", "#"],
    ['"a*b"c', "(([a][*][b])[c])"],
    ['"ab"+', "([a][b]){1,}"],
    ['""', "()"],
    ['"\\"', "[\\]"],
    ["[abc]", "[a-c]"],
    ["[a-cx]", "[a-cx]"],
    ["[xa-cb-d]", "[a-dx]"],
    ["[^a-z]", "[^a-z]"],
    ["[a^]", "[^a]"],
    ["[a-]", "[-a]"],
    ["[-a]", "[-a]"],
    ["[\\w-.]", "[--.0-9A-Z_a-z]"],
    ["[\\]\\\\-]", "[-\\-]]"],
    ['[.*+?(){}|"&~<>@#$]', '["-$&(-+.<>-@{-~]'],
    ["\\d\\s\\w", "([0-9][<9>-<a><d><20>][0-9A-Z_a-z])"],
    ["\\D", "[<0>-/:-<10ffff>]"],
    ["[\\S]", "[<0>-<8><b>-<c><e>-<1f>!-<10ffff>]"],
    ["[^\\W]", "[^<0>-/:-@[-^`{-<10ffff>]"],
    ['\\.\\n\\&\\~\\<\\"', '([.][n][&][~][<]["])'],
    ["]}>", "([]][}][>])"],
    ["😀?", "[<1f600>]{0,1}"],
    ["[😀-😂]", "[<1f600>-<1f602>]"],
    ["a\nb", "([a][<a>][b])"],
  ])("reads %s", (text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  it.each([
    ["(?=a)", 0, 2, "a group of the form `(?…)`"],
    ["x(?:a)", 1, 3, "a group of the form `(?…)`"],
    ["a&b", 1, 2, "an intersection (`&`)"],
    ["~a", 0, 1, "a complement (`~`)"],
    ["a<1-9>", 1, 2, "a numeric range (`<…>`)"],
    ["a{1001}", 1, 7, "a repeat above 1,000"],
    ["a{0,1001}", 1, 9, "a repeat above 1,000"],
    ["(a{40}){26}", 7, 11, "repeats inside each other that come to more than 1,000"],
    ["(a{20,}b{40}){2,26}", 13, 19, "repeats inside each other that come to more than 1,000"],
    ["(a)\\1", 3, 5, "a backreference"],
    ["(ab", 0, 1, "a group that is not closed"],
    ["x(", 1, 2, "a group that is not closed"],
    ["ab)", 2, 3, "a `)` without its `(`"],
    ["[ab", 0, 1, "a class that is not closed"],
    ["a[]", 1, 3, "a class without characters"],
    ["[^]", 0, 3, "a class without characters"],
    ["[z-a]", 1, 4, "a range that is reversed"],
    ["a{3,2}", 1, 6, "a repeat whose bounds are reversed"],
    ["a{,2}", 1, 5, "a repeat that is not of the form `{n}`, `{n,}` or `{n,m}`"],
    ["a{x", 1, 2, "a repeat that is not of the form `{n}`, `{n,}` or `{n,m}`"],
    ["*a", 0, 1, "a `*` with nothing before it that it repeats"],
    ["a|+b", 2, 3, "a `+` with nothing before it that it repeats"],
    ["(?", 0, 2, "a group of the form `(?…)`"],
    ["{2}", 0, 1, "a `{` with nothing before it that it repeats"],
    ["a||b", 2, 3, "an alternative that is empty"],
    ["(|a)", 1, 2, "an alternative that is empty"],
    ["(a|)", 2, 3, "an alternative that is empty"],
    ["a|", 1, 2, "an alternative that is empty"],
    ['"ab', 0, 1, "a quoted run that is not closed"],
    ["a\\", 1, 2, "a `\\` with nothing after it"],
    ["[\\", 1, 2, "a `\\` with nothing after it"],
    ["a{1000}".repeat(66), 0, 462, "repeats that come to more than 65,536 characters"],
    ["(".repeat(251) + "a" + ")".repeat(251), 251, 252, "groups and repeats nested more than 250 deep"],
    ["a" + "*".repeat(250), 0, 1, "groups and repeats nested more than 250 deep"],
  ])("rejects %s", (text, start, end, message) => {
    const parsed = parseRegex(text);
    expect("error" in parsed ? parsed.error : null).toMatchObject({ start, end, message });
  });

  it.each([
    "(".repeat(250) + "a" + ")".repeat(250),
    "a" + "*".repeat(249),
    `(a{40}){25}`,
    `a{${maxRepeat}}`,
    "x".repeat(32_768),
  ])("takes what is just within the limits", (text) => {
    expect(parseRegex(text)).toHaveProperty("tree");
  });

  it.each(["(", "[", '"', "a*", "(a|", "{", "(((a))", "\\"])("rejects a hundred thousand and one of %s", (part) => {
    expect(parseRegex(part.repeat(100_001))).toHaveProperty("error");
  });

  it("gives a tree, or an error inside the text, whatever the text", () => {
    const unit = fc.constantFrom(...Array.from('ab01(){}[]|*+?\\.,-^"#@&~<>dswé😀'));
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 20 }), (text) => {
        const parsed = parseRegex(text);
        if ("tree" in parsed) return;
        const { start, end } = parsed.error;
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeGreaterThan(start);
        expect(end).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 3000 },
    );
  });

  it("takes any text between quotes, and any text whose characters are escaped", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 2, maxLength: 12 }), (text) => {
        const quoted = `..${text.replaceAll('"', "")}`;
        expect(shown(`"${quoted}"x`)).toBe(`((${showCharacters(quoted)})[x])`);
        const plain = `..${text.replaceAll(/[0-9a-zA-Z]/g, "")}`;
        expect(shown(Array.from(plain, (character) => `\\${character}`).join(""))).toBe(`(${showCharacters(plain)})`);
      }),
    );
  });
});

describe.skipIf(!existsSync(regexesFile))("the regular expressions of the prebuilt rules", () => {
  it("are all fine", () => {
    const patterns: unknown = JSON.parse(readFileSync(regexesFile, "utf8"));
    const texts = Array.isArray(patterns) ? patterns.map(String).map((pair) => pair.replace(/^regex~?,/, "")) : [];
    expect(texts).toHaveLength(35);
    expect(texts.filter((text) => "error" in parseRegex(text))).toEqual([]);
  });
});
