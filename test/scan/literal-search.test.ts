import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EscapeSearch } from "../../src/scan/escape-search.ts";
import { LiteralSearch } from "../../src/scan/literal-search.ts";

/** Few letters, so that literals overlap and nearly occur; and the signs that a careless fold takes for one another. */
const unit = fc.constantFrom("a", "b", "A", "B", '"', "@", "`", "[", "{", "\\", "|", " ", "é");
const lowerUnit = fc.constantFrom("a", "b", '"', "@", "`", "[", "{", "|", " ");
const literal = fc.oneof(
  { weight: 5, arbitrary: fc.string({ unit: lowerUnit, minLength: 2, maxLength: 6 }) },
  { weight: 1, arbitrary: fc.string({ unit: lowerUnit, minLength: 30, maxLength: 40, size: "max" }) },
);
const literals = fc.array(literal, { minLength: 1, maxLength: 5 });

/** Texts with occurrences in them, whole and cut off, in some case. */
const literalsAndText = literals.chain((literals) =>
  fc.record({
    literals: fc.constant(literals),
    text: fc
      .array(
        fc.oneof(
          fc.string({ unit, maxLength: 8 }),
          fc.constantFrom(...literals),
          fc.tuple(fc.constantFrom(...literals), fc.nat(6)).map(([text, end]) => text.slice(0, -1 - end)),
          fc.constantFrom(...literals).map((text) => text.toUpperCase()),
        ),
        { maxLength: 12 },
      )
      .map((parts) => parts.join("")),
  }),
);

function foldAscii(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** The first place in `[from, to)` where a literal stands whole; -1 if there is none. */
function firstPlace(literals: readonly string[], bytes: Buffer, from: number, to: number): number {
  const folded = foldAscii(bytes.toString("latin1", from, to));
  const places = literals.map((text) => folded.indexOf(text)).filter((place) => place >= 0);
  return places.length === 0 ? -1 : from + Math.min(...places);
}

describe("LiteralSearch", () => {
  it("finds what indexOf finds, from and to every place", () => {
    let found = 0;
    fc.assert(
      fc.property(literalsAndText, ({ literals, text }) => {
        const search = new LiteralSearch(literals);
        const bytes = Buffer.from(text);
        for (let from = 0; from <= bytes.length; from++) {
          const to = from % 3 === 0 ? bytes.length : Math.max(from, bytes.length - (from % 7));
          const expected = firstPlace(literals, bytes, from, to);
          expect({ from, to, place: search.next(bytes, from, to) }).toEqual({ from, to, place: expected });
          if (expected >= 0) found++;
        }
      }),
      { numRuns: 2_000 },
    );
    expect(found).toBeGreaterThan(10_000);
  });

  it.each<[string, readonly string[], string, number]>([
    ["at the start", ["imagepath"], "imagepath x", 0],
    ["at the end", ["imagepath"], "x imagepath", 2],
    ["nothing that is cut off", ["imagepath"], "x imagepat", -1],
    ["in any case", ["imagepath"], "x IMAGEpath", 2],
    ["not a Kelvin sign for a k", ["kk"], "k\u212a", -1],
    ["not an at sign for a backtick", ["a`"], "a@", -1],
    ["not a bracket for a brace", ["a{"], "a[", -1],
    ["a literal within another one", ["bcd", "abcde"], "xabcdx", 2],
    ["the earlier of two that overlap", ["bcd", "abcde"], "xabcdex", 1],
    ["what overlaps itself", ["aaa"], "aabaaa", 3],
    ["two bytes", ['"a'], 'x"A', 1],
    ["a literal longer than the window", ["a".repeat(50)], `b${"a".repeat(60)}`, 1],
    ["not one that differs after the window", [`${"a".repeat(50)}b`], "a".repeat(60), -1],
    ["nothing in nothing", ["ab"], "", -1],
  ])("finds %s", (_, literals, text, expected) => {
    expect(new LiteralSearch(literals).next(Buffer.from(text), 0, Buffer.byteLength(text))).toBe(expected);
  });

  it("takes 200,000 literals", () => {
    const many = Array.from({ length: 200_000 }, (_, i) => `literal ${i};`);
    expect(new LiteralSearch(many).next(Buffer.from("a Literal 19999; x"), 0, 18)).toBe(2);
    expect(new LiteralSearch(many).next(Buffer.from("a Literal 200000; x"), 0, 19)).toBe(-1);
  });
});

describe("EscapeSearch", () => {
  const search = new EscapeSearch(['"imagepath"', "x|y"]);
  const place = (text: string): number => search.next(Buffer.from(text), 0, Buffer.byteLength(text));

  it.each<[string, number]>([
    [String.raw`Image\u0050ath`, 5],
    [String.raw`Image\u0070ath`, 5],
    [String.raw`\u0049`, 0],
    [String.raw`\u007c`, 0],
    [String.raw`\u007C`, 0],
    [String.raw`\u003c\u0026\u0049`, 12],
    [String.raw`a\\u0049`, 2],
    [String.raw`\u0022`, -1],
    [String.raw`\u003c`, -1],
    [String.raw`\u004`, -1],
    [String.raw`\u00g9`, -1],
    [String.raw`\u0149`, -1],
    [String.raw`\u005cu0049`, 0],
    [String.raw`\\\u00750049`, 2],
    [String.raw`\\u0\u00304\u0039`, 4],
    [String.raw`C:\\users`, -1],
    ["", -1],
  ])("in %j: %i", (text, expected) => {
    expect(place(text)).toBe(expected);
  });

  it("finds an escape of every character of a literal, or of what escapes are made of, in both cases of letters and digits, and of no other", () => {
    const letters = 'imagepathx|y"\\u0123456789abcdef';
    for (let code = 0; code < 256; code++) {
      const character = String.fromCharCode(code);
      const hides = character !== '"' && letters.includes(foldAscii(character));
      const hex = code.toString(16).padStart(2, "0");
      for (const digits of [hex, hex.toUpperCase()]) {
        expect({ digits, place: place(`ab\\u00${digits}`) }).toEqual({ digits, place: hides ? 2 : -1 });
      }
    }
  });
});
