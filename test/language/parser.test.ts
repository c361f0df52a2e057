import { describe, expect, it } from "vitest";
import { parseQuery } from "../../src/language/parser.ts";
import type { Constant, EventQuery, Expression, Query } from "../../src/language/syntax.ts";

/** The condition with all parentheses that its tree has. */
function show(expression: Expression): string {
  switch (expression.kind) {
    case "literal":
      return showConstant(expression.value);
    case "field":
      return `${expression.optional ? "?" : ""}<${expression.path}>`;
    case "call":
      return `${expression.name}${expression.ignoreCase ? "~" : ""}(${expression.args.map(show).join(", ")})`;
    case "negative":
      return `(-${show(expression.operand)})`;
    case "arithmetic":
    case "comparison":
      return `(${show(expression.left)} ${expression.operator} ${show(expression.right)})`;
    case "membership":
      return `(${show(expression.value)} in${expression.ignoreCase ? "~" : ""} ${expression.items.map(show).join(", ")})`;
    case "wildcard":
    case "regex": {
      const tilde = expression.ignoreCase ? "~" : "";
      return `(${show(expression.value)} ${expression.kind}${tilde} ${expression.patterns.map(show).join(", ")})`;
    }
    case "not":
      return `(not ${show(expression.operand)})`;
    case "and":
    case "or":
      return `(${expression.operands.map(show).join(` ${expression.kind} `)})`;
    default:
      return expression satisfies never;
  }
}

function showConstant(value: Constant): string {
  return typeof value === "bigint" ? `${value}n` : typeof value === "string" ? JSON.stringify(value) : String(value);
}

function parse(text: string): Query {
  const { query, diagnostics } = parseQuery(text);
  expect(diagnostics).toEqual([]);
  if (query === null) throw new Error("no query");
  return query;
}

function parseEvent(text: string): EventQuery {
  const query = parse(text);
  if (query.kind !== "event") throw new Error(`a ${query.kind}`);
  return query;
}

describe("precedence", () => {
  it.each([
    ["a or b and c", "(<a> or (<b> and <c>))"],
    ["a and b or c and d", "((<a> and <b>) or (<c> and <d>))"],
    ["a and b and c", "(<a> and <b> and <c>)"],
    ["a and (b and c)", "(<a> and <b> and <c>)"],
    ["(a and b) and (c or d)", "(<a> and <b> and (<c> or <d>))"],
    ["not a and b", "((not <a>) and <b>)"],
    ["not a == 1", "(not (<a> == 1))"],
    ["not not a", "(not (not <a>))"],
    ["a + 2 * 3 == 1", "((<a> + (2 * 3)) == 1)"],
    ["a - 1 - 2 == 1", "(((<a> - 1) - 2) == 1)"],
    ["a - (1 - 2) == 1", "((<a> - (1 - 2)) == 1)"],
    ["1 <= a % 2 / 3", "(1 <= ((<a> % 2) / 3))"],
    ["-a * 2 > -1", "(((-<a>) * 2) > -1)"],
    ["-(a + 1) == +2", "((-(<a> + 1)) == 2)"],
    ["--5 == -(-(a))", "(5 == (-(-<a>)))"],
    ["a -1 == 0", "((<a> - 1) == 0)"],
    ["1 + a in (2) == true", "((1 + (<a> in 2)) == true)"],
    ["-a in (2) == true", "((-(<a> in 2)) == true)"],
    ['a : "x" == false', '((<a> wildcard~ "x") == false)'],
    ["null == (a > -1)", "(null == (<a> > -1))"],
    ["(a in (1)) in (true)", "((<a> in 1) in true)"],
  ])("of %s", (text, tree) => {
    expect(show(parseEvent(`any where ${text}`).condition)).toBe(tree);
  });
});

describe("predicates", () => {
  it.each([
    ['a : "x"', '(<a> wildcard~ "x")'],
    ['a : ("x", """y""")', '(<a> wildcard~ "x", "y")'],
    ['a like~ ("x")', '(<a> wildcard~ "x")'],
    ['a like "X*"', '(<a> wildcard "X*")'],
    ['a regex "x+"', '(<a> regex "x+")'],
    ['a regex~ ("x", "y")', '(<a> regex~ "x", "y")'],
    ['a in ("x", 1, null, true, 2 + 3)', '(<a> in "x", 1, null, true, (2 + 3))'],
    ['a in~ ("x")', '(<a> in~ "x")'],
    ['a not in ("x")', '(not (<a> in "x"))'],
    ['a not in~ ("x")', '(not (<a> in~ "x"))'],
    ["note not in (1) and net - 1 > 2", "((not (<note> in 1)) and ((<net> - 1) > 2))"],
    ['"x" in (a, b)', '("x" in <a>, <b>)'],
    ['CIDRmatch(a, "10.0.0.0/8")', 'cidrMatch(<a>, "10.0.0.0/8")'],
    ['startsWith ~ (a, "x")', null],
    ['startswith~(a, "x")', 'startsWith~(<a>, "x")'],
    ['concat (a, ":", ?b) == "x"', '(concat(<a>, ":", ?<b>) == "x")'],
    ["length(string(a)) > 1", "(length(string(<a>)) > 1)"],
    ["stringContains(a, b) == (not c)", null],
  ])("%s", (text, tree) => {
    const { query } = parseQuery(`any where ${text}`);
    expect(query?.kind === "event" ? show(query.condition) : null).toBe(tree);
  });
});

