import { describe, expect, it } from "vitest";
import { report } from "./reports.ts";

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
