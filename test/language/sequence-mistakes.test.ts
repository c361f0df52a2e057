import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { helpOf, report } from "./reports.ts";

describe("mistakes in sequences: stages", () => {
  it.each<[string, string[]]>([
    ["sequence", ["E204 «» expected `[` after `sequence`, found the end of the query"]],
    ["sequence by x with maxspan=5m", ["E204 «» expected `[` after `5m`, found the end of the query"]],
    [
      "sequence where true",
      ['E203 «sequence» expected a category, found `sequence` — write `"sequence"` if that is the category\'s name'],
    ],
    ["sequence [process where true]", ["E316 «[» a sequence of a single stage"]],
    ["sequence [process where true] with runs=1", ["E316 «[» a sequence of a single stage"]],
    ["sample [a where true]", ["E316 «[» a sample of a single stage"]],
    [
      "sequence [] [a] [where true] [process true] [process where]",
      [
        "E204 «]» the stage is empty",
        "E209 «]» expected `where`, found `]`",
        "E203 «where» expected a category, found `where`",
        "E209 «true» expected `where`, found `true` — `where` is missing before this",
        "E204 «]» expected a condition after `where`, found `]`",
      ],
    ],
    [
      "sequence [sequence by x [a where true]] [[a where b]] [c where d = 1]",
      [
        "E209 «sequence» expected a category and `where`, found `sequence` — a stage holds one event query",
        "E209 «[» expected a category and `where`, found `[` — a stage holds one event query",
        "E206 «=» `=` is no equality — did you mean `==`?",
      ],
    ],
    [
      "sequence [a where true], [b where true] and [c where true] then [d where true]",
      [
        "E203 «,» expected `[`, `until`, `|` or the end of the query, found `,` — remove it",
        "E203 «and» expected `[`, `until`, `|` or the end of the query, found `and` — remove it",
        "E203 «then» expected `[`, `until`, `|` or the end of the query, found `then` — remove it",
      ],
    ],
    [
      "sequence process where x == 1 [b where true] [c where true]",
      ["E203 «process» expected `by`, `with` or `[`, found `process` — `[` is missing before this"],
    ],
    [
      "sequence (process where a) (x where y)",
      ["E203 «(» expected `by`, `with` or `[`, found `(` — did you mean `[`?"],
    ],
    [
      "sequence [process where a == 1] ] [file where b = 2]",
      [
        "E203 «]» expected `[`, `until`, `|` or the end of the query, found `]` — remove it",
        "E206 «=» `=` is no equality — did you mean `==`?",
      ],
    ],
    [
      "sequence by x [process where a ;] ; [x where y]",
      ["E200 «;» unexpected character `;`", "E200 «;» unexpected character `;`"],
    ],
    [
      "sequence [a where true] ! [b where true]",
      ["E203 «!» a blank between `!` and `[` — write `![`", "E317 «!» a missing event in a sequence without `maxspan`"],
    ],
  ])("%s", (text, reports) => {
    expect(report(text)).toEqual(reports);
  });
});

