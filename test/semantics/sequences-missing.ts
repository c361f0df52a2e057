import { at, type SearchCase, searchCasesOf, stamped } from "./search-case.ts";

const middle = "sequence with maxspan=10s [a where true] ![m where true] [b where true]";
const leading = "sequence with maxspan=10s ![m where true] [a where true]";
const leadingTwo = "sequence with maxspan=10s ![m where true] [a where true] [b where true]";
const trailing = "sequence with maxspan=10s [a where true] ![m where true]";
const trailingTwo = "sequence with maxspan=10s [a where true] [b where true] ![m where true]";
const both = "sequence with maxspan=10s ![l where true] [a where true] ![t where true]";

const between = searchCasesOf("7", [
  ["nothing between two stages has its place in the result", middle, [at(1, "a"), at(3, "b")], [[[0, null, 1]]]],
  ["a missing event that comes between discards", middle, [at(1, "a"), at(2, "m"), at(3, "b")], []],
  [
    "what comes before and after doesn't discard",
    middle,
    [at(1, "m"), at(2, "a"), at(3, "b"), at(4, "m")],
    [[[1, null, 2]]],
  ],
  [
    "the positive stages are matched first: an older event isn't tried again",
    middle,
    [at(1, "a"), at(2, "a"), at(3, "m"), at(4, "b")],
    [],
  ],
  [
    "an event of the millisecond of the one before isn't between",
    middle,
    [
      stamped("2024-03-01T10:00:00.001Z", "a"),
      stamped("2024-03-01T10:00:00.0015Z", "m"),
      stamped("2024-03-01T10:00:01Z", "b"),
    ],
    [[[0, null, 2]]],
  ],
  [
    "an event of the millisecond of the one after isn't between",
    middle,
    [
      stamped("2024-03-01T10:00:00Z", "a"),
      stamped("2024-03-01T10:00:01.0001Z", "m"),
      stamped("2024-03-01T10:00:01.0009Z", "b"),
    ],
    [[[0, null, 2]]],
  ],
  [
    "an event of the next millisecond is between",
    middle,
    [
      stamped("2024-03-01T10:00:00.0009Z", "a"),
      stamped("2024-03-01T10:00:00.001Z", "m"),
      stamped("2024-03-01T10:00:00.002Z", "b"),
    ],
    [],
  ],
  [
    "before 1970 too a millisecond is from a whole one to the next",
    middle,
    [stamped("1969-12-31T23:59:59.9995Z", "a"), stamped("1970-01-01T00:00:00.0005Z", "m"), stamped(5, "b")],
    [],
  ],
  ["the maximum span is that of the positive events", middle, [at(0, "a"), at(11, "b")], []],
  ["an event without a time doesn't discard", middle, [at(1, "a"), stamped("?", "m"), at(3, "b")], [[[0, null, 2]]]],
  [
    "each missing stage looks between its own neighbours",
    "sequence with maxspan=10s [a where true] ![m where true] [b where true] ![n where true] [c where true]",
    [at(1, "a"), at(2, "n"), at(3, "b"), at(4, "m"), at(5, "c")],
    [[[0, null, 2, null, 4]]],
  ],
  [
    "one of several missing stages is enough to discard",
    "sequence with maxspan=10s [a where true] ![m where true] [b where true] ![n where true] [c where true]",
    [at(1, "a"), at(2, "b"), at(3, "n"), at(4, "c")],
    [],
  ],
  [
    "two missing stages may stand together",
    "sequence with maxspan=10s [a where true] ![m where true] ![n where true] [b where true]",
    [at(1, "a"), at(3, "b"), at(4, "a"), at(5, "m"), at(6, "b"), at(7, "a"), at(8, "n"), at(9, "b")],
    [[[0, null, null, 1]]],
  ],
  [
    "runs of a missing stage take a place each",
    "sequence with maxspan=10s [a where true] ![m where true] with runs=2 [b where true]",
    [at(1, "a"), at(3, "b"), at(4, "a"), at(5, "m"), at(6, "b")],
    [[[0, null, null, 1]]],
  ],
  [
    "an event may be a positive stage's of one sequence and missing in another",
    "sequence with maxspan=10s [a where true] ![any where n == 1] [b where true]",
    [at(1, "a"), at(2, "a", { n: 1 }), at(3, "b")],
    [[[1, null, 2]]],
  ],
  ["until cancels as ever", `${middle} until [u where true]`, [at(1, "a"), at(2, "u"), at(3, "b")], []],
]);

