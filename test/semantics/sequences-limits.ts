import { at, type SearchCase, searchCasesOf, stamped } from "./search-case.ts";

const ab = "sequence [a where true] [b where true]";
const abc = "sequence [a where true] [b where true] [c where true]";
const untilU = `${ab} until [u where true]`;
const untilStop = `${ab} until [any where stop == true]`;
const pairs = [at(1, "a"), at(2, "b"), at(3, "a"), at(4, "b"), at(5, "a"), at(6, "b")];

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
    "the span is that from the first event at every stage",
    "sequence with maxspan=10s [a where true] [b where true] [c where true] [d where true]",
    [at(0, "a"), at(4, "b"), at(8, "c"), at(12, "d")],
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

/** Sections 7 and 9: what maxspan, until, pipes and a size leave of the sequences. */
export const sequenceLimitCases: readonly SearchCase[] = [...spans, ...until, ...pipes];
