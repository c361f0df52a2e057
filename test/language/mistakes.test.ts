import { describe, expect, it } from "vitest";
import { helpOf, report } from "./reports.ts";

describe("mistakes: several mistakes", () => {
  it.each<[string, string[]]>([
    [
      "process where a : 'x' adn b = 1 and lenght(c) == and cidrMatch(x) or \"\\q\" == y and z : 5 and f == g",
      [
        "E202 «'x'» a string in single quotes — write `\"x\"`",
        "E203 «adn» expected `and`, `or` or the end of the query, found `adn` — did you mean `and`?",
        "E206 «=» `=` is no equality — did you mean `==`?",
        "E300 «lenght» unknown function `lenght` — did you mean `length`?",
        "E204 «and» expected a value after `==`, found `and`",
        "E301 «cidrMatch» `cidrMatch` takes 2 or more arguments, found 1 — it is called as `cidrMatch(address, range, …)`",
        "E201 «\\q» unknown escape `\\q`",
        'E305 «5» the right side of `:` takes strings, found a number — did you mean `"5"`?',
        "E303 «g» `==` can't compare a field with a field — a constant is expected here",
      ],
    ],
    [
      'process where (a == 1 or b == and c in ("x" "y") adn foo(1, \'z\') and d[0] like "*"',
      [
        "E205 «(» a `(` that is not closed — its `)` is missing",
        "E204 «and» expected a value after `==`, found `and`",
        'E203 «"y"» expected `,` or `)`, found `"y"` — a comma is missing before this',
        "E203 «adn» expected `and`, `or` or `)`, found `adn` — did you mean `and`?",
        "E300 «foo» unknown function `foo`",
        "E202 «'z'» a string in single quotes — write `\"z\"`",
        "E307 «[0]» an index into an array — remove it",
      ],
    ],
    [
      'process wher a regex "(x" && b == "C:\\Users" || !c',
      [
        "E209 «wher» expected `where`, found `wher` — did you mean `where`?",
        "E306 «(» a regular expression with a group that is not closed",
        "E203 «&&» expected `and`, `or` or the end of the query, found `&&` — did you mean `and`?",
        "E201 «\\U» unknown escape `\\U`",
        "E203 «||» expected `and`, `or` or the end of the query, found `||` — did you mean `or`?",
        "E203 «!» expected a condition, found `!` — did you mean `not`?",
      ],
    ],
  ])("%s", (text, reports) => {
    expect(report(text)).toEqual(reports);
  });
});

describe("mistakes: the beginning", () => {
  it.each<[string, string[]]>([
    ["", ["E204 «» the query is empty"]],
    ["  // hi", ["E204 «» the query is empty"]],
    ["process", ["E209 «» expected `where`, found the end of the query"]],
    ["any", ["E209 «» expected `where`, found the end of the query"]],
    ['process.name == "x"', ["E209 «process.name» expected a category and `where`, found `process.name`"]],
    ["length(a) == 1", ["E209 «length» expected a category and `where`, found `length`"]],
    ["not a", ["E209 «not» expected a category and `where`, found `not`"]],
    [
      'process process.name == "x"',
      ["E209 «process.name» expected `where`, found `process.name` — `where` is missing before this"],
    ],
    ["process wehre x == 1", ["E209 «wehre» expected `where`, found `wehre` — did you mean `where`?"]],
    ["process WHERE x == 1", ["E209 «WHERE» expected `where`, found `WHERE` — did you mean `where`?"]],
    ["where x == 1", ["E203 «where» expected a category, found `where`"]],
    ["x.y where a == 1", ["E203 «x.y» expected a category, found `x.y` — a category is one plain name or a string"]],
    ["process where", ["E204 «» expected a condition after `where`, found the end of the query"]],
    ["process /* where", ["E208 «/*» a comment that is not closed — add `*/` where it ends"]],
  ])("%s", (text, reports) => {
    expect(report(text)).toEqual(reports);
  });
});

