import { at, type SearchCase, searchCasesOf, stamped } from "./search-case.ts";
import { sequenceKeyCases } from "./sequences-keys.ts";
import { sequenceMissingCases } from "./sequences-missing.ts";

const ab = "sequence [a where true] [b where true]";
const abc = "sequence [a where true] [b where true] [c where true]";
const anyTwo = "sequence [any where true] [any where true]";
const anyThree = "sequence [any where true] [any where true] [any where true]";
const untilU = `${ab} until [u where true]`;
const untilStop = `${ab} until [any where stop == true]`;

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
  ["an event without a time stops nothing", untilU, [at(1, "a"), stamped(null, "u"), at(3, "b")], [[[0, 2]]]],
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

const stages = searchCasesOf("7", [
  ["the stages in their order are a sequence", abc, [at(1, "a"), at(2, "b"), at(3, "c")], [[[0, 1, 2]]]],
  ["other events may come between", ab, [at(1, "a"), at(2, "x"), at(3, "x"), at(4, "b")], [[[0, 3]]]],
  ["a sequence that isn't complete is none", abc, [at(1, "a"), at(2, "b")], []],
  ["one event never serves two stages of a sequence", anyTwo, [at(1, "a")], []],
  [
    "one event may serve different stages of two sequences",
    anyTwo,
    [at(1, "a"), at(2, "a"), at(3, "a")],
    [[[0, 1]], [[1, 2]]],
  ],
  [
    "three equal stages go on with every event",
    anyThree,
    [at(1, "a"), at(2, "a"), at(3, "a"), at(4, "a")],
    [[[0, 1, 2]], [[1, 2, 3]]],
  ],
  ["of several first events the latest is taken", ab, [at(1, "a"), at(2, "a"), at(3, "b")], [[[1, 2]]]],
  [
    "older ones wait no longer once a later one is taken",
    ab,
    [at(1, "a"), at(2, "a"), at(3, "b"), at(4, "b")],
    [[[1, 2]]],
  ],
  ["a first event serves one sequence only", ab, [at(1, "a"), at(2, "b"), at(3, "b")], [[[0, 1]]]],
  ["sequences may follow each other", ab, [at(1, "a"), at(2, "b"), at(3, "a"), at(4, "b")], [[[0, 1]], [[2, 3]]]],
  [
    "of several partial sequences the latest is taken at every stage",
    abc,
    [at(1, "a"), at(2, "b"), at(3, "a"), at(4, "b"), at(5, "c")],
    [[[2, 3, 4]]],
  ],
  [
    "partial sequences wait at their stage only",
    abc,
    [at(1, "a"), at(2, "b"), at(3, "a"), at(4, "c"), at(5, "b"), at(6, "c")],
    [[[0, 1, 3]], [[2, 4, 5]]],
  ],
  [
    "a second event of a middle stage finds nothing that waits",
    abc,
    [at(1, "a"), at(2, "b"), at(3, "b"), at(4, "c")],
    [[[0, 1, 3]]],
  ],
  [
    "an event of two stages ends one sequence and carries another on",
    "sequence [any where n <= 3] [any where true] [any where true]",
    [at(1, "x", { n: 1 }), at(2, "x", { n: 2 }), at(3, "x", { n: 3 }), at(4, "x", { n: 4 }), at(5, "x", { n: 5 })],
    [[[0, 1, 2]], [[1, 2, 3]], [[2, 3, 4]]],
  ],
  [
    "results come by their last event",
    "sequence by k [a where true] [b where true]",
    [at(1, "a", { k: 2 }), at(2, "a", { k: 1 }), at(3, "b", { k: 1 }), at(4, "b", { k: 2 })],
    [
      [[1, 2], ["1"]],
      [[0, 3], ["2"]],
    ],
  ],
]);