describe("mistakes in sequences: a mistake in one stage hides none in the next", () => {
  it.each<[string, string[]]>([
    [
      "sequence by x [a where b = 1] [c where 'd' == e] [f where lenght(g) == 1] until [h where i == j] | hed 3",
      [
        "E206 «=» `=` is no equality — did you mean `==`?",
        "E202 «'d'» a string in single quotes — write `\"d\"`",
        "E300 «lenght» unknown function `lenght` — did you mean `length`?",
        "E303 «j» `==` can't compare a field with a field — a constant is expected here",
        "E203 «hed» expected `head` or `tail`, found `hed` — did you mean `head`?",
      ],
    ],
    [
      "sequence [process where a == 1 [file where b = 2] [x where c = 3]",
      [
        "E205 «[» a `[` that is not closed — its `]` is missing",
        "E206 «=» `=` is no equality — did you mean `==`?",
        "E206 «=» `=` is no equality — did you mean `==`?",
      ],
    ],
    [
      "sequence [process where (a == 1 [file where b = 2] [x where c = 3]",
      [
        "E205 «(» a `(` that is not closed — its `)` is missing",
        "E206 «=» `=` is no equality — did you mean `==`?",
        "E206 «=» `=` is no equality — did you mean `==`?",
      ],
    ],
    [
      "sequence [process where (a == 1] [file where (b == 2] [x where c in (1, 2]",
      [
        "E205 «(» a `(` that is not closed — its `)` is missing",
        "E205 «(» a `(` that is not closed — its `)` is missing",
        "E205 «(» a `(` that is not closed — its `)` is missing",
      ],
    ],
    [
      'sequence [process where a in ("x", "y" [file where b = 2]',
      ["E205 «(» a `(` that is not closed — its `)` is missing", "E206 «=» `=` is no equality — did you mean `==`?"],
    ],
    [
      'sequence [process where a in ("x", ] [file where b = 2]',
      [
        "E205 «(» a `(` that is not closed — its `)` is missing",
        "E204 «,» expected a value after `,`, found `]` — remove this comma",
        "E206 «=» `=` is no equality — did you mean `==`?",
      ],
    ],
    [
      "sequence [process where length(a] [file where b = 2]",
      ["E205 «(» a `(` that is not closed — its `)` is missing", "E206 «=» `=` is no equality — did you mean `==`?"],
    ],
    [
      "sequence [process where user.admin [file where b = 2]",
      ["E205 «[» a `[` that is not closed — its `]` is missing", "E206 «=» `=` is no equality — did you mean `==`?"],
    ],
    [
      "sequence [process where a == [file where b = 2]",
      [
        "E205 «[» a `[` that is not closed — its `]` is missing",
        "E204 «[» expected a value after `==`, found `[`",
        "E206 «=» `=` is no equality — did you mean `==`?",
      ],
    ],
    [
      "sequence [process where a ==] [file where ] [x where and y]",
      [
        "E204 «]» expected a value after `==`, found `]`",
        "E204 «]» expected a condition after `where`, found `]`",
        "E204 «and» expected a condition after `where`, found `and`",
      ],
    ],
    [
      "sequence with maxspan=1m [process where a == 1 and ![file where b = 2]",
      [
        "E205 «[» a `[` that is not closed — its `]` is missing",
        "E204 «!» expected a condition after `and`, found `!`",
        "E206 «=» `=` is no equality — did you mean `==`?",
      ],
    ],
    [
      "sequence [process where a == 1 by x [file where b = 2] by x",
      ["E205 «[» a `[` that is not closed — its `]` is missing", "E206 «=» `=` is no equality — did you mean `==`?"],
    ],
    [
      "sequence [process where a == 1 with runs=3 [file where b = 2]",
      ["E205 «[» a `[` that is not closed — its `]` is missing", "E206 «=» `=` is no equality — did you mean `==`?"],
    ],
    [
      "sequence [process where (a == 1 until [file where b = 2]",
      ["E205 «(» a `(` that is not closed — its `)` is missing", "E206 «=» `=` is no equality — did you mean `==`?"],
    ],
    [
      "sequence [process where a == 1)] [file where b = 2)]",
      [
        "E203 «)» a `)` without its `(` — no `(` is open here",
        "E206 «=» `=` is no equality — did you mean `==`?",
        "E203 «)» a `)` without its `(` — no `(` is open here",
      ],
    ],
    [
      'sequence [process where a == "x] [file where b = 2]\n [x where (y]',
      [
        'E201 «"x] [file where b = 2]» a string that is not closed — add `"` where it ends',
        "E205 «(» a `(` that is not closed — its `)` is missing",
      ],
    ],
    [
      "sequence [process where a | head 5] [file where b | c = 1]",
      [
        "E203 «| head» a pipe inside brackets",
        "E203 «|» expected `and`, `or` or `]`, found `|` — did you mean `or`?",
        "E206 «=» `=` is no equality — did you mean `==`?",
      ],
    ],
    [
      'sequence [process where a[0] == 1] [file where x in ["a", "b"] and y = 1]',
      [
        "E307 «[0]» an index into an array — remove it",
        "E203 «[» expected `(`, found `[` — did you mean `(`?",
        "E206 «=» `=` is no equality — did you mean `==`?",
      ],
    ],
    [
      "sequence by x [process where a == 1 /* ] [file where b = 2]",
      ["E208 «/*» a comment that is not closed — add `*/` where it ends"],
    ],
    [
      "sequence by x [a where true] [b where c = 1",
      ["E205 «[» a `[` that is not closed — its `]` is missing", "E206 «=» `=` is no equality — did you mean `==`?"],
    ],
    ["sequence by x [a where true] [", ["E205 «[» a `[` that is not closed — its `]` is missing"]],
  ])("%s", (text, reports) => {
    expect(report(text)).toEqual(reports);
  });
});