describe("mistakes: operators of other languages", () => {
  it.each<[string, string[]]>([
    [
      "any where a && b || !c",
      [
        "E203 «&&» expected `and`, `or` or the end of the query, found `&&` — did you mean `and`?",
        "E203 «||» expected `and`, `or` or the end of the query, found `||` — did you mean `or`?",
        "E203 «!» expected a condition, found `!` — did you mean `not`?",
      ],
    ],
    [
      'any where a == 1 AND NOT b == 2 OR c IN ("x")',
      [
        "E203 «AND» expected `and`, `or` or the end of the query, found `AND` — did you mean `and`?",
        "E203 «NOT» expected a condition, found `NOT` — did you mean `not`?",
        "E203 «OR» expected `and`, `or` or the end of the query, found `OR` — did you mean `or`?",
        "E203 «IN» expected an operator, found `IN` — did you mean `in`?",
      ],
    ],
    [
      'any where a NOT IN ("y")',
      [
        "E203 «NOT» expected an operator, found `NOT` — did you mean `not`?",
        "E203 «IN» expected an operator, found `IN` — did you mean `in`?",
      ],
    ],
    [
      'any where a LIKE "x" and b Regex~ "y"',
      [
        "E203 «LIKE» expected an operator, found `LIKE` — did you mean `like`?",
        "E203 «Regex~» expected an operator, found `Regex~` — did you mean `regex~`?",
      ],
    ],
    [
      'any where a <> 1 and b === 2 and c =~ "x" and d => 1',
      [
        "E203 «<>» expected an operator, found `<>` — did you mean `!=`?",
        "E203 «===» expected an operator, found `===` — did you mean `==`?",
        "E203 «=~» expected an operator, found `=~` — did you mean `:`?",
        "E203 «=>» expected an operator, found `=>` — did you mean `>=`?",
      ],
    ],
    [
      'any where a is not null and b is 1 and c contains "x"',
      [
        "E203 «is» expected an operator, found `is` — did you mean `!=`?",
        "E203 «is» expected an operator, found `is` — did you mean `==`?",
        "E203 «contains» expected an operator, found `contains` — did you mean `:`?",
      ],
    ],
    [
      "any where a == TRUE and False",
      [
        "E203 «TRUE» expected a value, found `TRUE` — did you mean `true`?",
        "E203 «False» expected a value, found `False` — did you mean `false`?",
      ],
    ],
    ['any where not like "x"', ["E204 «like» expected a condition after `not`, found `like`"]],
    [
      'any where a not like "y" and b not : "x"',
      ["E203 «not» `not` can't stand before `like`", "E203 «not» `not` can't stand before `:`"],
    ],
    ["any where a nto in (1)", ["E203 «nto» expected an operator, found `nto` — did you mean `not`?"]],
  ])("%s", (text, reports) => {
    expect(report(text)).toEqual(reports);
  });
});

describe("mistakes: connectives", () => {
  it.each<[string, string[]]>([
    [
      "any where a == 1 b == 2",
      ["E203 «b» expected `and`, `or` or the end of the query, found `b` — `and` or `or` is missing before this"],
    ],
    [
      "any where a == 1 oder b == 2",
      ["E203 «oder» expected `and`, `or` or the end of the query, found `oder` — `and` or `or` is missing before this"],
    ],
    [
      'any where a == 1 startsWith(b, "x")',
      [
        "E203 «startsWith» expected `and`, `or` or the end of the query, found `startsWith` — `and` or `or` is missing before this",
      ],
    ],
    [
      "any where a b c d e",
      [
        "E203 «b» expected `and`, `or` or the end of the query, found `b` — `and` or `or` is missing before this",
        "E203 «d» expected `and`, `or` or the end of the query, found `d` — `and` or `or` is missing before this",
      ],
    ],
    ["any where a == 1)", ["E203 «)» a `)` without its `(` — no `(` is open here"]],
    [
      "any where (a == 1 b == 2)",
      ["E203 «b» expected `and`, `or` or `)`, found `b` — `and` or `or` is missing before this"],
    ],
    ["any where a..b == 1", ["E203 «.» expected `and`, `or` or the end of the query, found `.`"]],
    [
      "any where a.5 == 1 and c = 2",
      [
        "E203 «.5» expected `and`, `or` or the end of the query, found `.5` — `and` or `or` is missing before this",
        "E206 «=» `=` is no equality — did you mean `==`?",
      ],
    ],
    ["any where a where b == 1", ["E203 «where» expected `and`, `or` or the end of the query, found `where`"]],
    ['any where a == "x" or "y"', ['E304 «"y"» expected a condition, found a string']],
    ["any where a ] b", ["E203 «]» expected `and`, `or` or the end of the query, found `]`"]],
  ])("%s", (text, reports) => {
    expect(report(text)).toEqual(reports);
  });
});