const grammar = searchCasesOf("2", [
  [
    "runs is the stage written so many times",
    "sequence [a where true] with runs=2 [b where true]",
    [at(1, "a"), at(2, "a"), at(3, "a"), at(4, "b")],
    [[[1, 2, 3]]],
  ],
  ["one event is not a run of two", "sequence [a where true] with runs=2 [b where true]", [at(1, "a"), at(2, "b")], []],
  [
    "runs of one is the stage once",
    "sequence [a where true] with runs=1 [b where true]",
    [at(1, "a"), at(2, "b")],
    [[[0, 1]]],
  ],
  [
    "a single stage with runs is a sequence",
    "sequence [a where true] with runs=3",
    [at(1, "a"), at(2, "a"), at(3, "a"), at(4, "a")],
    [[[0, 1, 2]], [[1, 2, 3]]],
  ],
  [
    "runs come after the stage's own keys",
    "sequence [a where true] by k with runs=2 [b where true] by k",
    [at(1, "a", { k: 1 }), at(2, "a", { k: 2 }), at(3, "a", { k: 1 }), at(4, "b", { k: 1 })],
    [[[0, 2, 3], ["1"]]],
  ],
  ["a category is compared exactly", ab, [at(1, "A"), at(2, "b")], []],
  ["a category is one of several", ab, [at(1, "", { event: { category: ["x", "a"] } }), at(2, "b")], [[[0, 1]]]],
  ["any takes events without a category", anyTwo, ['{"@timestamp":1}', '{"@timestamp":2}'], [[[0, 1]]]],
  [
    "a stage's condition is that of an event query",
    'sequence [a where not x : "y"] [b where x > 1]',
    [at(1, "a"), at(2, "b", { x: [0, 2] })],
    [[[0, 1]]],
  ],
]);

const spans = searchCasesOf("7", [
  [
    "a span of exactly the maximum passes",
    "sequence with maxspan=10s [a where true] [b where true]",
    [at(0, "a"), at(10, "b")],
    [[[0, 1]]],
  ],
  [
    "a longer span doesn't",
    "sequence with maxspan=10s [a where true] [b where true]",
    [at(0, "a"), at(10.001, "b")],
    [],
  ],
  [
    "a nanosecond is longer",
    "sequence with maxspan=10s [a where true] [b where true]",
    [stamped("2024-03-01T10:00:00Z", "a"), stamped("2024-03-01T10:00:10.000000001Z", "b")],
    [],
  ],
  [
    "the span is that from the first to the last event",
    "sequence with maxspan=10s [a where true] [b where true] [c where true]",
    [at(0, "a"), at(6, "b"), at(12, "c")],
    [],
  ],
  [
    "events that are too old don't hinder later ones",
    "sequence with maxspan=10s [a where true] [b where true]",
    [at(0, "a"), at(8, "a"), at(12, "b")],
    [[[1, 2]]],
  ],
  [
    "what waits is used up by an event that comes too late",
    "sequence with maxspan=10s [a where true] [b where true] [c where true]",
    [at(0, "a"), at(11, "b"), at(12, "c")],
    [],
  ],
  ["without a maximum any span will do", ab, [stamped("1970-01-01", "a"), stamped("2024-03-01", "b")], [[[0, 1]]]],
  [
    "a span in milliseconds",
    "sequence with maxspan=500ms [a where true] [b where true]",
    [at(0, "a"), at(0.5, "b"), at(1, "a"), at(1.501, "b")],
    [[[0, 1]]],
  ],
  [
    "a span in minutes",
    "sequence with maxspan=1m [a where true] [b where true]",
    [at(0, "a"), at(60, "b"), at(100, "a"), at(161, "b")],
    [[[0, 1]]],
  ],
  [
    "a span in hours",
    "sequence with maxspan=2h [a where true] [b where true]",
    [at(0, "a"), at(7200, "b"), at(8000, "a"), at(15_201, "b")],
    [[[0, 1]]],
  ],
  [
    "a span in days",
    "sequence with maxspan=1d [a where true] [b where true]",
    [at(0, "a"), at(86_400, "b"), at(90_000, "a"), at(176_401, "b")],
    [[[0, 1]]],
  ],
]);

