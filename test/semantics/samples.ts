import { at, type SearchCase, searchCasesOf, stamped } from "./search-case.ts";

const byK = "sample by k [a where true] [b where true]";
const byOptionalK = "sample by ?k [a where true] [b where true]";
const anyTwo = "sample by k [any where true] [any where true]";
const anyThree = "sample by k [any where x == 1] [any where y == 1] [any where z == 1]";

const samples = searchCasesOf("8", [
  [
    "events of all stages with equal keys are a sample",
    byK,
    [at(1, "a", { k: "x" }), at(2, "b", { k: "x" })],
    [[[0, 1], ["x"]]],
  ],
  [
    "time has no part in it",
    byK,
    [at(9, "a", { k: "x" }), stamped("?", "b", { k: "x" }), at(1, "b", { k: "x" })],
    [[[0, 1], ["x"]]],
  ],
  [
    "of several events the first in input order is taken",
    byK,
    [at(1, "b", { k: "x" }), at(9, "a", { k: "x" }), at(2, "a", { k: "x" }), at(3, "b", { k: "x" })],
    [[[1, 0], ["x"]]],
  ],
  ["a key that one stage lacks gives none", byK, [at(1, "a", { k: "x" }), at(2, "b", { k: "y" })], []],
  ["one event doesn't serve two stages", anyTwo, [at(1, "a", { k: "x" })], []],
  ["two events that fit both stages", anyTwo, [at(1, "a", { k: "x" }), at(2, "a", { k: "x" })], [[[0, 1], ["x"]]]],
  [
    "an event that a later stage needs is left to it",
    "sample by k [any where x == 1] [any where y == 1]",
    [at(1, "e", { k: 1, x: 1, y: 1 }), at(2, "e", { k: 1, x: 1 })],
    [[[1, 0], ["1"]]],
  ],
  [
    "stages go back over several choices",
    anyThree,
    [at(1, "e", { k: 1, x: 1, y: 1 }), at(2, "e", { k: 1, x: 1, y: 1, z: 1 }), at(3, "e", { k: 1, x: 1 })],
    [[[2, 0, 1], ["1"]]],
  ],
  [
    "two events are not enough for three stages",
    anyThree,
    [at(1, "e", { k: 1, x: 1, y: 1, z: 1 }), at(2, "e", { k: 1, x: 1, y: 1, z: 1 })],
    [],
  ],
  [
    "without keys all events are of one kind",
    "sample [a where true] [b where true]",
    [at(1, "b"), at(2, "a"), at(3, "a")],
    [[[1, 0]]],
  ],
  [
    "a stage may have keys of its own",
    "sample by k [a where true] by l [b where true] by m",
    [at(1, "a", { k: 1, l: 2 }), at(2, "b", { k: 1, m: 2 })],
    [
      [
        [0, 1],
        ["1", "2"],
      ],
    ],
  ],
]);

const keys = searchCasesOf("8", [
  [
    "keys are visited in ascending order, texts by bytes",
    byK,
    [at(1, "a", { k: ["b", "B", "a"] }), at(2, "b", { k: ["a", "b", "B"] })],
    [
      [[0, 1], ["B"]],
      [[0, 1], ["a"]],
      [[0, 1], ["b"]],
    ],
  ],
  [
    "null is visited first, then booleans, numbers and texts",
    byOptionalK,
    [
      at(1, "a", { k: ["x", 10, 9, true, false] }),
      at(2, "b", { k: [false, 9, 10, true, "x"] }),
      at(3, "a"),
      at(4, "b"),
    ],
    [
      [[2, 3], [null]],
      [[0, 1], ["false"]],
      [[0, 1], ["true"]],
      [[0, 1], ["9"]],
      [[0, 1], ["10"]],
      [[0, 1], ["x"]],
    ],
  ],
  [
    "the first key decides before the second",
    "sample by k, l [a where true] [b where true]",
    [at(1, "a", { k: 2, l: 1 }), at(2, "a", { k: 1, l: 2 }), at(3, "b", { k: [1, 2], l: [1, 2] })],
    [
      [
        [1, 2],
        ["1", "2"],
      ],
      [
        [0, 2],
        ["2", "1"],
      ],
    ],
  ],
  ["a mandatory key needs a value", byK, [at(1, "a"), at(2, "b")], []],
  [
    "an optional key without a value equals itself",
    byOptionalK,
    [at(1, "a"), at(2, "b", { k: [null] })],
    [[[0, 1], [null]]],
  ],
  ["no value is unequal to every value", byOptionalK, [at(1, "a"), at(2, "b", { k: "null" })], []],
  ["a number joins its text", byK, [at(1, "a", { k: 4 }), at(2, "b", { k: "4" })], [[[0, 1], ["4"]]]],
  ["keys are case-sensitive", byK, [at(1, "a", { k: "x" }), at(2, "b", { k: "X" })], []],
]);

const several = searchCasesOf("8", [
  [
    "there is one sample for a key",
    byK,
    [at(1, "a", { k: 1 }), at(2, "a", { k: 1 }), at(3, "b", { k: 1 }), at(4, "b", { k: 1 })],
    [[[0, 2], ["1"]]],
  ],
  [
    "as many as are wanted, the last stage changing fastest",
    byK,
    [at(1, "a", { k: 1 }), at(2, "a", { k: 1 }), at(3, "b", { k: 1 }), at(4, "b", { k: 1 })],
    [
      [[0, 2], ["1"]],
      [[0, 3], ["1"]],
      [[1, 2], ["1"]],
    ],
    { maxSamplesPerKey: 3 },
  ],
  [
    "as many as there are, if more are wanted",
    anyTwo,
    [at(1, "a", { k: 1 }), at(2, "a", { k: 1 })],
    [
      [[0, 1], ["1"]],
      [[1, 0], ["1"]],
    ],
    { maxSamplesPerKey: 9 },
  ],
  [
    "so many for each key",
    byK,
    [at(1, "a", { k: [2, 1] }), at(2, "a", { k: 2 }), at(3, "b", { k: [1, 2] }), at(4, "a", { k: 2 })],
    [
      [[0, 2], ["1"]],
      [[0, 2], ["2"]],
      [[1, 2], ["2"]],
    ],
    { maxSamplesPerKey: 2 },
  ],
]);

const threeKeys = [at(1, "a", { k: [1, 2, 3] }), at(2, "b", { k: [3, 2, 1] })];
const one = [[0, 1], ["1"]] as const;
const two = [[0, 1], ["2"]] as const;
const three = [[0, 1], ["3"]] as const;

const limits = searchCasesOf("9", [
  ["size keeps the first samples", byK, threeKeys, [one, two], { size: 2 }],
  ["a size of none keeps no sample", byK, threeKeys, [], { size: 0 }],
  ["a size that isn't reached keeps all samples", byK, threeKeys, [one, two, three], { size: 9 }],
  ["head keeps the first samples", `${byK} | head 1`, threeKeys, [one]],
  ["tail keeps the last samples", `${byK} | tail 2`, threeKeys, [two, three]],
  ["size comes before the pipes of a sample", `${byK} | tail 1`, threeKeys, [two], { size: 2 }],
]);

/** Every rule of SEMANTICS.md section 8, and of 9 for samples. */
export const sampleCases: readonly SearchCase[] = [...samples, ...keys, ...several, ...limits];