describe("mistakes: missing operands", () => {
  it.each<[string, string[]]>([
    ["any where a ==", ["E204 «» expected a value after `==`, found the end of the query"]],
    ["any where a == and b", ["E204 «and» expected a value after `==`, found `and`"]],
    ["any where and b", ["E204 «and» expected a condition after `where`, found `and`"]],
    ["any where a or or b", ["E204 «or» expected a condition after `or`, found `or`"]],
    ["any where a and", ["E204 «» expected a condition after `and`, found the end of the query"]],
    [
      'any where a and not .args : "x"',
      [
        "E204 «.» expected a condition after `not`, found `.`",
        "E203 «args» expected `and`, `or` or the end of the query, found `args` — `and` or `or` is missing before this",
      ],
    ],
    ["any where null.pid == 4", ["E203 «.» expected `and`, `or` or the end of the query, found `.`"]],
    ["any where not", ["E204 «» expected a condition after `not`, found the end of the query"]],
    ["any where a : and b", ["E204 «and» expected a pattern after `:`, found `and`"]],
    ["any where a + ", ["E204 «» expected a value after `+`, found the end of the query"]],
    ['any where : "x"', ["E204 «:» expected a condition after `where`, found `:`"]],
    [
      "any where a == not b",
      [
        "E203 «not» expected a value, found `not`",
        "E303 «not b» `==` can't compare a field with a field — this mentions a field, as the left side does",
      ],
    ],
    ["any where a == with", ["E203 «with» expected a value, found the keyword `with`"]],
    ["any where () and a", ["E204 «)» expected a value after `(`, found `)`"]],
    ["any where [a]", ["E203 «[» expected `(`, found `[` — did you mean `(`?"]],
  ])("%s", (text, reports) => {
    expect(report(text)).toEqual(reports);
  });
});

describe("mistakes: brackets", () => {
  it.each<[string, string[]]>([
    ["any where (a == 1", ["E205 «(» a `(` that is not closed — its `)` is missing"]],
    ["any where (a == 1 and (b == 2", ["E205 «(» a `(` that is not closed — its `)` is missing"]],
    [
      'any where a : ("x", "y" and b = 1',
      ["E205 «(» a `(` that is not closed — its `)` is missing", "E206 «=» `=` is no equality — did you mean `==`?"],
    ],
    ['any where a in ("x", 1 or b == 2 or c == 3', ["E205 «(» a `(` that is not closed — its `)` is missing"]],
    ["any where length(a", ["E205 «(» a `(` that is not closed — its `)` is missing"]],
    ['any where (a == "x) and b', ['E201 «"x) and b» a string that is not closed — add `"` where it ends']],
  ])("%s", (text, reports) => {
    expect(report(text)).toEqual(reports);
  });
});