describe("names", () => {
  it.each([
    ["process.name", "<process.name>"],
    ["@timestamp", "<@timestamp>"],
    ["_a1.B_2", "<_a1.B_2>"],
    ["?a.b", "?<a.b>"],
    ["? a.b", "?<a.b>"],
    ["a . b", "<a.b>"],
    ["`a b`.c.`d-e`", "<a b.c.d-e>"],
    ["?`a``b`", "?<a`b>"],
    ["`and`", "<and>"],
    ["a.and.in", "<a.and.in>"],
    ["`any`.where", "<any.where>"],
    ["``", "<>"],
    ["`TRUE`", "<TRUE>"],
    ["startsWith", "<startsWith>"],
    ["head", "<head>"],
  ])("%s", (text, tree) => {
    expect(show(parseEvent(`any where ${text}`).condition)).toBe(tree);
  });

  it.each([
    ["process where true", "process"],
    ["any where true", null],
    ['"any" where true', "any"],
    ['"a b" where true', "a b"],
    ['"""x\\y""" where true', "x\\y"],
    ["\ufeff  // first\n/* second /* inner */ */ file where true", "file"],
  ])("the category of %s", (text, category) => {
    expect(parseEvent(text).category).toBe(category);
  });
});

describe("constants", () => {
  it.each([
    ["0", "0"],
    ["007", "7"],
    ["5.0", "5"],
    ["5.", "5"],
    [".5", "0.5"],
    ["1e3", "1000"],
    ["1.5E+1", "15"],
    ["25e-1", "2.5"],
    ["100e-2", "1"],
    ["-0.0", "0"],
    ["-1", "-1"],
    ["9007199254740991", "9007199254740991"],
    ["9007199254740992", "9007199254740992n"],
    ["-9007199254740993", "-9007199254740993n"],
    ["9007199254740993.000", "9007199254740993n"],
    ["1e22", "10000000000000000000000n"],
    ["12345678901234567890123.5", "1.2345678901234568e+22"],
    ["1e400", "Infinity"],
    ["-1e400", "-Infinity"],
    ["0e999999999999999999999", "0"],
    ["1e-999999999999999999999", "0"],
    ["1e999999999999999999999", "Infinity"],
    ["1" + "0".repeat(308), `1${"0".repeat(308)}n`],
    ["1" + "0".repeat(309), "Infinity"],
    ["true", "true"],
    ["null", "null"],
    ['""', '""'],
    ['"\\b\\t\\n\\f\\r\\"\\\'\\\\"', String.raw`"\b\t\n\f\r\"'\\"`],
    ['"\\u{41}\\u{00e9}\\u{1F600}\\u{0001f600}"', '"Aé😀😀"'],
    ['"it\'s // no /* comment"', '"it\'s // no /* comment"'],
    ['"""C:\\x\\"y"""', '"C:\\\\x\\\\\\"y"'],
    ['""""""', '""'],
    ['"""""""', '"\\""'],
    ['""""""""', '"\\"\\""'],
    ['""""a""', null],
    ['"""a""""', '"a\\""'],
    ['"""a"""""', '"a\\"\\""'],
    ['"""say ""hi"" now"""', '"say \\"\\"hi\\"\\" now"'],
    ['"\ud800"', '"\ufffd"'],
    ['"""\udc00"""', '"\ufffd"'],
  ])("%s", (text, constant) => {
    const { query } = parseQuery(`any where a == ${text}`);
    const right = query?.kind === "event" && query.condition.kind === "comparison" ? query.condition.right : null;
    expect(right?.kind === "literal" ? showConstant(right.value) : null).toBe(constant);
  });
});

describe("spans", () => {
  const text = 'any where (a == 1) and not foo : ("x", "y") or -(b + 2) < length(c[0])';

  it("cover what the nodes were read from, and no parentheses around them", () => {
    const { condition, categorySpan, span } = parseEvent(text.replace("c[0]", '"z"'));
    const at = (node: { span: { start: number; end: number } }): string =>
      text.replace("c[0]", '"z"').slice(node.span.start, node.span.end);
    expect(text.slice(categorySpan.start, categorySpan.end)).toBe("any");
    expect(span).toEqual({ start: 0, end: text.length - 1 });
    if (condition.kind !== "or") throw new Error("no or");
    const [left, right] = condition.operands;
    expect(condition.operands.map(at)).toEqual(['(a == 1) and not foo : ("x", "y")', '-(b + 2) < length("z")']);
    if (left?.kind !== "and" || right?.kind !== "comparison") throw new Error("another tree");
    expect(left.operands.map(at)).toEqual(["a == 1", 'not foo : ("x", "y")']);
    expect([right.left, right.right].map(at)).toEqual(["-(b + 2)", 'length("z")']);
    const [, not] = left.operands;
    if (not?.kind !== "not" || not.operand.kind !== "wildcard") throw new Error("another tree");
    expect(not.operand.patterns.map(at)).toEqual(['"x"', '"y"']);
    if (right.left.kind !== "negative" || right.right.kind !== "call") throw new Error("another tree");
    expect(at(right.left.operand)).toBe("b + 2");
    expect(at({ span: right.right.nameSpan })).toBe("length");
  });
});
