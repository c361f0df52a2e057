import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { childrenOf } from "../../src/language/expression.ts";
import { filtersOf } from "../../src/language/filters.ts";
import { parseQuery } from "../../src/language/parser.ts";
import { printQuery } from "../../src/language/printer.ts";
import { resolveQuery } from "../../src/language/resolution.ts";
import type { Schema } from "../../src/language/schema.ts";
import type { Expression, Query } from "../../src/language/syntax.ts";
import { queryArbitrary } from "./arbitrary.ts";

function schemaOf(...names: readonly string[]): Schema {
  return { fields: new Map(names.map((name) => [name, { type: "keyword", formats: [], nullValue: null }])) };
}

const schema = schemaOf("x", "y", "process.name", "process.pid", "odd`name");

function parsed(text: string): Query {
  const { query, diagnostics } = parseQuery(text, { schema: "closed" });
  if (query === null) throw new Error(diagnostics.map(({ message }) => message).join("; "));
  return query;
}

function resolved(text: string, ownFields: readonly string[] = []): Query {
  const { query, diagnostics } = resolveQuery(parsed(text), schema, ownFields);
  if (query === null) throw new Error(diagnostics.map(({ message }) => message).join("; "));
  return query;
}

/** Each as code, the text at its place, message and label. */
function mistakesOf(text: string, some: Schema | null = schema, ownFields: readonly string[] = []): readonly string[] {
  const { query, diagnostics } = resolveQuery(parsed(text), some, ownFields);
  expect(query === null).toBe(diagnostics.length > 0);
  return diagnostics.map(({ code, span, message, label }) => {
    const place = text.slice(span?.start, span?.end);
    return `${code} «${place}» ${message}${label === undefined ? "" : ` – ${label}`}`;
  });
}

describe("an optional field that the schema doesn't list is null", () => {
  it.each([
    ["?u", "null"],
    ["not ?u", "not null"],
    ['?u == "a"', "null"],
    ['"a" == ?u', "null"],
    ['?u != "a"', "null"],
    ["?u == null", "true"],
    ["null != ?u", "false"],
    ["?u == ?w", "true"],
    ["?u != ?w", "false"],
    ["?u < ?w", "null"],
    ["?u == x", "null == x"],
    ["x != ?u", "x != null"],
    ["?u == ?x", "null == ?x"],
    ["?u == (x > 1)", "null == (x > 1)"],
    ["?u > x", "null"],
    ['?u : ("a", "b")', "null"],
    ['?u regex "a"', "null"],
    ['?u in ("a", x)', "null"],
    ['x in (?u, "a")', 'x in (null, "a")'],
    ['?u not in ("a")', "not null"],
    ["-?u == 1", "null"],
    ["?u + 1 == x", "null == x"],
    ["length(?u) == 1", "null"],
    ["length(?u) == length(?w)", "true"],
    ["startsWith(x, ?u)", "null"],
    ["substring(x, ?u) == null", "substring(x, null) == null"],
    ["indexOf(x, ?u) == null", "true"],
    ["number(x, ?u) == 5", "number(x, null) == 5"],
    ['(?u == "a") == true', "null"],
    ["(?u == null) == true", "true == true"],
    ['?u : "a" or x : "b"', 'null or x : "b"'],
    ['not (?u : "a" and x : "b")', 'not (null and x : "b")'],
    ["?x == 1", "?x == 1"],
    ["?`odd``name` == 1", "?`odd``name` == 1"],
    ["?`process.name` == 1", "?process.name == 1"],
  ])("%s becomes %s", (condition, expected) => {
    // Both are printed, so that the table may be written freely.
    expect(printQuery(resolved(`any where ${condition}`))).toBe(printQuery(parsed(`any where ${expected}`)));
  });

  it("in every stage, and in until", () => {
    const query = resolved(
      "sequence with maxspan=1m [a where ?u == null] [b where ?u] ![c where not ?w] until [d where ?w != null]",
    );
    expect(filtersOf(query).map(({ condition }) => condition)).toMatchObject([
      { kind: "literal", value: true },
      { kind: "literal", value: null },
      { kind: "not", operand: { kind: "literal", value: null } },
      { kind: "literal", value: false },
    ]);
  });

  it("keeps its place", () => {
    const text = "any where x == 1 and not ?unknown";
    const [filter] = filtersOf(resolved(text));
    const places: string[] = [];
    const visit = (part: Expression): void => {
      if (part.kind === "literal" && part.value === null) places.push(text.slice(part.span.start, part.span.end));
      for (const child of childrenOf(part)) visit(child);
    };
    if (filter !== undefined) visit(filter.condition);
    expect(places).toEqual(["?unknown"]);
  });
});

describe("join keys", () => {
  it("are marked where they are optional and not listed", () => {
    const query = resolved("sequence by ?u, x [a where true] by ?y [b where true] by ?w until [c where true] by x");
    if (query.kind !== "sequence") throw new Error("no sequence");
    const marks = [...query.stages, ...(query.until === null ? [] : [query.until])].map(({ keys }) =>
      keys.map(({ path, unlisted = false }) => [path, unlisted]),
    );
    expect(marks).toEqual([
      [
        ["u", true],
        ["x", false],
        ["y", false],
      ],
      [
        ["u", true],
        ["x", false],
        ["w", true],
      ],
      [
        ["u", true],
        ["x", false],
        ["x", false],
      ],
    ]);
  });

  it("are marked in samples", () => {
    const query = resolved("sample by ?u [a where true] [b where true]");
    if (query.kind !== "sample") throw new Error("no sample");
    expect(query.stages.map(({ keys }) => keys.map(({ unlisted }) => unlisted))).toEqual([[true], [true]]);
  });
});