describe("mistakes: lists", () => {
  it.each<[string, string[]]>([
    ['any where a : ("x" "y" "z")', ['E203 «"y"» expected `,` or `)`, found `"y"` — a comma is missing before this']],
    ["any where a in (1 2, 3 4)", ["E203 «2» expected `,` or `)`, found `2` — a comma is missing before this"]],
    ['any where a : ("x", "y",)', ["E204 «,» expected a pattern after `,`, found `)` — remove this comma"]],
    ["any where a in (1,,2)", ["E204 «,» expected a value after `,`, found `,`"]],
    ["any where a in ()", ["E204 «)» expected a value after `(`, found `)`"]],
    ["any where a : ()", ["E204 «)» expected a pattern after `(`, found `)`"]],
    ['any where a : "x", "y"', ["E203 «,» several patterns without parentheses around them"]],
    [
      'any where a like "x" "y" or b = 1',
      [
        'E203 «"y"» several patterns without parentheses around them',
        "E206 «=» `=` is no equality — did you mean `==`?",
      ],
    ],
    ['any where a in "x", "y"', ['E203 «"x"» expected `(`, found `"x"` — the values stand in parentheses']],
    ["any where a in", ["E204 «» expected `(` after `in`, found the end of the query"]],
    [
      'any where process.name ("x", "y")',
      ["E203 «(» expected an operator, found `(` — `:`, `like` or `in` is missing before this"],
    ],
    [
      'any where a : ("x" or "y" or "z") and b = 1',
      [
        "E203 «or» expected `,` or `)`, found `or` — did you mean `,`?",
        "E206 «=» `=` is no equality — did you mean `==`?",
      ],
    ],
    [
      'any where concat(a "x", ) == "y"',
      [
        'E203 «"x"» expected `,` or `)`, found `"x"` — a comma is missing before this',
        "E204 «,» expected an argument after `,`, found `)` — remove this comma",
      ],
    ],
  ])("%s", (text, reports) => {
    expect(report(text)).toEqual(reports);
  });
});

describe("mistakes: strings", () => {
  it.each<[string, string[]]>([
    [
      "any where a == 'x' and b == ?\"y\\z\"",
      [
        "E202 «'x'» a string in single quotes — write `\"x\"`",
        'E202 «?"y\\z"» a raw string of the old `?"…"` form — write `"""y\\z"""`',
      ],
    ],
    [
      'any where a == "x and b\nand c = 2',
      [
        'E201 «"x and b» a string that is not closed — add `"` where it ends',
        "E206 «=» `=` is no equality — did you mean `==`?",
      ],
    ],
    [
      'any where a == """x"" and b\nand c = 2',
      [
        'E201 «"""x"" and b» a string that is not closed — add `"""` where it ends',
        "E206 «=» `=` is no equality — did you mean `==`?",
      ],
    ],
    ['any where a == "C:\\Windows\\System32\\cmd.exe"', ["E201 «\\W» unknown escape `\\W`"]],
    ['any where a == "\\u{110000}\\u{d800}"', ["E201 «\\u{110000}» `\\u{110000}` is beyond the last character"]],
    [
      'any where a == "\\u{d800}" or a == "\\u{9}"',
      [
        "E201 «\\u{d800}» `\\u{d800}` is half of a surrogate pair, no character",
        "E201 «\\u» an escape `\\u` that is not followed by 2 to 8 hexadecimal digits in braces",
      ],
    ],
    ["any where a == “x”", ['E200 «“» unexpected character `“` — did you mean `"`?']],
    ["any where a == 'x", ['E202 «\'x» a string in single quotes — write `"x"`']],
    ["any where `a == 1", ["E200 «`» a backquote without its partner — add one where the name ends"]],
  ])("%s", (text, reports) => {
    expect(report(text)).toEqual(reports);
  });
});

