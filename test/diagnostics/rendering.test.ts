import { assert, integer, property, string, tuple } from "fast-check";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import type { Diagnostic, SourceText } from "../../src/diagnostics/diagnostic.ts";
import {
  diagnosticToJson,
  renderDiagnostic,
  renderDiagnostics,
  sortDiagnostics,
  summarizeDiagnostics,
} from "../../src/diagnostics/rendering.ts";

/** An error at the first place where `marked` stands in `text`. */
function errorAt(text: string, marked: string, more: Partial<Diagnostic> = {}): Diagnostic {
  const start = text.indexOf(marked);
  const source: SourceText = { name: "rules/whoami.toml", text };
  const span = { start, end: start + marked.length };
  return { code: "E203", severity: "error", message: "found something", span, source, ...more };
}

function inFile(name: string, start: number, severity: Diagnostic["severity"]): Diagnostic {
  return {
    code: "E203",
    severity,
    message: `${name}${start}`,
    source: { name, text: "abc" },
    span: { start, end: start + 1 },
  };
}

const whoami = errorAt(`${"\n".repeat(30)}process where process.name : "cmd.exe" adn user.id == 1\n`, "adn", {
  message: "expected `and`, `or` or the end of the rule, found `adn`",
  label: "did you mean `and`?",
});