describe("mistakes in several stages", () => {
  const stages = [
    "[a where b]",
    "[a where b = 1 and c == 'd']",
    "[a where b == 1",
    "[a where (b == 1 or c == (2)]",
    "[a where b in (1, 2]",
    "[a where b : ]",
    "[a where b[0] == 1]",
    "[a where child of [b where true]]",
    "[a where b | head 1]",
    '[a where b == "c]\n',
    "[a where lenght(b) == 1 adn c == d]",
    `[a where ${"(".repeat(300)}b]`,
    "[where b]",
    "[a]",
    "[]",
    "[[a where b]]",
    "[a where b] fork",
    "[a where b] with runs=0",
    "[a where b] with maxspan=1m",
    "![a where b ==]",
  ];

  it("are those of each stage by itself", () => {
    const alone = new Map(stages.map((stage) => [stage, report(`sequence with maxspan=1m [x where y] ${stage}`)]));
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...stages), { minLength: 1, maxLength: 8 }), (chosen) => {
        const expected = chosen.flatMap((stage) => alone.get(stage) ?? []);
        expect(report(`sequence with maxspan=1m [x where y] ${chosen.join(" ")}`)).toEqual(expected);
      }),
    );
  });
});

describe("mistakes in sequences: join keys", () => {
  it.each<[string, string[]]>([
    ["sequence by", ["E204 «» expected a field after `by`, found the end of the query"]],
    [
      "sequence by x, [a where true] [b where true]",
      ["E204 «,» expected a field after `,`, found `[` — remove this comma"],
    ],
    [
      "sequence by x,, y [a where true] [b where true]",
      ["E204 «,» expected a field after `,`, found `,` — remove this comma"],
    ],
    ["sequence by , x [a where true] [b where true]", ["E204 «,» expected a field after `by`, found `,`"]],
    [
      "sequence by x y [a where true] [b where true]",
      ["E203 «y» expected `,` or the end of the keys, found `y` — a comma is missing before this"],
    ],
    ["sequence by a by b [a where true] [b where true]", ["E203 «by» a second `by`"]],
    [
      'sequence by length(a), "b.c", 5, d[0], e == 1, (f), any, g~ [a where true] [b where true]',
      [
        "E315 «length(a)» a join key that is no field",
        'E315 «"b.c"» a join key that is no field — did you mean `b.c`?',
        "E315 «5» a join key that is no field",
        "E307 «[0]» an index into an array — remove it",
        "E315 «e == 1» a join key that is no field",
        "E315 «(f)» a join key that is no field",
        "E315 «any» a join key that is no field — write `` `any` `` if that is the field's name",
        "E315 «g~» a join key that is no field",
      ],
    ],
    [
      "sequence by length((a) [a where true] [b where c = 1]",
      ["E315 «length((a)» a join key that is no field", "E206 «=» `=` is no equality — did you mean `==`?"],
    ],
    [
      "sequence by x, y [a where true] by z [b where true] [c where true] by u, v until [d where true]",
      [
        "E314 «[» a stage with no join key of its own, where the first stage has 1",
        "E314 «by u, v» a stage with 2 join keys of its own, where the first stage has 1",
        "E314 «[» `until` with no join key of its own, where the first stage has 1",
      ],
    ],
    [
      "sequence [a where true] [b where true] by x",
      ["E314 «by x» a stage with 1 join key of its own, where the first stage has none"],
    ],
    [
      "sequence [a where true] [b where true] until [c where true] by x",
      ["E314 «by x» `until` with 1 join key of its own, where the first stage has none"],
    ],
    [
      "sample by x [a where true] by y [b where true]",
      ["E314 «[» a stage with no join key of its own, where the first stage has 1"],
    ],
    [
      "sequence [a where true] by 5 [b where true] by x, y",
      [
        "E315 «5» a join key that is no field",
        "E314 «by x, y» a stage with 2 join keys of its own, where the first stage has 1",
      ],
    ],
  ])("%s", (text, reports) => {
    expect(report(text)).toEqual(reports);
  });
});

