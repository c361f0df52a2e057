import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RegexTree } from "../../src/language/regex.ts";
import { matchesRegex } from "../../src/reference/regex.ts";
import { matchesWildcard, readEscapedWildcard, readWildcard } from "../../src/reference/wildcard.ts";

const characters = fc.constantFrom("a", "b", "A", "é", "😀", "\n", "\\");
const values = fc.string({ unit: characters, maxLength: 8 });

describe("matchesWildcard", () => {
  it("says what the regular expression says into which the pattern translates", () => {
    const patterns = fc.string({ unit: fc.oneof(characters, fc.constantFrom("*", "?")), maxLength: 8 });
    fc.assert(
      fc.property(patterns, values, (pattern, value) => {
        const source = Array.from(pattern, (c) => (c === "*" ? ".*" : c === "?" ? "." : c.replace("\\", "\\\\"))).join(
          "",
        );
        const expected = new RegExp(`^(?:${source})$`, "su").test(value);
        expect(matchesWildcard(readWildcard(pattern), value, "none")).toBe(expected);
      }),
      { numRuns: 5000 },
    );
  });

  it("takes no time to speak of on two hundred stars", () => {
    const tokens = readWildcard(`${"*a".repeat(200)}*b`);
    expect(matchesWildcard(tokens, "a".repeat(20_000), "ascii")).toBe(false);
  });

  it("reads an escape and what follows as one character", () => {
    expect(readEscapedWildcard("a\\*\\\\*\\")).toEqual([
      { kind: "character", character: "a" },
      { kind: "character", character: "*" },
      { kind: "character", character: "\\" },
      "any-run",
      { kind: "character", character: "\\" },
    ]);
  });
});

describe("matchesRegex", () => {
  it("says what RegExp says of the same expression", () => {
    const { tree: trees } = fc.letrec<{ tree: RegexTree }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        fc.record({
          kind: fc.constant("class" as const),
          negated: fc.boolean(),
          ranges: fc.array(
            fc.constantFrom({ from: 97, to: 97 }, { from: 65, to: 98 }, { from: 0x1f600, to: 0x1f600 }),
            {
              minLength: 1,
              maxLength: 2,
            },
          ),
        }),
        fc.record({ kind: fc.constant("sequence" as const), items: fc.array(tie("tree"), { maxLength: 3 }) }),
        fc.record({
          kind: fc.constant("union" as const),
          items: fc.array(tie("tree"), { minLength: 2, maxLength: 3 }),
        }),
        fc.record({ kind: fc.constant("nothing" as const) }),
        fc.record({ item: tie("tree"), min: fc.nat(2), more: fc.option(fc.nat(2)) }).map(({ item, min, more }) => ({
          kind: "repeat" as const,
          item,
          min,
          max: more === null ? null : min + more,
        })),
      ),
    }));
    fc.assert(
      fc.property(trees, values, (tree, value) => {
        const expected = new RegExp(`^(?:${sourceOf(tree)})$`, "u").test(value);
        expect(matchesRegex(tree, value, "none")).toBe(expected);
      }),
      { numRuns: 5000 },
    );
  });

  it("takes linear time where a backtracking engine takes for ever", () => {
    const a: RegexTree = { kind: "class", negated: false, ranges: [{ from: 97, to: 97 }] };
    const nested: RegexTree = {
      kind: "repeat",
      item: { kind: "repeat", item: a, min: 0, max: null },
      min: 1,
      max: null,
    };
    const tree: RegexTree = { kind: "sequence", items: [nested, { ...a, ranges: [{ from: 98, to: 98 }] }] };
    expect(matchesRegex(tree, "a".repeat(50_000), "none")).toBe(false);
    expect(matchesRegex(tree, `${"a".repeat(50_000)}b`, "none")).toBe(true);
  });
});

/** The tree in the syntax of RegExp, where it has the same meaning. */
function sourceOf(tree: RegexTree): string {
  if (tree.kind === "class") {
    const ranges = tree.ranges.map(({ from, to }) => `\\u{${from.toString(16)}}-\\u{${to.toString(16)}}`);
    return `[${tree.negated ? "^" : ""}${ranges.join("")}]`;
  }
  if (tree.kind === "sequence") return tree.items.map(sourceOf).join("");
  if (tree.kind === "union") return `(?:${tree.items.map(sourceOf).join("|")})`;
  if (tree.kind === "nothing") return "[]";
  return `(?:${sourceOf(tree.item)}){${tree.min},${tree.max ?? ""}}`;
}
