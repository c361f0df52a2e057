import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitCommandLine } from "../../src/evaluate/command-line-arguments.ts";

describe("splitCommandLine", () => {
  it.each<[string, readonly string[]]>([
    ["", []],
    ["cmd.exe", ["cmd.exe"]],
    ["cmd.exe /c  dir\t/b ", ["cmd.exe", "/c", "dir", "/b"]],
    ['"C:\\Program Files\\a.exe" x', ["C:\\Program Files\\a.exe", "x"]],
    ['C:\\"Program Files"\\a.exe x', ["C:\\Program Files\\a.exe", "x"]],
    ['"C:\\dir\\" x', ["C:\\dir\\", "x"]],
    ['a" b" c', ["a b", "c"]],
    ['"a', ["a"]],
    [" a b", ["", "a", "b"]],
    ['x "abc" d e', ["x", "abc", "d", "e"]],
    ['x a\\\\b d"e f"g h', ["x", "a\\\\b", "de fg", "h"]],
    ['x a\\\\\\"b c d', ["x", 'a\\"b', "c", "d"]],
    ['x a\\\\\\\\"b c" d e', ["x", "a\\\\b c", "d", "e"]],
    ['x a"b"" c d', ["x", 'ab" c d']],
    ['x "a""b"', ["x", 'a"b']],
    ['x "" y', ["x", "", "y"]],
    ['x """" y', ["x", '"', "y"]],
    ['x "a\\\\" b', ["x", "a\\", "b"]],
    ["x a\\ b", ["x", "a\\", "b"]],
    ["x \\\\server\\share\\", ["x", "\\\\server\\share\\"]],
    ["x a\nb\u00a0c", ["x", "a\nb\u00a0c"]],
    ["x a\0b", ["x", "a\0b"]],
  ])("splits %j", (line, args) => {
    expect(splitCommandLine(line)).toEqual(args);
  });

  it("takes apart what is put together by the rules", () => {
    const argument = fc.string({ unit: fc.constantFrom("a", " ", "\t", '"', "\\", "é"), maxLength: 12 });
    fc.assert(
      fc.property(fc.array(argument, { maxLength: 6 }), (args) => {
        expect(splitCommandLine(["x", ...args.map(quote)].join(" "))).toEqual(["x", ...args]);
      }),
    );
  });

  it("takes time linear in the line", () => {
    const line = `x ${'\\"'.repeat(500_000)}${"\\".repeat(500_000)}`;
    expect(splitCommandLine(line)).toEqual(["x", `${'"'.repeat(500_000)}${"\\".repeat(500_000)}`]);
  });
});

/** As programs do that start others. */
function quote(argument: string): string {
  const escaped = argument.replaceAll(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, "$1$1");
  return `"${escaped}"`;
}