const until = searchCasesOf("7", [
  ["an until event between two stages cancels", untilU, [at(1, "a"), at(2, "u"), at(3, "b")], []],
  ["an until event before the first one doesn't", untilU, [at(1, "u"), at(2, "a"), at(3, "b")], [[[1, 2]]]],
  ["an until event after the last one doesn't", untilU, [at(1, "a"), at(2, "b"), at(3, "u")], [[[0, 1]]]],
  [
    "an until event that is the final event doesn't cancel",
    untilStop,
    [at(1, "a"), at(2, "b", { stop: true })],
    [[[0, 1]]],
  ],
  ["an until event that is the event before does", untilStop, [at(1, "a", { stop: true }), at(2, "b")], []],
  ["a sequence may begin after an until event", untilU, [at(1, "a"), at(2, "u"), at(3, "a"), at(4, "b")], [[[2, 3]]]],
  ["an until event of the same time cancels if it is read first", untilU, [at(1, "a"), at(2, "u"), at(2, "b")], []],
  [
    "an until event of the same time that is read later doesn't",
    untilU,
    [at(1, "a"), at(2, "b"), at(2, "u")],
    [[[0, 1]]],
  ],
  [
    "an until event cancels between any two stages",
    `${abc} until [u where true]`,
    [at(1, "a"), at(2, "b"), at(3, "u"), at(4, "c")],
    [],
  ],
  [
    "an until event that is a middle stage's event cancels there",
    `${abc} until [any where stop == true]`,
    [at(1, "a"), at(2, "b", { stop: true }), at(3, "c")],
    [],
  ],
  ["what an until event cancelled waits no longer", untilU, [at(1, "a"), at(2, "u"), at(3, "b"), at(4, "b")], []],
  [
    "an until event cancels its own keys only",
    "sequence by k [a where true] [b where true] until [u where true]",
    [at(1, "a", { k: 1 }), at(2, "a", { k: 2 }), at(3, "u", { k: 1 }), at(4, "b", { k: 1 }), at(5, "b", { k: 2 })],
    [[[1, 4], ["2"]]],
  ],
  [
    "until has key fields of its own",
    "sequence [a where true] by k [b where true] by k until [u where true] by parent",
    [at(1, "a", { k: 1 }), at(2, "u", { k: 2, parent: 1 }), at(3, "b", { k: 1 })],
    [],
  ],
  [
    "until between the events of a run",
    "sequence [a where true] with runs=2 until [u where true]",
    [at(1, "a"), at(2, "u"), at(3, "a"), at(4, "a")],
    [[[2, 3]]],
  ],
]);

const pairs = [at(1, "a"), at(2, "b"), at(3, "a"), at(4, "b"), at(5, "a"), at(6, "b")];

const pipes = searchCasesOf("9", [
  ["head keeps the first sequences", `${ab} | head 2`, pairs, [[[0, 1]], [[2, 3]]]],
  ["tail keeps the last sequences", `${ab} | tail 2`, pairs, [[[2, 3]], [[4, 5]]]],
  ["pipes are applied from left to right: head, tail", `${ab} | head 2 | tail 1`, pairs, [[[2, 3]]]],
  ["pipes are applied from left to right: tail, head", `${ab} | tail 2 | head 1`, pairs, [[[2, 3]]]],
  ["more than there are is all of them", `${ab} | tail 9 | head 8`, pairs, [[[0, 1]], [[2, 3]], [[4, 5]]]],
  ["size keeps the last sequences", ab, pairs, [[[2, 3]], [[4, 5]]], { size: 2 }],
  ["size comes before the pipes", `${ab} | head 1`, pairs, [[[2, 3]]], { size: 2 }],
  ["a size of none keeps no sequence", ab, pairs, [], { size: 0 }],
  [
    "pipes see sequences by their last event",
    "sequence by k [a where true] [b where true] | head 1",
    [at(1, "a", { k: 1 }), at(2, "a", { k: 2 }), at(3, "b", { k: 2 }), at(4, "b", { k: 1 })],
    [[[1, 2], ["2"]]],
  ],
  [
    "of sequences that end on the same event pipes see the keys",
    "sequence by k [a where true] [b where true] | tail 1",
    [at(1, "a", { k: ["y", "x"] }), at(2, "b", { k: ["x", "y"] })],
    [[[0, 1], ["y"]]],
  ],
  [
    "what missing events discarded is not counted",
    "sequence with maxspan=10s [a where true] ![m where true] [b where true] | head 1",
    [at(1, "a"), at(2, "m"), at(3, "b"), at(4, "a"), at(5, "b")],
    [[[3, null, 4]]],
  ],
]);

/** Every rule of SEMANTICS.md sections 2, 5b, 7 and 9 for sequences. */
export const sequenceCases: readonly SearchCase[] = [
  ...order,
  ...time,
  ...stages,
  ...grammar,
  ...spans,
  ...until,
  ...pipes,
  ...sequenceKeyCases,
  ...sequenceMissingCases,
];
