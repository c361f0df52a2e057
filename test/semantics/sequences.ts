import { at, type SearchCase, searchCasesOf } from "./search-case.ts";
import { sequenceKeyCases } from "./sequences-keys.ts";
import { sequenceLimitCases } from "./sequences-limits.ts";
import { sequenceMissingCases } from "./sequences-missing.ts";
import { sequenceOrderCases } from "./sequences-order.ts";

const ab = "sequence [a where true] [b where true]";
const abc = "sequence [a where true] [b where true] [c where true]";
const anyTwo = "sequence [any where true] [any where true]";
const anyThree = "sequence [any where true] [any where true] [any where true]";

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

/** Every rule of SEMANTICS.md sections 2, 5b, 7 and 9 for sequences. */
export const sequenceCases: readonly SearchCase[] = [
  ...stages,
  ...grammar,
  ...sequenceOrderCases,
  ...sequenceLimitCases,
  ...sequenceKeyCases,
  ...sequenceMissingCases,
];
