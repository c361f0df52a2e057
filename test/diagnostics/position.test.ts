import { array, assert, constantFrom, nat, property, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { lineAt, offsetAt, positionAt } from "../../src/diagnostics/position.ts";

const source = (text: string) => ({ name: "a", text });

describe("positionAt", () => {
  it.each([
    ["the start", "abc", 0, 1, 1],
    ["the empty text", "", 0, 1, 1],
    ["a later line", "a\nbc", 3, 2, 2],
    ["a line ending belongs to its line", "a\nb", 1, 1, 2],
    ["CRLF", "a\r\nb", 3, 2, 1],
    ["a lone CR ends no line", "a\rb", 2, 1, 3],
    ["a pair is one column", "😀b", 2, 1, 2],
    ["inside a pair is the pair", "a😀b", 2, 1, 2],
    ["beyond the end is the end", "a\nb", 99, 2, 2],
    ["after the last line ending", "a\n", 2, 2, 1],
  ])("%s", (_name, text, offset, line, column) => {
    expect(positionAt(source(text), offset)).toEqual({ line, column });
  });

  it("agrees with counting by hand", () => {
    assert(
      property(string({ unit: "binary", maxLength: 60 }), string({ maxLength: 3 }), nat(), (text, more, at) => {
        const whole = `${text}\n${more}\r\n${text}`;
        const characters = Array.from(whole);
        const before = characters.slice(0, at % (characters.length + 1)).join("");
        const lines = before.split("\n");
        expect(positionAt(source(whole), before.length)).toEqual({
          line: lines.length,
          column: Array.from(lines.at(-1) ?? "").length + 1,
        });
      }),
    );
  });

  it("says the same of a place whatever was asked before, and counts a line of a megabyte once", () => {
    const characters = constantFrom("a", "😀", "\ud83d", "\n", "é");
    assert(
      property(array(characters, { maxLength: 20 }), array(nat(40), { maxLength: 8 }), (parts, offsets) => {
        const asked = source(parts.join(""));
        for (const offset of offsets) {
          expect(positionAt(asked, offset)).toEqual(positionAt(source(asked.text), offset));
        }
      }),
    );
    const long = source("x".repeat(1_000_000));
    const started = performance.now();
    for (let offset = 0; offset < 1_000_000; offset += 50) positionAt(long, offset);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe("lineAt and offsetAt", () => {
  it("leave out the line ending", () => {
    expect(lineAt(source("ab\r\ncd\n"), 1)).toEqual({ number: 1, start: 0, end: 2 });
    expect(lineAt(source("ab\r\ncd\n"), 5)).toEqual({ number: 2, start: 4, end: 6 });
    expect(lineAt(source("ab\r\ncd\n"), 7)).toEqual({ number: 3, start: 7, end: 7 });
  });

  it("find the way back from a line and column", () => {
    expect(offsetAt(source("ab\ncd"), 2, 2)).toBe(4);
    expect(offsetAt(source("ab\ncd"), 9, 9)).toBe(5);
  });
});
