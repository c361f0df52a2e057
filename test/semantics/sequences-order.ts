import { at, type SearchCase, searchCasesOf, stamped } from "./search-case.ts";

const ab = "sequence [a where true] [b where true]";
const anyThree = "sequence [any where true] [any where true] [any where true]";

const order = searchCasesOf("7", [
  ["events of different times are ordered by time, not by input", ab, [at(2, "b"), at(1, "a")], [[[1, 0]]]],
  ["an event that comes before the first stage's is none for the second", ab, [at(1, "b"), at(2, "a")], []],
  ["events of the same time are ordered by input", ab, [at(1, "a"), at(1, "b")], [[[0, 1]]]],
  ["of the same time, what is read first comes first", ab, [at(1, "b"), at(1, "a")], []],
  [
    "a tiebreaker orders events of the same time",
    ab,
    [at(1, "b", { n: 2 }), at(1, "a", { n: 1 })],
    [[[1, 0]]],
    { tiebreakerField: "n" },
  ],
  [
    "a tiebreaker puts an event before one that is read first",
    ab,
    [at(1, "a", { n: 2 }), at(1, "b", { n: 1 })],
    [],
    { tiebreakerField: "n" },
  ],
  [
    "a tiebreaker means nothing for events of different times",
    ab,
    [at(1, "a", { n: 2 }), at(2, "b", { n: 1 })],
    [[[0, 1]]],
    { tiebreakerField: "n" },
  ],
  [
    "no tiebreaker comes after every other",
    ab,
    [at(1, "b"), at(1, "a", { n: "z" })],
    [[[1, 0]]],
    { tiebreakerField: "n" },
  ],
  [
    "an equal tiebreaker leaves the order of input",
    ab,
    [at(1, "b", { n: 1 }), at(1, "a", { n: 1 })],
    [],
    { tiebreakerField: "n" },
  ],
  [
    "numbers as tiebreakers are ordered by size",
    anyThree,
    [at(1, "a", { n: 10 }), at(1, "a", { n: 9 }), at(1, "a", { n: -1 })],
    [[[2, 1, 0]]],
    { tiebreakerField: "n" },
  ],
  [
    "texts as tiebreakers are ordered by bytes",
    anyThree,
    [at(1, "a", { n: "a" }), at(1, "a", { n: "B" }), at(1, "a", { n: "10" })],
    [[[2, 1, 0]]],
    { tiebreakerField: "n" },
  ],
  [
    "tiebreakers of several types: booleans, numbers, texts",
    anyThree,
    [at(1, "a", { n: "0" }), at(1, "a", { n: 5 }), at(1, "a", { n: true })],
    [[[2, 1, 0]]],
    { tiebreakerField: "n" },
  ],
  [
    "of an array the first value is the tiebreaker",
    ab,
    [at(1, "b", { n: [2, 0] }), at(1, "a", { n: [1, 9] })],
    [[[1, 0]]],
    { tiebreakerField: "n" },
  ],
  [
    "whole numbers as tiebreakers are exact",
    ab,
    [
      '{"@timestamp":1,"event.category":"b","n":9007199254740993}',
      '{"@timestamp":1,"event.category":"a","n":9007199254740992}',
    ],
    [[[1, 0]]],
    { tiebreakerField: "n" },
  ],
  [
    "times are ordered by nanoseconds",
    ab,
    [stamped("2024-03-01T10:00:00.000000002Z", "b"), stamped("2024-03-01T10:00:00.000000001Z", "a")],
    [[[1, 0]]],
  ],
]);

const time = searchCasesOf("5b", [
  ["an event without a time takes part in no sequence", ab, [stamped(undefined, "a"), at(2, "b")], []],
  ["an event with an unreadable time takes part in no sequence", ab, [at(1, "a"), stamped("soon", "b")], []],
  ["an event whose time is a boolean takes part in no sequence", ab, [at(1, "a"), stamped(true, "b")], []],
  [
    "an event without a time stops nothing",
    "sequence [a where true] [b where true] until [u where true]",
    [at(1, "a"), stamped(null, "u"), at(3, "b")],
    [[[0, 2]]],
  ],
  [
    "milliseconds and texts are the same times",
    ab,
    [stamped(1001, "b"), stamped("1970-01-01T00:00:01Z", "a")],
    [[[1, 0]]],
  ],
  ["a text of digits is milliseconds", ab, [stamped("1001", "b"), stamped("999", "a")], [[[1, 0]]]],
  ["of an array the first value is the time", ab, [stamped([2000, 0], "b"), stamped([1000, 9000], "a")], [[[1, 0]]]],
  [
    "times with zones are ordered by instant",
    ab,
    [stamped("2024-03-01T10:00:00Z", "b"), stamped("2024-03-01T11:00:00+02:00", "a")],
    [[[1, 0]]],
  ],
  [
    "the time is read where the rule says",
    ab,
    [at(1, "b", { t: 2 }), at(2, "a", { t: 1 }), at(3, "b")],
    [[[1, 0]]],
    { timestampField: "t" },
  ],
  [
    "the category is read where the rule says",
    ab,
    [at(1, "x", { kind: "a" }), at(2, "b"), at(3, "x", { kind: "b" })],
    [[[0, 2]]],
    { categoryField: "kind" },
  ],
]);

/** Sections 7 and 5b: in which order events are, and where their time and category are read. */
export const sequenceOrderCases: readonly SearchCase[] = [...order, ...time];