describe("mistakes in sequences: with", () => {
  it.each<[string, string[]]>([
    ["sequence with maxspan=5m by x [a where true] [b where true]", ["E211 «by» `by` comes before `with`"]],
    ["sequence [a where true] with runs=2 by x [b where true] by x", ["E211 «by» `by` comes before `with`"]],
    ["sequence with", ["E212 «» expected `maxspan` or `runs` after `with`, found the end of the query"]],
    [
      "sequence with foo=3 [a where true] [b where true]",
      ["E212 «foo» expected `maxspan` or `runs` after `with`, found `foo`"],
    ],
    ["sequence with maxspan", ["E203 «» expected `=` after `maxspan`, found the end of the query"]],
    ["sequence with maxspan=", ["E204 «» expected a time span after `=`, found the end of the query"]],
    [
      "sequence with maxspan==5m [a where true] [b where true]",
      ["E203 «==» expected `=` after `maxspan`, found `==` — did you mean `=`?"],
    ],
    [
      "sequence with maxspan 5m [a where true] [b where true]",
      ["E203 «5m» expected `=` after `maxspan`, found `5m` — `=` is missing before this"],
    ],
    [
      "sequence with maxpan=5m [a where true] with RUNS=2",
      [
        "E203 «maxpan» expected `maxspan` or `runs`, found `maxpan` — did you mean `maxspan`?",
        "E203 «RUNS» expected `maxspan` or `runs`, found `RUNS` — did you mean `runs`?",
      ],
    ],
    [
      "sequence by x maxspan=5m [a where true] by y runs=2 [b where true] by z",
      [
        "E203 «maxspan» expected `with`, found `maxspan` — `with` is missing before this",
        "E203 «runs» expected `with`, found `runs` — `with` is missing before this",
      ],
    ],
    [
      "sequence with maxspan=1m with maxspan=2m [a where true] with runs=2 with runs=3",
      ["E212 «maxspan» a second `maxspan` — remove one of them", "E212 «runs» a second `runs` — remove one of them"],
    ],
    [
      "sequence with maxspan=1m, [a where true] [b where true]",
      ["E203 «,» expected `by`, `with` or `[`, found `,` — remove it"],
    ],
    [
      "sequence with runs=3 [a where true] with maxspan=5m [b where true] until [c where true] with runs=2",
      [
        "E212 «runs» a sequence has no `runs`",
        "E212 «maxspan» a stage has no `maxspan`",
        "E212 «runs» `until` has no `runs`",
      ],
    ],
    [
      "sequence [a where true] [b where true] until [c where true] with maxspan=5m",
      ["E212 «maxspan» `until` has no `maxspan`"],
    ],
  ])("%s", (text, reports) => {
    expect(report(text)).toEqual(reports);
  });
});

