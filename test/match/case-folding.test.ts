import { describe, expect, it } from "vitest";
import { foldAscii, foldText, foldUnicode, unicodeFolds } from "../../src/match/case-folding.ts";

/** Every code point that may stand in a well-formed text. */
function* allCharacters(): Generator<string> {
  for (let codePoint = 0; codePoint <= 0x10ffff; codePoint++) {
    if (codePoint < 0xd800 || codePoint > 0xdfff) yield String.fromCodePoint(codePoint);
  }
}

/** The definition, word for word: to upper case if that is one code point, then to lower case if that is one. */
function foldByDefinition(character: string): string {
  const upper = ifSingle(character.toUpperCase(), character);
  return ifSingle(upper.toLowerCase(), upper);
}

function ifSingle(mapped: string, otherwise: string): string {
  return Array.from(mapped).length === 1 ? mapped : otherwise;
}

describe("foldAscii", () => {
  it.each([
    ["", ""],
    ["abc", "abc"],
    ["ABC", "abc"],
    ["@[`{AZ", "@[`{az"],
    ["ÉA", "Éa"],
    ["aÉ", "aÉ"],
    ["\u212aſIİ", "\u212aſiİ"],
    ["😀A", "😀a"],
  ])("of %j is %j", (text, folded) => {
    expect(foldAscii(text)).toBe(folded);
  });

  it("changes nothing but A to Z in all of Unicode, in any company", () => {
    const changed: string[] = [];
    for (const character of allCharacters()) {
      if (foldAscii(character) !== character) changed.push(character);
      if (foldAscii(`${character}A`) !== `${/[A-Z]/.test(character) ? character.toLowerCase() : character}a`)
        changed.push(`${character}A`);
    }
    expect(changed.join("")).toBe("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
  });
});

describe("foldUnicode", () => {
  it("is its definition for every code point, and stays what it is when it is folded again", () => {
    const wrong: string[] = [];
    for (const character of allCharacters()) {
      const folded = foldByDefinition(character);
      if (foldUnicode(character) !== folded || foldUnicode(folded) !== folded) wrong.push(character);
      if (foldUnicode(`é${character}`) !== `é${folded}`) wrong.push(`é${character}`);
      if ((unicodeFolds().get(character.codePointAt(0) ?? 0) ?? character.codePointAt(0)) !== folded.codePointAt(0))
        wrong.push(`table: ${character}`);
    }
    expect(wrong).toEqual([]);
  });

  it("doesn't look at neighbours: a final sigma is a sigma", () => {
    expect(foldUnicode("ΟΔΟΣ ΟΔΟς")).toBe("οδοσ οδοσ");
  });
});

describe("foldText", () => {
  it("folds by mode", () => {
    expect((["exact", "ascii", "unicode"] as const).map((mode) => foldText("AÉſ", mode))).toEqual([
      "AÉſ",
      "aÉſ",
      "aés",
    ]);
  });
});