describe("mistakes: numbers and characters", () => {
  it.each<[string, string[]]>([
    ["any where a == 1.2.3.4", ['E207 «1.2.3.4» `1.2.3.4` is no number — an address is a string: `"1.2.3.4"`']],
    ["any where 3com == 1", ["E207 «3com» `3com` is no number — a name that begins with a digit stands in backquotes"]],
    [
      "any where a == 0x10 or a == 1_000",
      [
        "E207 «0x10» `0x10` is no number — write it as `16`",
        "E207 «1_000» `1_000` is no number — a name that begins with a digit stands in backquotes",
      ],
    ],
    [
      "any where a == 1; and b = 2",
      ["E200 «;» unexpected character `;`", "E206 «=» `=` is no equality — did you mean `==`?"],
    ],
    ["any where größe == 1", ["E200 «öße» unexpected character `ö`"]],
    ["any where a == 1", ["E200 « » unexpected character U+00A0"]],
    ["any where a /* b /* c */", ["E208 «/*» a comment that is not closed — add `*/` where it ends"]],
  ])("%s", (text, reports) => {
    expect(report(text)).toEqual(reports);
  });
});

describe("mistakes: comparisons", () => {
  it.each<[string, string[]]>([
    ["any where 1 < a < 2", ["E210 «<» comparisons can't be chained"]],
    ["any where a == 1 == 2 == 3", ["E210 «==» comparisons can't be chained"]],
    ['any where a : "x" : "y"', ["E210 «:» comparisons can't be chained"]],
    ["any where a == b", ["E303 «b» `==` can't compare a field with a field — a constant is expected here"]],
    [
      "any where length(a) > length(b)",
      ["E303 «length(b)» `>` can't compare a field with a field — this mentions a field, as the left side does"],
    ],
    ["any where a in (1, b, c)", ["E303 «b» `in` can't compare a field with a field — a constant is expected here"]],
    ["any where 1 in (a, b)", []],
    [
      "any where a[0] == 1 and b[1].c.d == 2",
      ["E307 «[0]» an index into an array — remove it", "E307 «[1]» an index into an array — remove it"],
    ],
  ])("%s", (text, reports) => {
    expect(report(text)).toEqual(reports);
  });
});

describe("mistakes: functions", () => {
  it.each<[string, string[]]>([
    ["any where lenght(a) == 1", ["E300 «lenght» unknown function `lenght` — did you mean `length`?"]],
    [
      'any where wildcard(a, "x*") and match(b, "y")',
      ["E300 «wildcard» unknown function `wildcard`", "E300 «match» unknown function `match`"],
    ],
    [
      "any where nothing.like.this(a)",
      ["E203 «(» expected an operator, found `(` — `:`, `like` or `in` is missing before this"],
    ],
    [
      "any where length() == 1 or length(a, b) == 1",
      [
        "E301 «length» `length` takes 1 argument, found 0 — it is called as `length(text)`",
        "E301 «length» `length` takes 1 argument, found 2 — it is called as `length(text)`",
      ],
    ],
    [
      'any where substring(a) == "" or cidrMatch(a)',
      [
        "E301 «substring» `substring` takes 2 or 3 arguments, found 1 — it is called as `substring(text, start[, end])`",
        "E301 «cidrMatch» `cidrMatch` takes 2 or more arguments, found 1 — it is called as `cidrMatch(address, range, …)`",
      ],
    ],
    ["any where length~(a) == 1", ["E302 «length~» `length` has no form with `~` — write `length`"]],
    ["any where a~ == 1", ["E203 «a~» `~` can't stand after a field"]],
    [
      "any where foo(b == c, 'x')",
      [
        "E300 «foo» unknown function `foo`",
        "E303 «c» `==` can't compare a field with a field — a constant is expected here",
        "E202 «'x'» a string in single quotes — write `\"x\"`",
      ],
    ],
  ])("%s", (text, reports) => {
    expect(report(text)).toEqual(reports);
  });
});

describe("mistakes: conditions", () => {
  it.each<[string, string[]]>([
    ['any where "x"', ['E304 «"x"» expected a condition, found a string']],
    ["any where 5 or a", ["E304 «5» expected a condition, found a number"]],
    [
      "any where a + 1 and -b",
      ["E304 «a + 1» expected a condition, found a number", "E304 «-b» expected a condition, found a number"],
    ],
    ["any where length(a)", ["E304 «length(a)» expected a condition, found a number: `length`"]],
    ["any where not concat(a)", ["E304 «concat(a)» expected a condition, found a string: `concat`"]],
    ['any where concat(not 5) == "x"', ["E304 «5» expected a condition, found a number"]],
  ])("%s", (text, reports) => {
    expect(report(text)).toEqual(reports);
  });
});

