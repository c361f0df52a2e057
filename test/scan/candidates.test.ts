import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CandidateFinder, candidateFinder, countLines, everyLine, linesWith } from "../../src/scan/candidates.ts";

function linesOf(finder: CandidateFinder, text: string): string[] {
  const bytes = Buffer.from(text, "latin1");
  const lines: string[] = [];
  finder.visit(bytes, (start, end) => lines.push(`${start}:${bytes.toString("latin1", start, end)}`));
  return lines;
}

/** The plain way: cut, and look into each line. */
function linesByHand(text: string, isWanted: (line: string) => boolean): string[] {
  const lines: string[] = [];
  let start = 0;
  for (const line of text.split("\n")) {
    const isLast = start + line.length === text.length;
    if ((!isLast || line !== "") && isWanted(line)) lines.push(`${start}:${line}`);
    start += line.length + 1;
  }
  return lines;
}

const texts = fc
  .array(fc.constantFrom("abc", "ABC", "ab", "\n", "\n", "\r\n", "x", '"', String.raw`\u0061`, String.raw`\u003c`), {
    maxLength: 30,
    size: "max",
  })
  .map((parts) => parts.join(""));

describe("everyLine", () => {
  it("gives each line once, whatever ends it", () => {
    expect(linesOf(everyLine, "a\n\nb\r\nc")).toEqual(["0:a", "2:", "3:b\r", "6:c"]);
    expect(linesOf(everyLine, "")).toEqual([]);
    expect(linesOf(everyLine, "\n")).toEqual(["0:"]);
    fc.assert(
      fc.property(texts, (text) => {
        expect(linesOf(everyLine, text)).toEqual(linesByHand(text, () => true));
      }),
    );
  });
});

describe("linesWith", () => {
  it("gives the lines that hold a literal or an escape that may hide one, once each and in order", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const expected = linesByHand(text, (line) => /abc|b"x|\\u0061/i.test(line));
        expect(linesOf(linesWith(["abc", 'b"x']), text)).toEqual(expected);
      }),
      { numRuns: 3_000 },
    );
  });

  it("gives no line where no line can match", () => {
    expect(linesOf(linesWith([]), "abc\nabc")).toEqual([]);
  });
});

describe("candidateFinder", () => {
  it("looks for literals only with `literal`, and only if there are some", () => {
    expect(candidateFinder("parse", ["abc"])).toBe(everyLine);
    expect(candidateFinder("extract", ["abc"])).toBe(everyLine);
    expect(candidateFinder("literal", null)).toBe(everyLine);
    expect(linesOf(candidateFinder("literal", ["abc"]), "abc\nb")).toEqual(["0:abc"]);
  });
});

describe("countLines", () => {
  it.each([
    ["", 0],
    ["\n", 1],
    ["a", 1],
    ["a\n", 1],
    ["a\nb", 2],
    ["\n\n\r\n", 3],
  ])("of %j is %i", (text, expected) => {
    expect(countLines(Buffer.from(text))).toBe(expected);
  });
});
