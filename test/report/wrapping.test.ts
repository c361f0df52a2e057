import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { displayWidth } from "../../src/report/display-width.ts";
import { withEllipsis, wrapText, wrapTextEnd } from "../../src/report/wrapping.ts";

describe("wrapText", () => {
  it.each<[string, number, number, string[]]>([
    ["", 10, 3, []],
    ["short", 10, 3, ["short"]],
    ["exactly 10", 10, 3, ["exactly 10"]],
    ["breaks at blanks", 10, 3, ["breaks at", "blanks"]],
    ["C:\\Windows\\System32\\cmd.exe", 12, 3, ["C:\\Windows\\", "System32\\", "cmd.exe"]],
    ["C:\\Windows\\System32\\cmd.exe", 12, 2, ["C:\\Windows\\", "System32\\cm…"]],
    ["a longwordthatiscut", 8, 3, ["a longwo", "rdthatis", "cut"]],
    ["      indented   far", 5, 9, ["inden", "ted", "far"]],
    ["\u3000\u3000\u3000", 2, 9, []],
    ["日本語の名前", 5, 9, ["日本", "語の", "名前"]],
    ["日本語の名前", 5, 1, ["日本…"]],
    ["e\u0301e\u0301e\u0301", 2, 9, ["e\u0301e\u0301", "e\u0301"]],
  ])("%j in %d columns and %d lines", (text, columns, maxLines, lines) => {
    expect(wrapText(text, columns, maxLines)).toEqual(lines);
  });

  it("keeps to its columns and lines, and loses nothing but blanks if there are lines enough", () => {
    const text = fc.string({ unit: fc.constantFrom("a", " ", "\\", "語", "🫠", "\u0301", "/") });
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 30 }), fc.integer({ min: 1, max: 5 }), (text, columns, maxLines) => {
        for (const wrap of [wrapText, wrapTextEnd]) {
          const lines = wrap(text, columns, maxLines);
          expect(lines.length).toBeLessThanOrEqual(maxLines);
          for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
        }
        const whole = wrapText(text, columns, text.length + 1);
        expect(whole.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
      }),
    );
  });
});

describe("wrapTextEnd", () => {
  it.each<[string, number, number, string[]]>([
    ["logs/a.ndjson:12", 30, 2, ["logs/a.ndjson:12"]],
    ["logs/a.ndjson:12", 14, 2, ["logs/a.", "ndjson:12"]],
    ["a/long/way/to/a.ndjson:12", 9, 2, ["…/to/a.nd", "json:12"]],
  ])("%j in %d columns and %d lines", (text, columns, maxLines, lines) => {
    expect(wrapTextEnd(text, columns, maxLines)).toEqual(lines);
  });
});

describe("withEllipsis", () => {
  it.each([
    ["abc", 4, "abc…"],
    ["abcd", 4, "abc…"],
    ["日本", 4, "日…"],
  ])("%j in %d columns is %j", (text, columns, result) => {
    expect(withEllipsis(text, columns)).toBe(result);
  });
});