describe("mistakes in sequences: time spans", () => {
  it.each<[string, string[]]>([
    [
      "sequence with maxspan=1.5s [a where true] [b where true]",
      ["E213 «1.5s» a time span that is no whole number — did you mean `1500ms`?"],
    ],
    [
      "sequence with maxspan=0.5d [a where true] [b where true]",
      ["E213 «0.5d» a time span that is no whole number — did you mean `12h`?"],
    ],
    ["sequence with maxspan=0.1ms [a where true] [b where true]", ["E213 «0.1ms» a time span that is no whole number"]],
    [
      "sequence with maxspan=1.0m [a where true] [b where true]",
      ["E213 «1.0m» a time span that is no whole number — did you mean `1m`?"],
    ],
    ["sequence with maxspan=0s [a where true] [b where true]", ["E213 «0s» a time span that is not positive"]],
    ["sequence with maxspan=-5s [a where true] [b where true]", ["E213 «-5s» a time span that is not positive"]],
    [
      "sequence with maxspan=5 [a where true] [b where true]",
      ["E213 «5» a time span without a unit — did you mean `5s`?"],
    ],
    [
      "sequence with maxspan=5min [a where true] [b where true]",
      ["E213 «5min» a time span with the unknown unit `min` — did you mean `5m`?"],
    ],
    [
      "sequence with maxspan=5 Seconds [a where true] [b where true]",
      ["E213 «5 Seconds» a time span with the unknown unit `Seconds` — did you mean `5s`?"],
    ],
    [
      "sequence with maxspan=5M [a where true] [b where true]",
      ["E213 «5M» a time span with the unknown unit `M` — did you mean `5m`?"],
    ],
    ["sequence with maxspan=1w [a where true] [b where true]", ["E213 «1w» a time span with the unknown unit `w`"]],
    ['sequence with maxspan="5m" [a where true] [b where true]', ['E213 «"5m"» a time span in quotes']],
    [
      "sequence with maxspan=9007199254740992ms [a where true] [b where true]",
      ["E213 «9007199254740992ms» a time span that is too long"],
    ],
    [
      "sequence with maxspan=5m3s [a where true] [b where true]",
      ["E207 «5m3s» `5m3s` is no number — a time span has one number and one unit"],
    ],
    ["sequence with maxspan=x [a where true] [b where true]", ["E204 «x» expected a time span after `=`, found `x`"]],
  ])("%s", (text, reports) => {
    expect(report(text)).toEqual(reports);
  });
});

describe("mistakes in sequences: runs", () => {
  it.each<[string, string[]]>([
    ["sequence [a where true] with runs=101", ["E214 «101» expected a number of runs, found `101`"]],
    [
      "sequence [a where true] with runs=0 [b where true] with runs=-3 [c where true] with runs=2.0",
      [
        "E214 «0» expected a number of runs, found `0`",
        "E214 «-» expected a number of runs, found `-`",
        "E214 «2.0» expected a number of runs, found `2.0`",
      ],
    ],
    [
      'sequence [a where true] with runs=1.5 [b where true] with runs="3" [c where true] with runs=3x',
      [
        "E214 «1.5» expected a number of runs, found `1.5`",
        'E214 «"3"» expected a number of runs, found `"3"`',
        "E214 «3x» expected a number of runs, found `3x`",
      ],
    ],
    ["sequence [a where true] with runs=", ["E214 «» expected a number of runs, found the end of the query"]],
  ])("%s", (text, reports) => {
    expect(report(text)).toEqual(reports);
  });
});

describe("mistakes in sequences: missing events", () => {
  it.each<[string, string[]]>([
    [
      "sequence [a where true] ![b where true] ![c where true]",
      ["E317 «!» a missing event in a sequence without `maxspan`"],
    ],
    ["sequence with maxspan=1m ![a where true] ![b where true]", ["E318 «!» a sequence of nothing but missing events"]],
    [
      "sequence ![a where true]",
      ["E316 «!» a sequence of a single stage", "E317 «!» a missing event in a sequence without `maxspan`"],
    ],
    [
      "sequence with maxspan=1.5m [a where true] ![b where true]",
      ["E213 «1.5m» a time span that is no whole number — did you mean `90s`?"],
    ],
    [
      "sequence with maxspan=1m [a where true] [b where true] until ![c where true]",
      ["E203 «!» `until` with a missing event"],
    ],
    [
      "process where ![a where true]",
      [
        "E203 «!» expected a condition, found `!` — did you mean `not`?",
        "E203 «[» expected `(`, found `[` — did you mean `(`?",
        "E203 «where» expected `and`, `or` or `)`, found `where`",
      ],
    ],
  ])("%s", (text, reports) => {
    expect(report(text)).toEqual(reports);
  });
});

describe("mistakes in sequences: until", () => {
  it.each<[string, string[]]>([
    [
      "sequence [a where true] until",
      ["E316 «[» a sequence of a single stage", "E204 «» expected `[` after `until`, found the end of the query"],
    ],
    ["sequence [a where true] until [b where true]", ["E316 «[» a sequence of a single stage"]],
    [
      "sequence [a where true] [b where true] until [c where true] [d where e = 1]",
      ["E203 «[» a stage after `until`", "E206 «=» `=` is no equality — did you mean `==`?"],
    ],
    [
      "sequence [a where true] [b where true] until [c where true] until [d where e = 1]",
      ["E203 «until» a second `until` — remove one of them", "E206 «=» `=` is no equality — did you mean `==`?"],
    ],
    [
      "sequence [a where true] [b where true] untl [c where true]",
      ["E203 «untl» expected `[`, `until`, `|` or the end of the query, found `untl` — did you mean `until`?"],
    ],
    [
      "process where true until [a where b]",
      ["E203 «until» expected `and`, `or` or the end of the query, found `until`"],
    ],
  ])("%s", (text, reports) => {
    expect(report(text)).toEqual(reports);
  });
});

