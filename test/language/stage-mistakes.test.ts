import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { report } from "./reports.ts";

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