describe("mistakes: patterns", () => {
  it.each<[string, string[]]>([
    ["any where a : 5", ['E305 «5» the right side of `:` takes strings, found a number — did you mean `"5"`?']],
    [
      "any where a : b.exe",
      ['E305 «b.exe» the right side of `:` takes strings, found a field — did you mean `"b.exe"`?'],
    ],
    [
      "any where a : *.exe and b = 1",
      [
        'E305 «*.exe» a pattern without quotes around it — did you mean `"*.exe"`?',
        "E206 «=» `=` is no equality — did you mean `==`?",
      ],
    ],
    [
      'any where a like (null, true, ("x"), 1 + 2, string(b))',
      [
        "E305 «null» the right side of `like` takes strings, found null",
        'E305 «true» the right side of `like` takes strings, found a boolean — did you mean `"true"`?',
        'E305 «"x"» the right side of `like` takes strings, found parentheses',
        "E305 «1 + 2» the right side of `like` takes strings, found an expression",
        "E305 «string(b)» the right side of `like` takes strings, found a function",
      ],
    ],
    ['any where a regex "(x\\\\d["', ["E306 «[» a regular expression with a class that is not closed"]],
    [
      'any where a regex ("ok", """*a""", "\\u{41}\\t(?=b)")',
      [
        "E306 «*» a regular expression with a `*` with nothing before it that it repeats",
        "E306 «(?» a regular expression with a group of the form `(?…)`",
      ],
    ],
    [
      'any where a regex "x{1001}" and b regex~ "\\\\1"',
      [
        "E306 «{1001}» a regular expression with a repeat above 1,000",
        "E306 «\\\\1» a regular expression with a backreference",
      ],
    ],
  ])("%s", (text, reports) => {
    expect(report(text)).toEqual(reports);
  });
});

describe("mistakes: ranges", () => {
  it.each<[string, string[]]>([
    [
      'any where cidrMatch(a, "10.0.0.0/33", "1.2.3", "::1/129", "01.2.3.4", "fe80::1%eth0", "10.0.0.0/8", "::ffff:1.2.3.4", 5)',
      [
        'E308 «"10.0.0.0/33"» an address range that is none',
        'E308 «"1.2.3"» an address range that is none',
        'E308 «"::1/129"» an address range that is none',
        'E308 «"01.2.3.4"» an address range that is none',
        'E308 «"fe80::1%eth0"» an address range that is none',
        "E308 «5» an address range that is none",
      ],
    ],
    ['any where cidrMatch(a, concat("10.0.0.0", "/8"), null, b)', []],
  ])("%s", (text, reports) => {
    expect(report(text)).toEqual(reports);
  });
});
describe("the way out", () => {
  it.each([
    [
      'any where a == "C:\\Windows"',
      'write `\\\\` for a backslash, or put the text between `"""` and `"""`, where it is an ordinary character',
    ],
    ['process.name == "x"', "begin with `any where` if the category doesn't matter"],
    ['any where a regex "*a"', "write `\\\\*` for the character"],
    ['any where a regex """*a"""', "write `\\*` for the character"],
    ['any where wildcard(a, "x")', 'write `field : ("…", "…")`, or with case `field like ("…", "…")`'],
    ['any where a == "x" or "y"', "each condition names its field: `a == 1 or a == 2`, or shorter `a in (1, 2)`"],
    ["any where a < b", "functions may take several fields: write `a < b` as `subtract(a, b) < 0`"],
    ['any where a : "x", "y"', 'write `: ("…", "…")`'],
  ])("of %s", (text, help) => {
    expect(helpOf(text)).toEqual([help]);
  });
});