describe("mistakes in sequences: samples", () => {
  it.each<[string, string[]]>([
    [
      "sample by x with maxspan=1m [a where true] ![b where true] with runs=2 until [c where true]",
      [
        "E319 «maxspan» a sample has no `maxspan`",
        "E319 «!» a sample has no missing events",
        "E319 «runs» a sample has no `runs`",
        "E319 «until» a sample has no `until`",
      ],
    ],
    [
      "sample with runs=2 by x [a where true] with maxspan=1m [b where true]",
      [
        "E319 «runs» a sample has no `runs`",
        "E211 «by» `by` comes before `with`",
        "E319 «maxspan» a sample has no `maxspan`",
      ],
    ],
  ])("%s", (text, reports) => {
    expect(report(text)).toEqual(reports);
  });
});

describe("mistakes in sequences: the word before it", () => {
  it.each<[string, string[]]>([
    [
      "sequnce by x [a where b] [c where d = 1]",
      [
        "E203 «sequnce» expected a category, `sequence` or `sample`, found `sequnce` — did you mean `sequence`?",
        "E206 «=» `=` is no equality — did you mean `==`?",
      ],
    ],
    [
      "SEQUENCE [a where b] [c where d]",
      ["E203 «SEQUENCE» expected a category, `sequence` or `sample`, found `SEQUENCE` — did you mean `sequence`?"],
    ],
    [
      "smaple by x [a where b] [c where d]",
      ["E203 «smaple» expected a category, `sequence` or `sample`, found `smaple` — did you mean `sample`?"],
    ],
    [
      "Sample ![a where b] [c where d]",
      [
        "E203 «Sample» expected a category, `sequence` or `sample`, found `Sample` — did you mean `sample`?",
        "E319 «!» a sample has no missing events",
      ],
    ],
    ["[process where true]", ["E203 «[» expected a category, `sequence` or `sample`, found `[`"]],
    [
      "![process where a = 1]",
      [
        "E203 «!» expected a category, `sequence` or `sample`, found `!`",
        "E206 «=» `=` is no equality — did you mean `==`?",
      ],
    ],
    [
      "foo by x [a where b = 1]",
      [
        "E203 «foo» expected a category, `sequence` or `sample`, found `foo`",
        "E206 «=» `=` is no equality — did you mean `==`?",
      ],
    ],
    [
      "process where a [b where c] and d = 1",
      ["E307 «[b where c]» an index into an array — remove it", "E206 «=» `=` is no equality — did you mean `==`?"],
    ],
  ])("%s", (text, reports) => {
    expect(report(text)).toEqual(reports);
  });
});

describe("mistakes in sequences: what other EQLs have", () => {
  it.each<[string, string[]]>([
    [
      "join by x [a where b = 1] [b where true] until [c where true]",
      ["E311 «join» EQL has no `join`", "E206 «=» `=` is no equality — did you mean `==`?"],
    ],
    [
      "sequence [a where true] by x fork [b where true] fork=true by x",
      ["E313 «fork» EQL has no `fork`", "E313 «fork» EQL has no `fork`"],
    ],
    [
      "process where child of [process where a = 1] and b = 2",
      ["E312 «child» EQL has no `child of`", "E206 «=» `=` is no equality — did you mean `==`?"],
    ],
    [
      "process where not descendant of [file where [true] and x] or event of [file where x]",
      ["E312 «descendant» EQL has no `descendant of`", "E312 «event» EQL has no `event of`"],
    ],
    [
      "sequence by x [process where child of [a where true] and b = 1] [c where d = 1]",
      [
        "E312 «child» EQL has no `child of`",
        "E206 «=» `=` is no equality — did you mean `==`?",
        "E206 «=» `=` is no equality — did you mean `==`?",
      ],
    ],
    [
      "process where true | count | filter x == 1 | sort a | unique b | unique_count c | fork | foo",
      [
        "E310 «count» EQL has no pipe `count`",
        "E310 «filter» EQL has no pipe `filter`",
        "E310 «sort» EQL has no pipe `sort`",
        "E310 «unique» EQL has no pipe `unique`",
        "E310 «unique_count» EQL has no pipe `unique_count`",
        "E313 «fork» EQL has no pipe `fork`",
        "E310 «foo» EQL has no pipe `foo`",
      ],
    ],
  ])("%s", (text, reports) => {
    expect(report(text)).toEqual(reports);
  });
});