describe("an unknown field without ? is an error", () => {
  it.each<[string, ...string[]]>([
    ["any where proces.name == 1", "E309 «proces.name» unknown field `proces.name` – did you mean `process.name`?"],
    ["any where zzzzzz == 1", "E309 «zzzzzz» unknown field `zzzzzz`"],
    ["any where startsWith(x, zz)", "E309 «zz» unknown field `zz`"],
    [
      'any where z.z == 1 and (not zz : "a" or length(x + zzz) == 1)',
      "E309 «z.z» unknown field `z.z`",
      "E309 «zz» unknown field `zz`",
      "E309 «zzz» unknown field `zzz`",
    ],
    ["any where toString == 1", "E309 «toString» unknown field `toString`"],
    ["any where __proto__ == 1", "E309 «__proto__» unknown field `__proto__`"],
    ["sequence by zz [a where true] [b where true]", "E309 «zz» unknown field `zz`"],
    [
      "sequence [a where true] by x [b where true] by zz until [c where true] by proces.pid",
      "E309 «zz» unknown field `zz`",
      "E309 «proces.pid» unknown field `proces.pid` – did you mean `process.pid`?",
    ],
    ["sample by zz [a where true] [b where zzz]", "E309 «zz» unknown field `zz`", "E309 «zzz» unknown field `zzz`"],
  ])("%s", (text, ...expected) => {
    expect(mistakesOf(text)).toEqual(expected);
  });

  it("but for the rule's own", () => {
    expect(mistakesOf('any where t == 1 and c : "a"', schema, ["t", "c"])).toEqual([]);
    expect(mistakesOf("any where ?t == 1 and tt == 1", schema, ["t"])).toEqual([
      "E309 «tt» unknown field `tt` – did you mean `t`?",
    ]);
    expect(printQuery(resolved("any where not ?t == 1", ["t"]))).toBe("any where not ?t == 1");
  });
});

describe("a field compared with a field", () => {
  it.each<[string, ...string[]]>([
    ["any where ?x == ?y", "E303 «?y» `==` can't compare a field with a field – a constant is expected here"],
    ["any where x == ?y", "E303 «?y» `==` can't compare a field with a field – a constant is expected here"],
    [
      "any where ?x in (1, ?u, length(?y), y)",
      "E303 «length(?y)» `in` can't compare a field with a field – this mentions a field, as the left side does",
    ],
    ["any where concat(?u, x) == ?y"],
    ["any where ?u == ?w and ?u == x"],
  ])("is seen when the fields are known: %s", (text, ...expected) => {
    expect(mistakesOf(text)).toEqual(expected);
  });

  it("is an error with any optional field in the open schema", () => {
    expect(mistakesOf("any where ?u == ?w", null)).toEqual([
      "E303 «?w» `==` can't compare a field with a field – a constant is expected here",
    ]);
    expect(parseQuery("any where ?u == ?w").diagnostics.map(({ code }) => code)).toEqual(["E303"]);
    expect(parseQuery("any where ?u == w").diagnostics.map(({ code }) => code)).toEqual(["E303"]);
    expect(parseQuery("any where length(?u) in (1, w)").diagnostics.map(({ code }) => code)).toEqual(["E303"]);
  });

  it("is told by the parser where no optional field decides", () => {
    const { diagnostics } = parseQuery("any where x == y and x in (?u, y)", { schema: "closed" });
    expect(diagnostics.map(({ code, span }) => [code, span?.start])).toEqual([
      ["E303", 15],
      ["E303", 27],
    ]);
  });

  it("is told once", () => {
    expect(parseQuery("any where x in (?u, y)").diagnostics).toHaveLength(1);
  });
});

describe("whatever the query", () => {
  it("the open schema leaves it as it is", () => {
    fc.assert(
      fc.property(queryArbitrary(), (query) => {
        // Two optional fields that are compared are the one thing that it may find.
        const { query: settled, diagnostics } = resolveQuery(query, null);
        expect(settled ?? query).toEqual(query);
        expect(diagnostics.every(({ code }) => code === "E303")).toBe(true);
        expect(diagnostics.length > 0).toBe(settled === null);
      }),
    );
  });

  it("a schema that lists all its fields leaves it as it is, and an empty one leaves no field without an error", () => {
    fc.assert(
      fc.property(queryArbitrary(), (query) => {
        const stages = query.kind === "event" ? [] : query.stages;
        const until = query.kind === "sequence" && query.until !== null ? [query.until] : [];
        const paths = new Set([...stages, ...until].flatMap(({ keys }) => keys.map(({ path }) => path)));
        const visit = (part: Expression): void => {
          if (part.kind === "field") paths.add(part.path);
          for (const child of childrenOf(part)) visit(child);
        };
        for (const { condition } of filtersOf(query)) visit(condition);
        const full = resolveQuery(query, schemaOf(...paths));
        expect(full.query).toEqual(resolveQuery(query, null).query);

        const empty = resolveQuery(query, schemaOf());
        paths.clear();
        if (empty.query !== null) for (const { condition } of filtersOf(empty.query)) visit(condition);
        expect([...paths]).toEqual([]);
      }),
    );
  });
});
