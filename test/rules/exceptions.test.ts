import { array, assert, constantFrom, property, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { printExpression, printQuery } from "../../src/language/printer.ts";
import { parseQuery } from "../../src/language/parser.ts";
import { resolveQuery } from "../../src/language/resolution.ts";
import type { Query } from "../../src/language/syntax.ts";
import { evaluateCondition, evaluateQuery } from "../../src/reference/evaluator.ts";
import { parseDocument } from "../../src/reference/document.ts";
import { noneOf } from "../../src/rules/exception-condition.ts";
import { exceptEvents } from "../../src/rules/exception-filter.ts";
import type { ExceptionEntry, ExceptionItem } from "../../src/rules/exception-item.ts";
import { wildcardTest } from "../../src/rules/exception-wildcard.ts";

const span = { start: 0, end: 4 };

function item(entries: readonly ExceptionEntry[], systems: ExceptionItem["os_types"] = []): ExceptionItem {
  return { list_id: "l", namespace_type: "single", entries: [...entries], os_types: [...systems] };
}

const match = (field: string, value: string, operator: "included" | "excluded" = "included") =>
  ({ type: "match", field, value, operator }) as const;

function queryOf(text: string): Query {
  const { query } = parseQuery(text);
  if (query === null) throw new Error(`no query: ${text}`);
  return query;
}

function documentOf(value: unknown) {
  const document = parseDocument(JSON.stringify(value));
  if (document === null) throw new Error("no document");
  return document;
}

/** True if an event with these fields is kept. */
function keeps(items: readonly ExceptionItem[], fields: unknown): boolean {
  const query = exceptEvents(queryOf("any where true"), items);
  if (query.kind !== "event") throw new Error("no event query");
  return evaluateQuery(query, documentOf(fields)).matches;
}

describe("the condition of exceptions", () => {
  it.each<[name: string, entry: ExceptionEntry, expected: string]>([
    ["match", match("a.b", "x*"), 'not (?a.b != null and ?a.b == "x*")'],
    ["match, excluded", match("a", "x", "excluded"), 'not not (?a != null and ?a == "x")'],
    [
      "match_any",
      { type: "match_any", field: "a", operator: "included", value: ["x", "y"] },
      'not (?a != null and ?a in ("x", "y"))',
    ],
    [
      "match_any of one",
      { type: "match_any", field: "a", operator: "included", value: ["x"] },
      'not (?a != null and ?a == "x")',
    ],
    ["exists", { type: "exists", field: "a", operator: "included" }, "not ?a != null"],
    ["exists, excluded", { type: "exists", field: "a", operator: "excluded" }, "not not ?a != null"],
    [
      "wildcard",
      { type: "wildcard", field: "a", operator: "included", value: String.raw`C:\\x\\?.*` },
      String.raw`not (?a != null and ?a like "C:\\x\\?.*")`,
    ],
    [
      "an escaped wildcard",
      { type: "wildcard", field: "a", operator: "included", value: String.raw`\*.(x)?` },
      String.raw`not (?a != null and ?a regex "\\*\\.\\(x\\).")`,
    ],
    [
      "nested",
      { type: "nested", field: "a.b", entries: [match("c", "x"), match("d", "y", "excluded")] },
      'not (?a.b.c != null and ?a.b.c == "x" and not (?a.b.d != null and ?a.b.d == "y"))',
    ],
    ["a field without case", match("a.caseless", "x"), 'not (?a != null and ?a in~ ("x"))'],
    [
      "a wildcard without case",
      { type: "wildcard", field: "a.caseless", operator: "included", value: "x*" },
      'not (?a != null and ?a : "x*")',
    ],
    ["another form of a field", match("a.keyword", "x"), 'not (?a != null and ?a == "x")'],
    ["a form that is there", { type: "exists", field: "a.text", operator: "included" }, "not ?a != null"],
    [
      "a field that is called text",
      match("process.io.text", "x"),
      'not (?process.io.text != null and ?process.io.text == "x")',
    ],
  ])("says what %s is", (_name, entry, expected) => {
    const condition = noneOf([item([entry])], span);
    expect(condition && printExpression(condition)).toBe(expected);
  });

  it("joins entries by `and`, items by `or`, and systems before both", () => {
    const items = [item([match("a", "x"), match("b", "y")], ["linux", "macos"]), item([match("c", "z")])];
    const condition = noneOf(items, span);
    expect(condition && printExpression(condition)).toBe(
      'not ((?host.os.type != null and ?host.os.type in ("linux", "macos") or ' +
        '?host.os.name != null and ?host.os.name in~ ("linux", "macos")) and ' +
        '?a != null and ?a == "x" and ?b != null and ?b == "y" or ?c != null and ?c == "z")',
    );
    expect(noneOf([], span)).toBeNull();
  });

  it("has the place of the condition it is added to", () => {
    const text = 'any where a == "x"';
    const query = exceptEvents(queryOf(text), [item([match("b", "y")])]);
    if (query.kind !== "event" || query.condition.kind !== "and") throw new Error("no `and`");
    const [written, added] = query.condition.operands;
    expect(text.slice(added?.span.start, added?.span.end)).toBe('a == "x"');
    expect(written?.span).toEqual(added?.span);
  });

  it.each<[name: string, items: readonly ExceptionItem[], fields: unknown, kept: boolean]>([
    ["all entries match", [item([match("a", "x"), match("b", "y")])], { a: "x", b: "y" }, false],
    ["one entry doesn't", [item([match("a", "x"), match("b", "y")])], { a: "x", b: "z" }, true],
    ["one item of two matches", [item([match("a", "x")]), item([match("b", "y")])], { b: "y" }, false],
    ["a match in another case", [item([match("a", "x")])], { a: "X" }, true],
    ["a field without case", [item([match("a.caseless", "x")])], { a: "X" }, false],
    ["an element of an array", [item([match("a", "x")])], { a: ["w", "x"] }, false],
    ["a number", [item([match("a", "4")])], { a: 4 }, false],
    ["an address range", [item([match("a", "10.0.0.0/8")])], { a: "10.1.2.3" }, false],
    ["an excluded value that is there", [item([match("a", "x", "excluded")])], { a: "x" }, true],
    ["an excluded value that isn't", [item([match("a", "x", "excluded")])], {}, false],
    ["another system", [item([match("a", "x")], ["linux"])], { a: "x", "host.os.type": "windows" }, true],
    ["its system", [item([match("a", "x")], ["linux"])], { a: "x", "host.os.type": "linux" }, false],
    ["its system by name", [item([match("a", "x")], ["macos"])], { a: "x", host: { os: { name: "macOS" } } }, false],
  ])("decides %s", (_name, items, fields, kept) => {
    expect(keeps(items, fields)).toBe(kept);
  });

  it.each(["included", "excluded"] as const)(
    "takes an unlisted field of a closed schema for absent: %s",
    (operator) => {
      const items = [
        item([
          match("a", "x", operator),
          { type: "match_any", field: "a", operator, value: ["x", "y"] },
          { type: "wildcard", field: "a", operator, value: "x*" },
          { type: "exists", field: "a", operator },
        ]),
      ];
      const excepted = exceptEvents(queryOf("any where true"), items);
      const { query, diagnostics } = resolveQuery(excepted, { fields: new Map() });
      expect(diagnostics).toEqual([]);
      if (query?.kind !== "event") throw new Error("no event query");
      expect(evaluateQuery(query, documentOf({})).matches).toBe(operator === "included");
    },
  );
});

/** Lucene's meaning, by a JavaScript pattern. */
function meaning(pattern: string): RegExp {
  const source = pattern.replaceAll(/\\([^])|[^]/gu, (part: string, escaped: string | undefined) => {
    if (part === "*") return "[^]*";
    return part === "?" ? "[^]" : `\\u{${(escaped ?? part).codePointAt(0)?.toString(16)}}`;
  });
  return new RegExp(`^${source}$`, "u");
}

describe("wildcards of exceptions", () => {
  it("are Lucene's, whatever they are lowered to", () => {
    const field = { kind: "field", path: "a", optional: false, span } as const;
    const characters = constantFrom(
      "*",
      "?",
      "\\",
      "a",
      "d",
      ".",
      "(",
      "]",
      "{",
      '"',
      "#",
      "@",
      "&",
      "<",
      "~",
      "^",
      "-",
      "é",
      "😀",
      "\n",
    );
    const texts = array(characters, { maxLength: 6 }).map((list) => list.join(""));
    assert(
      property(texts, texts, string(), (pattern, value, other) => {
        // A value near the pattern: its wildcards filled in, its escapes taken.
        const near = pattern.replaceAll(/\\([^])/gu, "$1");
        for (const candidate of [value, other, near, near.replaceAll("?", "x"), near.replaceAll("*", "")]) {
          const document = documentOf({ a: candidate });
          const verdict = evaluateCondition(wildcardTest(field, pattern, false, span), document);
          expect([pattern, candidate, verdict]).toEqual([
            pattern,
            candidate,
            meaning(pattern).test(candidate.toWellFormed()),
          ]);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    [String.raw`a\\b`, String.raw`?a like "a\\b"`],
    ["a\\", String.raw`?a like "a\\"`],
    [String.raw`a\\*`, String.raw`?a like "a\\*"`],
    [String.raw`a\\\*`, String.raw`?a regex "a\\\\\\*"`],
    [String.raw`\d`, '?a like "d"'],
    [String.raw`d\?*`, String.raw`?a regex "d\\?.*"`],
  ])("reads %s", (pattern, expected) => {
    const field = { kind: "field", path: "a", optional: true, span } as const;
    expect(printExpression(wildcardTest(field, pattern, false, span))).toBe(expected);
  });
});

describe("exceptEvents", () => {
  const items = [item([match("a", "x")])];
  const added = 'not (?a != null and ?a == "x")';

  it.each([
    ["an event query", "any where b == 1", `any where b == 1 and ${added}`],
    ["a chain of conditions", "any where b and c | head 3", `any where b and c and ${added} | head 3`],
    ["an alternative", "any where b or c", `any where (b or c) and ${added}`],
    [
      "every stage of a sequence, missing ones and `until`",
      "sequence by k with maxspan=1m [p where b] with runs=2 ![q where c] [r where d] until [s where e]",
      `sequence by k with maxspan=1m [p where b and ${added}] with runs=2 ![q where c and ${added}] ` +
        `[r where d and ${added}] until [s where e and ${added}]`,
    ],
    [
      "every stage of a sample",
      "sample by k [p where b] [q where c]",
      `sample by k [p where b and ${added}] [q where c and ${added}]`,
    ],
  ])("adds to %s", (_name, text, expected) => {
    expect(printQuery(exceptEvents(queryOf(text), items))).toBe(printQuery(queryOf(expected)));
  });

  it("leaves a query without exceptions as it is", () => {
    const query = queryOf("any where b");
    expect(exceptEvents(query, [])).toBe(query);
  });
});