describe("mistakes in sequences: pipes", () => {
  it.each<[string, string[]]>([
    ["process where true | head", ["E215 «» expected a whole number after `head`, found the end of the query"]],
    [
      "process where true | head | tail",
      [
        "E215 «» expected a whole number after `head`, found `|`",
        "E215 «» expected a whole number after `tail`, found the end of the query",
      ],
    ],
    [
      'process where true | head -1 | head 1.5 | head 2.0 | head "x" | head 9007199254740992',
      [
        "E215 «-» expected a whole number after `head`, found `-`",
        "E215 «1.5» expected a whole number after `head`, found `1.5`",
        "E215 «2.0» expected a whole number after `head`, found `2.0`",
        'E215 «"x"» expected a whole number after `head`, found `"x"`',
        "E215 «9007199254740992» expected a whole number after `head`, found `9007199254740992`",
      ],
    ],
    [
      "process where true | head 5 6 | | tail 3",
      ["E203 «6» expected `|` or the end of the query, found `6`", "E204 «|» expected a pipe after `|`, found `|`"],
    ],
    [
      "process where true | HEAD 5 | tial 3",
      [
        "E203 «HEAD» expected `head` or `tail`, found `HEAD` — did you mean `head`?",
        "E203 «tial» expected `head` or `tail`, found `tial` — did you mean `tail`?",
      ],
    ],
    ["process where true |", ["E204 «» expected a pipe after `|`, found the end of the query"]],
    ["process where a | b == 1", ["E310 «b» EQL has no pipe `b`"]],
    [
      "process where (a | b) and (c | head 3) and d = 1",
      [
        "E203 «|» expected `and`, `or` or `)`, found `|` — did you mean `or`?",
        "E203 «| head» a pipe inside brackets",
        "E206 «=» `=` is no equality — did you mean `==`?",
      ],
    ],
    [
      "process where (a | head",
      ["E205 «(» a `(` that is not closed — its `)` is missing", "E203 «| head» a pipe inside brackets"],
    ],
    ["process | head 3", ["E209 «|» expected `where`, found `|`"]],
    ["| head 3", ["E204 «|» the query is empty"]],
    [
      "sequence [a where true] [b where true] head 3",
      ["E203 «head» expected `[`, `until`, `|` or the end of the query, found `head`"],
    ],
    [
      "sequence [a where true] [b where true] | head 3 [c where true]",
      ["E203 «[» expected `|` or the end of the query, found `[`"],
    ],
  ])("%s", (text, reports) => {
    expect(report(text)).toEqual(reports);
  });
});

describe("mistakes in sequences: time spans outside of maxspan", () => {
  it.each<[string, string[]]>([
    [
      "process where a > 5m and b == 1.5s and c == 3com",
      [
        "E207 «5m» `5m` is no number — only `maxspan` takes a time span",
        "E207 «1.5s» `1.5s` is no number — only `maxspan` takes a time span",
        "E207 «3com» `3com` is no number — a name that begins with a digit stands in backquotes",
      ],
    ],
  ])("%s", (text, reports) => {
    expect(report(text)).toEqual(reports);
  });
});

