import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileKernel } from "../../src/kernel/kernel-module.ts";
import { type CandidateFinder, candidateFinder, countLines, everyLine } from "../../src/scan/candidates.ts";

const literalKernel = await compileKernel("literals");

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

describe("candidateFinder", () => {
  const literal = { strategy: "literal", kernels: { literals: literalKernel } } as const;

  it("gives the lines that hold a literal or an escape that may hide one, once each and in order", () => {
    const finder = candidateFinder(literal, ["abc", 'b"x']);
    fc.assert(
      fc.property(texts, (text) => {
        const expected = linesByHand(text, (line) => /abc|b"x|\\u0061/i.test(line));
        expect(linesOf(finder, text)).toEqual(expected);
        expect(finder.countLines?.(Buffer.from(text))).toBe(countLines(Buffer.from(text)));
      }),
      { numRuns: 3_000 },
    );
  });

  it("gives no line where no line can match", () => {
    expect(linesOf(candidateFinder(literal, []), "abc\nabc")).toEqual([]);
  });

  it("looks for literals only with `literal`, and only if there are some and the kernel is", () => {
    expect(candidateFinder({ ...literal, strategy: "parse" }, ["abc"])).toBe(everyLine);
    expect(candidateFinder({ ...literal, strategy: "extract" }, ["abc"])).toBe(everyLine);
    expect(candidateFinder(literal, null)).toBe(everyLine);
    expect(candidateFinder({ strategy: "literal" }, ["abc"])).toBe(everyLine);
    expect(linesOf(candidateFinder(literal, ["abc"]), "abc\nb")).toEqual(["0:abc"]);
  });

  it("has memory of the chunk's size for the blocks", () => {
    expect(candidateFinder({ ...literal, chunkBytes: 1000 }, ["abc"]).memory).toHaveLength(1000);
    expect(candidateFinder(literal, ["abc"]).memory).toHaveLength(1 << 20);
    expect(everyLine.memory).toBeNull();
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
