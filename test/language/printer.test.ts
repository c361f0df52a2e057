import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseQuery } from "../../src/language/parser.ts";
import { printQuery } from "../../src/language/printer.ts";
import type { Query } from "../../src/language/syntax.ts";
import { eventQueryArbitrary, queryArbitrary, sampleQueryArbitrary, sequenceQueryArbitrary } from "./arbitrary.ts";
import { withoutSpans } from "./spans.ts";

function reprint(text: string): string | null {
  const { query } = parseQuery(text);
  return query === null ? null : printQuery(query);
}

describe("printing and parsing", () => {
  it.each<[string, fc.Arbitrary<Query>]>([
    ["event query", eventQueryArbitrary()],
    ["sequence", sequenceQueryArbitrary()],
    ["sample", sampleQueryArbitrary()],
    ["query with pipes", queryArbitrary({ maxDepth: 1 })],
  ])("are inverse on any %s", (_, queries) => {
    fc.assert(
      fc.property(queries, (query) => {
        const { query: parsed, diagnostics } = parseQuery(printQuery(query));
        expect(diagnostics).toEqual([]);
        expect(withoutSpans(parsed)).toEqual(withoutSpans(query));
      }),
      { numRuns: 1000 },
    );
  });

  it("give the same text again", () => {
    fc.assert(
      fc.property(queryArbitrary({ maxDepth: 2 }), (query) => {
        expect(reprint(printQuery(query))).toBe(printQuery(query));
      }),
    );
  });
});

describe("the canonical text", () => {
  it.each([
    ['process   where /* x */ a:("b") // end', 'process where a : "b"'],
    ["any where ((a == 1) and ((b) or c))", "any where a == 1 and (b or c)"],
    ["any where (a and b) and (c and d)", "any where a and b and c and d"],
    ["any where (a and b) or c", "any where a and b or c"],
    ["any where not (a in (1))", "any where a not in (1)"],
    ["any where not (a == 1)", "any where not a == 1"],
    ["any where not (a and b)", "any where not (a and b)"],
    ["any where (not a) and b", "any where not a and b"],
    ["any where (not a) == true", "any where (not a) == true"],
    ["any where (a == 1) == true", "any where (a == 1) == true"],
    ["any where a - (b - 1) == 1 * (2 + 3)", "any where a - (b - 1) == 1 * (2 + 3)"],
    ["any where (a - b) - 1 == (1 * 2) + 3", "any where a - b - 1 == 1 * 2 + 3"],
    ["any where (-5) in (1)", "any where (-5) in (1)"],
    ["any where -(a + b) == -5 - -(1)", "any where -(a + b) == -5 - -1"],
    ["any where -(a - -b) == 1", "any where -(a - -b) == 1"],
    ["any where (a + 1) in (1)", "any where (a + 1) in (1)"],
    ['any where a like~ "x" and b LIKE~ "y"', null],
    ['any where a like~ "x"', 'any where a : "x"'],
    ['any where STARTSWITH~(?a, """\\"x""")', 'any where startsWith~(?a, "\\\\\\"x")'],
    ["`and` where true", null],
    ['"and" where `any`.`b c` == `TRUE`', null],
    ["any where a < 9272036854775801.8", "any where a < 9272036854775802.1"],
    ['"and" where `any`.`b c` == 1.50e1', '"and" where `any`.`b c` == 15.0'],
    [
      "any where a == 9007199254740993 or a == 1e400 or a == -0",
      "any where a == 9007199254740993 or a == 1e309 or a == 0",
    ],
    ["any where a|head 3 // first\n| tail 1", "any where a | head 3 | tail 1"],
    [
      "sequence by x,?y with maxspan = 5 m\n  [a where (b)] by `z`\n  ![c where d] by `by` with runs = 1 until[e where f]by g|tail 0",
      "sequence by x, ?y with maxspan=5m [a where b] by z ![c where d] by `by` until [e where f] by g | tail 0",
    ],
    ["sequence [a where b] with runs=25", "sequence [a where b] with runs=25"],
    ['sequence ["a" where b] ["any" where b]', 'sequence [a where b] ["any" where b]'],
    ["sample by x [a where b]by y[c where d] by z", "sample by x [a where b] by y [c where d] by z"],
    ['any where a == "\\u{1b}\\n"', 'any where a == "\\u{1b}\\n"'],
  ])("of %s", (text, canonical) => {
    expect(reprint(text)).toBe(canonical);
  });
});