describe("the way out", () => {
  it.each<[string, (string | undefined)[]]>([
    [
      "sequence [a where true]",
      ["one stage alone is an event query, which stands in no brackets; `with runs=2` makes it two"],
    ],
    ["sample [a where true]", ["one stage alone is an event query, which stands in no brackets"]],
    ["sequence by x", ["write a stage like `[process where true]`"]],
    [
      "sequence [] [process]",
      ['write one like `[process where process.name : "cmd.exe"]`', "`where true` matches every event of the category"],
    ],
    ["[process where true]", ["stages stand behind `sequence` or `sample`; an event query stands in no brackets"]],
    [
      "sequence by length(a), b[0] [a where true] [b where true]",
      [
        "keys are plain fields, without functions and operators",
        "an event takes part once for each element of the array",
      ],
    ],
    ["sequence by a by b [a where true] [b where true]", ["several keys are separated by commas: `by a, b`"]],
    [
      "sequence by x [a where true] by y [b where true]",
      ["the keys of a stage are joined to those of the others one by one, so there are as many behind each"],
    ],
    [
      "sequence with maxspan=1s by x [a where true] by y with runs=2 by z",
      ["write `sequence by a, b with maxspan=5m`", "several keys are separated by commas: `by a, b`"],
    ],
    [
      "sequence with runs=3 [a where true] with maxspan=5m [b where true] until [c where true] with runs=2",
      [
        "it is of a stage: write `[…] with runs=3`",
        "it is of the whole sequence: write `sequence with maxspan=5m` before the first stage",
        "one such event is enough",
      ],
    ],
    [
      "sequence [a where true] with runs=0 ![b where true]",
      [
        "a stage may be repeated 1 to 100 times, as in `with runs=3`",
        "say for how long nothing may come: `sequence by … with maxspan=5m`",
      ],
    ],
    [
      "sequence with maxspan=1m ![a where true] ![b where true] until ![c where true]",
      ["one stage at least is without `!`", "write `until […]`, without the `!`"],
    ],
    [
      "sequence [a where true] [b where true] until [c where true] [d where true]",
      ["`until […]` comes after all stages"],
    ],
    ["sequence with maxspan=0.1ms [a where true] with runs=2", ["the smallest time span is `1ms`"]],
    ["sequence with maxspan=1w [a where true] with runs=2", ["the units are `ms`, `s`, `m`, `h` and `d`"]],
    ['sequence with maxspan="5m" [a where true] with runs=2', ["write it without them: `maxspan=5m`"]],
    [
      "sequence with maxspan=99999999999999999d [a where true] with runs=2",
      ["leave it out: without it any is allowed"],
    ],
    [
      "sample by x with maxspan=1m [a where true] ![b where true] with runs=2 until [c where true]",
      [
        "its events may be any time apart; a `sequence` has a time span",
        "write `[…]`, without the `!`; a `sequence` has missing events",
        "write the stage as often as it is to be met",
        "its events have no order; a `sequence` has an `until`",
      ],
    ],
    ["join by x [a where true] [b where true]", ["write `sequence` if the order counts, `sample` if it doesn't"]],
    [
      "sequence [a where true] fork [b where true]",
      ["leave it out: a partial match goes on with the first event of the next stage, and with no other"],
    ],
    [
      "any where child of [process where true] or descendant of [process where true] or event of [process where true]",
      [
        "`sequence [process where …] by process.entity_id [process where …] by process.parent.entity_id` asks the same",
        "a sequence over `process.entity_id` and `process.parent.entity_id` asks the same of one generation after the other",
        "`sequence by process.entity_id [process where …] [… where …]` asks the same",
      ],
    ],
    [
      "any where true | count | filter a | sort b | unique c | unique_count d | fork | limit 5",
      [
        "leave it out, and count the results where they are read",
        "add what it says to the condition, with `and`",
        "leave it out, and sort the results where they are read",
        "leave it out, and keep one result of each where they are read",
        "leave it out, and count the results where they are read",
        "leave it out: a partial match goes on with the first event of the next stage, and with no other",
        "EQL has no pipes but `head` and `tail`; conditions are connected by `and` and `or`",
      ],
    ],
    [
      "any where true | head | tail x | head 9007199254740992",
      [
        "write how many are wanted: `| head 10`",
        "write how many are wanted: `| tail 10`",
        "leave the pipe out: there are never so many",
      ],
    ],
    ["any where (a | head 3)", ["pipes come at the end of the query, outside of all brackets"]],
  ])("%s", (text, help) => {
    expect(helpOf(text)).toEqual(help);
  });
});