describe("renderDiagnostic", () => {
  it("shows the line, the place and the label", () => {
    expect(renderDiagnostic(whoami)).toBe(
      [
        "error[E203]: expected `and`, `or` or the end of the rule, found `adn`",
        "  --> rules/whoami.toml:31:40",
        "   |",
        '31 | process where process.name : "cmd.exe" adn user.id == 1',
        "   |                                        ^^^ did you mean `and`?",
      ].join("\n"),
    );
  });

  it("adds help, aligned with the gutter", () => {
    const diagnostic = errorAt("a = 1", "=", { code: "E206", severity: "warning", help: "write `==`" });
    expect(renderDiagnostic(diagnostic)).toBe(
      [
        "warning[E206]: found something",
        " --> rules/whoami.toml:1:3",
        "  |",
        "1 | a = 1",
        "  |   ^",
        "  = help: write `==`",
      ].join("\n"),
    );
  });

  it("names only the file where there is no place, and nothing where there is no source", () => {
    const source = { name: "gone.toml", text: "" };
    const gone: Diagnostic = { code: "E100", severity: "error", message: "no such file", source, help: "look again" };
    expect(renderDiagnostic(gone)).toBe("error[E100]: no such file\n --> gone.toml\n  = help: look again");
    expect(renderDiagnostic({ code: "E502", severity: "note", message: "m", label: "l" })).toBe(
      "note[E502]: m\n  = note: l",
    );
  });

  it.each<[name: string, text: string, marked: string, line: string, carets: string]>([
    ["tabs become four blanks", "a\tb c", "b", "1 | a    b c", "  |      ^"],
    ["a tab in the place counts four", "a\tb", "\tb", "1 | a    b", "  |  ^^^^^"],
    ["wide characters count two", "日本 x 本", "x", "1 | 日本 x 本", "  |      ^"],
    ["a wide place", 'a "日本"', "日本", '1 | a "日本"', "  |    ^^^^"],
    ["emoji count two", "😀x", "x", "1 | 😀x", "  |   ^"],
    ["flags count one a letter", "🇩🇪x", "x", "1 | 🇩🇪x", "  |   ^"],
    ["combining marks count none", "e\u0301e\u0301x", "x", "1 | e\u0301e\u0301x", "  |   ^"],
    ["control characters are escaped", "a\u001b[2Jb", "b", "1 | a\\x1b[2Jb", "  |         ^"],
    ["bidi controls are escaped", "a\u202eb", "b", "1 | a\\u202eb", "  |        ^"],
    ["lone surrogates are escaped", "a\ud800b", "\ud800", "1 | a\\ud800b", "  |  ^^^^^^"],
    ["a lone carriage return ends no line", "a\rb", "b", "1 | a\\rb", "  |    ^"],
    ["CRLF is no part of the line", "a\r\nbc\r\nd", "c", "2 | bc", "  |  ^"],
    ["several lines are marked on the first", "a (b\nc) d", "(b\nc)", "1 | a (b", "  |   ^^"],
    ["a place that starts at a line's end", "ab\ncd", "\nc", "1 | ab", "  |   ^"],
    ["an empty place gets one caret", "ab", "", "1 | ab", "  | ^"],
  ])("%s", (_name, text, marked, line, carets) => {
    expect(renderDiagnostic(errorAt(text, marked)).split("\n").slice(3)).toEqual([line, carets]);
  });

  it("marks the end of the text, also beyond it", () => {
    const diagnostic = { ...errorAt("a and\n", "a"), span: { start: 900, end: 901 } };
    expect(renderDiagnostic(diagnostic).split("\n").slice(1)).toEqual([
      " --> rules/whoami.toml:2:1",
      "  |",
      "2 |",
      "  | ^",
    ]);
  });

  it("cuts a long line around the place", () => {
    const text = `${"a".repeat(10_000)} adn ${"b".repeat(10_000)}`;
    const [, place, , line = "", carets = ""] = renderDiagnostic(errorAt(text, "adn")).split("\n");
    expect(place).toBe(" --> rules/whoami.toml:1:10002");
    expect(line).toBe(`1 | …${"a".repeat(39)} adn ${"b".repeat(76)}…`);
    expect(carets).toBe(`  | ${" ".repeat(41)}^^^`);
    expect(carets.length - 3).toBe(line.indexOf("adn"));
  });

  it("cuts a long place", () => {
    const text = `a "${"x".repeat(500)}" b`;
    const [line = "", carets = ""] = renderDiagnostic(errorAt(text, `"${"x".repeat(500)}"`))
      .split("\n")
      .slice(3);
    expect(line).toBe(`1 | a "${"x".repeat(117)}…`);
    expect(carets).toBe(`  |   ${"^".repeat(118)}`);
  });

  it("leaves a line of 120 cells whole", () => {
    const text = `${"a".repeat(117)}adn`;
    expect(renderDiagnostic(errorAt(text, "adn")).split("\n")[3]).toBe(`1 | ${text}`);
  });

  it("escapes what comes from a rule in the message, label, help and file name", () => {
    const hostile = "\u001b[31m\u202e\n";
    const source = { name: hostile, text: hostile };
    const span = { start: 0, end: 1 };
    const all = { message: hostile, label: hostile, help: hostile, source, span };
    const lines = renderDiagnostic({ code: "E200", severity: "error", ...all }).split("\n");
    expect(lines).toEqual([
      "error[E200]: \\x1b[31m\\u202e\\n",
      " --> \\x1b[31m\\u202e\\n:1:1",
      "  |",
      "1 | \\x1b[31m\\u202e",
      "  | ^^^^ \\x1b[31m\\u202e\\n",
      "  = help: \\x1b[31m\\u202e\\n",
    ]);
  });

  it("never lets a control character through, and puts the first caret under the place", () => {
    assert(
      property(
        string({ unit: "binary", maxLength: 300 }),
        tuple(integer({ min: 0 }), integer({ min: 0 })),
        (text, at) => {
          const start = at[0] % (text.length + 1);
          const end = start + (at[1] % (text.length + 1 - start));
          const shown = renderDiagnostic({ ...errorAt(text, ""), span: { start, end } });
          expect(shown).not.toMatch(/(?!\n)[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u);
          expect(shown.split("\n")).toHaveLength(5);
          expect(shown).toMatch(/\^$/);
        },
      ),
    );
  });

  it("colours only when asked, and then says the same", () => {
    const coloured = renderDiagnostic(whoami, { color: true });
    expect(coloured).toContain("\u001b[");
    expect(stripVTControlCharacters(coloured)).toBe(renderDiagnostic(whoami));
    expect(renderDiagnostic(whoami)).not.toContain("\u001b");
  });
});

describe("renderDiagnostics", () => {
  it("sorts by the bytes of the file's name and by place; what has none comes first", () => {
    const nowhere: Diagnostic = { code: "E502", severity: "error", message: "nowhere" };
    const list = [inFile("\u{10000}", 0, "error"), inFile("\uffff", 0, "error"), inFile("b", 1, "note"), nowhere];
    expect(sortDiagnostics([...list, inFile("b", 0, "error")]).map((one) => one.message)).toEqual([
      "nowhere",
      "b0",
      "b1",
      "\uffff0",
      "\u{10000}0",
    ]);
  });

  it("ends with a summary", () => {
    expect(renderDiagnostics([inFile("b", 1, "warning"), inFile("a", 0, "error")])).toBe(
      [
        "error[E203]: a0",
        " --> a:1:1",
        "  |",
        "1 | abc",
        "  | ^",
        "",
        "warning[E203]: b1",
        " --> b:1:2",
        "  |",
        "1 | abc",
        "  |  ^",
        "",
        "1 error, 1 warning",
      ].join("\n"),
    );
    expect(renderDiagnostics([])).toBe("");
  });

  it.each([
    [["error", "error", "warning"], "2 errors, 1 warning"],
    [["note", "warning", "warning"], "2 warnings, 1 note"],
    [[], "0 errors"],
  ] as const)("summarizes %j", (severities, expected) => {
    expect(summarizeDiagnostics(severities.map((severity) => inFile("a", 0, severity)))).toBe(expected);
  });
});

describe("diagnosticToJson", () => {
  it("gives lines and columns from 1, columns in code points", () => {
    const diagnostic = errorAt("x\r\n😀adn\ny", "adn\ny", { label: "l", help: "h" });
    expect(diagnosticToJson(diagnostic)).toEqual({
      code: "E203",
      severity: "error",
      message: "found something",
      file: "rules/whoami.toml",
      line: 2,
      column: 2,
      endLine: 3,
      endColumn: 2,
      label: "l",
      help: "h",
    });
  });

  it("gives null for what isn't there", () => {
    expect(diagnosticToJson({ code: "E502", severity: "error", message: "m" })).toEqual({
      code: "E502",
      severity: "error",
      message: "m",
      file: null,
      line: null,
      column: null,
      endLine: null,
      endColumn: null,
      label: null,
      help: null,
    });
  });
});
