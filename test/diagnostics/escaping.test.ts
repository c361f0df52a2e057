import { array, assert, integer, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { escapeControl } from "../../src/diagnostics/escaping.ts";

describe("escapeControl", () => {
  it.each([
    ["plain text stays", "cmd.exe /c whoami", "cmd.exe /c whoami"],
    ["escape sequences", "a\u001b[31mb", "a\\x1b[31mb"],
    ["NUL", "\u0000", "\\x00"],
    ["line breaks and tabs", "a\r\n\tb", "a\\r\\n\\tb"],
    ["DEL and C1", "\u007f\u009b31m", "\\x7f\\x9b31m"],
    ["right-to-left override", "exe.\u202egnp", "exe.\\u202egnp"],
    ["isolates", "\u2066x\u2069", "\\u2066x\\u2069"],
    ["marks of direction", "\u200e\u200f\u061c", "\\u200e\\u200f\\u061c"],
    ["separators", "\u2028\u2029", "\\u2028\\u2029"],
    ["zero-width", "a\u200bb\u2060c\ufeffd", "a\\u200bb\\u2060c\\ufeffd"],
    ["soft hyphen", "a\u00adb", "a\\xadb"],
    ["tags beyond the BMP", "\u{e0041}", "\\u{e0041}"],
    ["a lone high surrogate", "a\ud800b", "a\\ud800b"],
    ["a lone low surrogate", "\udc00", "\\udc00"],
    ["a pair stays", "😀", "😀"],
    ["letters and combining marks stay", "Größe é e\u0301 日本", "Größe é e\u0301 日本"],
    ["backslashes stay", "C:\\x1b", "C:\\x1b"],
  ])("%s", (_name, text, expected) => {
    expect(escapeControl(text)).toBe(expected);
  });

  it("leaves nothing that a terminal acts on, whatever comes in, and is well-formed", () => {
    assert(
      property(array(integer({ min: 0, max: 0xffff })), (units) => {
        const shown = escapeControl(String.fromCharCode(...units));
        expect(shown.isWellFormed()).toBe(true);
        expect(shown).not.toMatch(/[\p{Cc}\u200b-\u200f\u2028-\u202e\u2060-\u2069\u061c\ufeff]/u);
        expect(escapeControl(shown)).toBe(shown);
      }),
    );
  });
});
