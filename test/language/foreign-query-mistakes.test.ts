import { describe, expect, it } from "vitest";
import { helpOf, report } from "./reports.ts";

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