const before = searchCasesOf("7", [
  ["nothing ever before: a leading missing stage has its place", leading, [at(1, "a")], [[[null, 0]]]],
  ["a leading event within the span discards", leading, [at(1, "m"), at(2, "a")], []],
  ["a leading event a whole span before discards", leading, [at(0, "m"), at(10, "a")], []],
  ["a leading event longer ago doesn't discard", leading, [at(0, "m"), at(10.001, "a")], [[[null, 1]]]],
  ["the latest leading event counts", leading, [at(0, "m"), at(8, "m"), at(12, "a")], []],
  [
    "a leading event that comes after the first one doesn't count",
    leadingTwo,
    [at(1, "a"), at(2, "m"), at(3, "b")],
    [[[null, 0, 2]]],
  ],
  [
    "a leading event of the same millisecond doesn't count",
    leading,
    [stamped("2024-03-01T10:00:00.0001Z", "m"), stamped("2024-03-01T10:00:00.0002Z", "a")],
    [[[null, 1]]],
  ],
  [
    "a leading stage's span goes to the last event: too long",
    leadingTwo,
    [at(0, "m"), at(5, "a"), at(10.001, "b")],
    [[[null, 1, 2]]],
  ],
  [
    "a leading stage's span goes to the last event: not too long",
    leadingTwo,
    [at(0, "m"), at(5, "a"), at(10, "b")],
    [],
  ],
  [
    "of two leading stages the latest event counts",
    "sequence with maxspan=10s ![m where true] ![n where true] [a where true]",
    [at(0, "m"), at(5, "n"), at(12, "a")],
    [],
  ],
  [
    "of two leading stages one may have come long ago and one never",
    "sequence with maxspan=10s ![m where true] ![n where true] [a where true]",
    [at(0, "m"), at(12, "a")],
    [[[null, null, 1]]],
  ],
  [
    "each event has a leading window of its own",
    leading,
    [at(0, "m"), at(5, "a"), at(11, "a"), at(12, "m"), at(13, "a")],
    [[[null, 2]]],
  ],
]);

const after = searchCasesOf("7", [
  [
    "the end of the data is nothing that came: a trailing missing stage has its place",
    trailing,
    [at(1, "a")],
    [[[0, null]]],
  ],
  ["a trailing event within the span discards", trailing, [at(1, "a"), at(2, "m")], []],
  ["a trailing event a whole span later discards", trailing, [at(0, "a"), at(10, "m")], []],
  ["a trailing event that comes later doesn't discard", trailing, [at(0, "a"), at(10.001, "m")], [[[0, null]]]],
  ["the earliest trailing event counts", trailing, [at(0, "a"), at(9, "m"), at(20, "m")], []],
  [
    "a trailing event before the last one doesn't count",
    trailingTwo,
    [at(1, "a"), at(2, "m"), at(3, "b")],
    [[[0, 2, null]]],
  ],
  [
    "a trailing event of the same millisecond doesn't count",
    trailing,
    [stamped("2024-03-01T10:00:00.0001Z", "a"), stamped("2024-03-01T10:00:00.0002Z", "m")],
    [[[0, null]]],
  ],
  [
    "a trailing stage's span begins with the first event: too long",
    trailingTwo,
    [at(0, "a"), at(5, "b"), at(10.001, "m")],
    [[[0, 1, null]]],
  ],
  [
    "a trailing stage's span begins with the first event: not too long",
    trailingTwo,
    [at(0, "a"), at(5, "b"), at(10, "m")],
    [],
  ],
  [
    "of two trailing stages the earliest event counts",
    "sequence with maxspan=10s [a where true] ![m where true] ![n where true]",
    [at(0, "a"), at(5, "n"), at(20, "m")],
    [],
  ],
  [
    "windows are measured in whole milliseconds",
    trailing,
    [stamped("2024-03-01T10:00:00.0001Z", "a"), stamped("2024-03-01T10:00:10.0009Z", "m")],
    [],
  ],
  [
    "a window that is longer by a nanosecond is longer by a millisecond if it begins the next",
    trailing,
    [stamped("2024-03-01T10:00:00.000999999Z", "a"), stamped("2024-03-01T10:00:10.001Z", "m")],
    [[[0, null]]],
  ],
]);

