import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commentsOf } from "../../src/language/comments.ts";
import { parseQuery } from "../../src/language/parser.ts";
import { printQuery } from "../../src/language/printer.ts";
import { queryArbitrary } from "./arbitrary.ts";

describe("the comments of a query", () => {
  it.each<[string, [string, string][]]>([
    ["any where true", []],
    ["any where true // why", [["// why", "why"]]],
    [
      "// a \r\nany where true//b",
      [
        ["// a ", "a"],
        ["//b", "b"],
      ],
    ],
    [
      "//\nany where /**/ true /*/*/**/*/*/",
      [
        ["//", ""],
        ["/**/", ""],
        ["/*/*/**/*/*/", "/*/**/*/"],
      ],
    ],
    [
      "any /* one\n two */ where /* a /* b */ // c\n */ true",
      [
        ["/* one\n two */", "one\n two"],
        ["/* a /* b */ // c\n */", "a /* b */ // c"],
      ],
    ],
    ['any where a == "// no" and b : """/* no */""" /* yes */', [["/* yes */", "yes"]]],
    ['any where `// no` == "\\\\" // yes "', [['// yes "', 'yes "']]],
    ["any where a /b // 2 / c", [["// 2 / c", "2 / c"]]],
    ["// a // b", [["// a // b", "a // b"]]],
    ["// only", [["// only", "only"]]],
    [
      "any where a /* never closed */ /* /* */ b",
      [
        ["/* never closed */", "never closed"],
        ["/* /* */ b", "/* */ b"],
      ],
    ],
    ["any where a /*", [["/*", ""]]],
    ["any where a /*/", [["/*/", "/"]]],
    [
      "sequence by x // key\n [a where b /* in */] /* after */ until // end\n [c where d]",
      [
        ["// key", "key"],
        ["/* in */", "in"],
        ["/* after */", "after"],
        ["// end", "end"],
      ],
    ],
    ["\ufeff// first\nany where true", [["// first", "first"]]],
  ])("%j", (text, comments) => {
    expect(commentsOf(text).map(({ span, text: said }) => [text.slice(span.start, span.end), said])).toEqual(comments);
  });

  it("are those that were written between its tokens, whatever its strings look like", () => {
    const strings = ["//", "/*", "*/", "a // b", '"//"', "\\", "/*/* */"];
    const comment = fc.constantFrom("// x\n", "/* x */", "/* /* */ x */", "//\n", "/**/");
    fc.assert(
      fc.property(
        queryArbitrary({ strings, fieldNames: ["a", "b // c", "d/*"], regexes: ["/"] }),
        comment,
        comment,
        (query, a, b) => {
          const text = `${a}${printQuery(query)}${b}`;
          expect(parseQuery(text).diagnostics).toEqual([]);
          expect(commentsOf(text).map(({ span }) => text.slice(span.start, span.end).trim())).toEqual([
            a.trim(),
            b.trim(),
          ]);
        },
      ),
    );
  });

  it("cost time in proportion to the text", () => {
    const many = 200_000;
    expect(commentsOf("/* x */".repeat(many))).toHaveLength(many);
    expect(commentsOf("// x\n".repeat(many))).toHaveLength(many);
    expect(commentsOf(`${"/*".repeat(many)}${"*/".repeat(many)}`)).toHaveLength(1);
    expect(commentsOf("/*".repeat(many))).toHaveLength(1);
    expect(commentsOf("/ ".repeat(many))).toEqual([]);
  });
});