const around = searchCasesOf("7", [
  ["nothing on either side", both, [at(5, "a")], [[[null, 0, null]]]],
  [
    "on both sides, and the time between them is not longer than the span",
    both,
    [at(0, "l"), at(5, "a"), at(10, "t")],
    [],
  ],
  [
    "on both sides, and the time between them is longer than the span",
    both,
    [at(0, "l"), at(5, "a"), at(10.001, "t")],
    [[[null, 1, null]]],
  ],
  ["never before, so the window ends before what comes after", both, [at(5, "a"), at(6, "t")], [[[null, 0, null]]]],
  ["never after, so the window begins after what came before", both, [at(4, "l"), at(5, "a")], [[[null, 1, null]]]],
  [
    "a leading event after and a trailing one before don't count",
    both,
    [at(0, "t"), at(5, "a"), at(6, "l")],
    [[[null, 1, null]]],
  ],
  [
    "what is missing between discards, whatever the window",
    "sequence with maxspan=10s ![m where true] [a where true] ![m where true] [b where true]",
    [at(1, "a"), at(2, "m"), at(3, "b")],
    [],
  ],
  [
    "leading, between and trailing, and nothing came",
    "sequence with maxspan=10s ![m where true] [a where true] ![m where true] [b where true] ![m where true]",
    [at(1, "a"), at(2, "b")],
    [[[null, 0, null, 1, null]]],
  ],
]);

const keys = searchCasesOf("7", [
  [
    "a missing event of another key doesn't discard",
    "sequence by k with maxspan=10s [a where true] ![m where true] [b where true]",
    [at(1, "a", { k: 1 }), at(2, "m", { k: 2 }), at(3, "b", { k: 1 })],
    [[[0, null, 2], ["1"]]],
  ],
  [
    "a missing event of the same key discards",
    "sequence by k with maxspan=10s [a where true] ![m where true] [b where true]",
    [at(1, "a", { k: 1 }), at(2, "m", { k: "1" }), at(3, "b", { k: 1 })],
    [],
  ],
  [
    "a missing stage has key fields of its own",
    "sequence with maxspan=10s [a where true] by k ![m where true] by l [b where true] by k",
    [
      at(1, "a", { k: 1 }),
      at(2, "m", { k: 1, l: 2 }),
      at(3, "b", { k: 1 }),
      at(4, "a", { k: 2 }),
      at(5, "m", { k: 1, l: 2 }),
      at(6, "b", { k: 2 }),
    ],
    [[[0, null, 2], ["1"]]],
  ],
  [
    "a missing event without the mandatory key doesn't discard",
    "sequence by k with maxspan=10s ![m where true] [a where true]",
    [at(1, "m"), at(2, "a", { k: 1 })],
    [[[null, 1], ["1"]]],
  ],
  [
    "a missing event without the optional key discards what has none either",
    "sequence by ?k with maxspan=10s ![m where true] [a where true]",
    [at(1, "m"), at(2, "a", { k: 1 }), at(3, "a")],
    [[[null, 1], ["1"]]],
  ],
  [
    "any value of an array is a key of a missing event",
    "sequence by k with maxspan=10s ![m where true] [a where true]",
    [at(1, "m", { k: [1, 2] }), at(2, "a", { k: 2 }), at(3, "a", { k: 3 })],
    [[[null, 2], ["3"]]],
  ],
  [
    "of an array of keys those stay of which nothing came",
    "sequence by k with maxspan=10s [a where true] ![m where true]",
    [at(1, "a", { k: ["x", "y"] }), at(2, "m", { k: "x" })],
    [[[0, null], ["y"]]],
  ],
  [
    "results come by the last positive event",
    "sequence by k with maxspan=10s [a where true] ![m where true]",
    [at(2, "a", { k: 1 }), at(1, "a", { k: 2 }), at(2, "a", { k: 0 })],
    [
      [[1, null], ["2"]],
      [[0, null], ["1"]],
      [[2, null], ["0"]],
    ],
  ],
]);

/** Section 7: events that must not come. */
export const sequenceMissingCases: readonly SearchCase[] = [...between, ...before, ...after, ...around, ...keys];
