import type { FieldType, Schema } from "../../src/language/schema.ts";
import { at, type SearchCase, searchCasesOf, stamped } from "./search-case.ts";

const byK = "sequence by k [a where true] [b where true]";
const byOptionalK = "sequence by ?k [a where true] [b where true]";
const byTwo = "sequence by k, l [a where true] [b where true]";

/** Fields of those types, all of them known. */
function schemaOf(types: Readonly<Record<string, FieldType>>): Schema {
  const formats = ["iso", "epoch_millis"];
  return {
    fields: new Map(
      Object.entries(types).map(([path, type]) => [
        path,
        { type, formats: type === "date" ? formats : [], nullValue: null },
      ]),
    ),
  };
}

/** A pair of events with the whole numbers as they are written, which JavaScript may not hold. */
function pairWithNumbers(first: string, second: string): readonly string[] {
  return [`{"@timestamp":1,"event.category":"a","k":${first}}`, `{"@timestamp":2,"event.category":"b","k":${second}}`];
}

const joining = searchCasesOf("7", [
  [
    "events join by equal keys",
    byK,
    [at(1, "a", { k: "x" }), at(2, "a", { k: "y" }), at(3, "b", { k: "x" })],
    [[[0, 2], ["x"]]],
  ],
  ["events of different keys don't join", byK, [at(1, "a", { k: "x" }), at(2, "b", { k: "y" })], []],
  [
    "an event of another key uses nothing up",
    byK,
    [at(1, "a", { k: "x" }), at(2, "b", { k: "y" }), at(3, "b", { k: "x" })],
    [[[0, 2], ["x"]]],
  ],
  ["all keys have to be equal", byTwo, [at(1, "a", { k: "x", l: "y" }), at(2, "b", { k: "x", l: "z" })], []],
  [
    "a stage may have keys of its own",
    "sequence [a where true] by id [b where true] by parent",
    [at(1, "a", { id: 7, parent: 1 }), at(2, "b", { id: 8, parent: 7 })],
    [[[0, 1], ["7"]]],
  ],
  [
    "a stage's keys are those of the sequence, then its own",
    "sequence by host [a where true] by id [b where true] by parent",
    [at(1, "a", { host: "h", id: 7 }), at(2, "b", { host: "i", parent: 7 }), at(3, "b", { host: "h", parent: 7 })],
    [
      [
        [0, 2],
        ["h", "7"],
      ],
    ],
  ],
  ["an event without a mandatory key is ignored", byK, [at(1, "a"), at(2, "b")], []],
  [
    "an event without a mandatory key is ignored at every stage",
    byK,
    [at(1, "a", { k: "x" }), at(2, "b"), at(3, "b", { k: "x" })],
    [[[0, 2], ["x"]]],
  ],
  ["a mandatory key that is null is missing", byK, [at(1, "a", { k: null }), at(2, "b", { k: null })], []],
  ["an optional key without a value equals itself", byOptionalK, [at(1, "a"), at(2, "b")], [[[0, 1], [null]]]],
  [
    "null, an empty array and one of nulls are no value",
    "sequence by ?k [a where true] [b where true] [c where true]",
    [at(1, "a", { k: null }), at(2, "b", { k: [] }), at(3, "c", { k: [null] })],
    [[[0, 1, 2], [null]]],
  ],
  ["no value is unequal to every value", byOptionalK, [at(1, "a"), at(2, "b", { k: "x" })], []],
  ["no value is not the text null", byOptionalK, [at(1, "a"), at(2, "b", { k: "null" })], []],
  ["no value is not the empty text", byOptionalK, [at(1, "a"), at(2, "b", { k: "" })], []],
  ["the empty text is a value", byK, [at(1, "a", { k: "" }), at(2, "b", { k: "" })], [[[0, 1], [""]]]],
  [
    "an optional key that is there joins as any other",
    byOptionalK,
    [at(1, "a", { k: "x" }), at(2, "b", { k: "x" })],
    [[[0, 1], ["x"]]],
  ],
  [
    "a key may be optional at one stage only",
    "sequence [a where true] by ?k [b where true] by k",
    [at(1, "a"), at(2, "b"), at(3, "a", { k: 1 }), at(4, "b", { k: 1 })],
    [[[2, 3], ["1"]]],
  ],
  [
    "one key may be missing and the other not",
    "sequence by ?k, l [a where true] [b where true]",
    [at(1, "a", { l: 1 }), at(2, "b", { l: 1 }), at(3, "a", { k: 1 }), at(4, "b", { k: 1 })],
    [
      [
        [0, 1],
        [null, "1"],
      ],
    ],
  ],
  ["keys are case-sensitive", byK, [at(1, "a", { k: "x" }), at(2, "b", { k: "X" })], []],
  [
    "keys are read in any spelling of the field",
    "sequence by k.l [a where true] [b where true]",
    [at(1, "a", { k: { l: 1 } }), at(2, "b", { "k.l": 1 })],
    [[[0, 1], ["1"]]],
  ],
  [
    "two fields that are joined don't run into each other",
    byTwo,
    [at(1, "a", { k: 'x","y', l: "z" }), at(2, "b", { k: "x", l: 'y","z' })],
    [],
  ],
]);

const texts = searchCasesOf("5a", [
  ["a number joins its text", byK, [at(1, "a", { k: 4 }), at(2, "b", { k: "4" })], [[[0, 1], ["4"]]]],
  ["a boolean joins its text", byK, [at(1, "a", { k: true }), at(2, "b", { k: "true" })], [[[0, 1], ["true"]]]],
  ["a number doesn't join another text of it", byK, [at(1, "a", { k: 4 }), at(2, "b", { k: "4.0" })], []],
  ["a number joins by its value, however it is written", byK, pairWithNumbers("4.0", "40e-1"), [[[0, 1], ["4"]]]],
  ["a fraction joins its shortest text", byK, pairWithNumbers("0.50", '"0.5"'), [[[0, 1], ["0.5"]]]],
  ["whole numbers join exactly", byK, pairWithNumbers("9007199254740993", "9007199254740992"), []],
  [
    "whole numbers join their digits",
    byK,
    pairWithNumbers("9007199254740993", '"9007199254740993"'),
    [[[0, 1], ["9007199254740993"]]],
  ],
  ["a number beyond all doubles joins nothing", byK, pairWithNumbers("1e400", "1e400"), []],
  ["a number beyond all doubles is not a missing one", byOptionalK, pairWithNumbers("1e400", "null"), []],
  [
    "addresses without a schema join by text",
    byK,
    [at(1, "a", { k: "::1" }), at(2, "b", { k: "0:0:0:0:0:0:0:1" })],
    [],
  ],
]);

const arrays = searchCasesOf("7", [
  [
    "an event takes part once per value of an array",
    byK,
    [at(1, "a", { k: ["x", "y"] }), at(2, "b", { k: "y" }), at(3, "b", { k: "x" })],
    [
      [[0, 1], ["y"]],
      [[0, 2], ["x"]],
    ],
  ],
  [
    "two arrays give a sequence for each value they share",
    byK,
    [at(1, "a", { k: ["x", "y", "z"] }), at(2, "b", { k: ["z", "w", "y"] })],
    [
      [[0, 1], ["y"]],
      [[0, 1], ["z"]],
    ],
  ],
  [
    "the same value twice counts once",
    byK,
    [at(1, "a", { k: ["x", "x"] }), at(2, "b", { k: ["x", "x"] }), at(3, "b", { k: "x" })],
    [[[0, 1], ["x"]]],
  ],
  [
    "values with the same text count once",
    byK,
    [at(1, "a", { k: [4, "4"] }), at(2, "b", { k: ["4", 4] }), at(3, "b", { k: 4 })],
    [[[0, 1], ["4"]]],
  ],
  [
    "arrays of several keys give every combination that is shared",
    byTwo,
    [at(1, "a", { k: ["x", "y"], l: [1, 2] }), at(2, "b", { k: ["y", "x"], l: [2, 3, 1] })],
    [
      [
        [0, 1],
        ["x", "1"],
      ],
      [
        [0, 1],
        ["x", "2"],
      ],
      [
        [0, 1],
        ["y", "1"],
      ],
      [
        [0, 1],
        ["y", "2"],
      ],
    ],
  ],
  [
    "nulls in an array are ignored",
    byOptionalK,
    [at(1, "a", { k: ["x", null] }), at(2, "b", { k: [null, "x"] }), at(3, "b")],
    [[[0, 1], ["x"]]],
  ],
  ["an array of nulls is no mandatory key", byK, [at(1, "a", { k: [null] }), at(2, "b", { k: [null] })], []],
  [
    "an array in one key leaves the other optional",
    "sequence by k, ?l [a where true] [b where true]",
    [at(1, "a", { k: ["x", "y"] }), at(2, "b", { k: "y" })],
    [
      [
        [0, 1],
        ["y", null],
      ],
    ],
  ],
  [
    "each value has partial sequences of its own",
    byK,
    [at(1, "a", { k: ["x", "y"] }), at(2, "a", { k: "x" }), at(3, "b", { k: ["x", "y"] })],
    [
      [[1, 2], ["x"]],
      [[0, 2], ["y"]],
    ],
  ],
]);

const order = searchCasesOf("7", [
  [
    "sequences that end on the same event come by key: booleans, numbers, texts by bytes",
    byK,
    [
      at(1, "a", { k: ["\u{1f600}", "b", "B", "10", "\uff5e", 10, 9, -1, true, false, 0.5] }),
      at(2, "b", { k: [false, 0.5, true, 9, "B", -1, 10, "\uff5e", "b", "\u{1f600}"] }),
    ],
    [
      [[0, 1], ["false"]],
      [[0, 1], ["true"]],
      [[0, 1], ["-1"]],
      [[0, 1], ["0.5"]],
      [[0, 1], ["9"]],
      [[0, 1], ["10"]],
      [[0, 1], ["B"]],
      [[0, 1], ["b"]],
      [[0, 1], ["\uff5e"]],
      [[0, 1], ["\u{1f600}"]],
    ],
  ],
  [
    "the first key decides before the second, and null comes first",
    "sequence by k, ?l [a where true] [b where true]",
    [at(1, "a", { k: ["x", "y"], l: [2, 1] }), at(2, "a", { k: ["y", "x"] }), at(3, "b", { k: ["y", "x"], l: [1, 2] })],
    [
      [
        [0, 2],
        ["x", "1"],
      ],
      [
        [0, 2],
        ["x", "2"],
      ],
      [
        [0, 2],
        ["y", "1"],
      ],
      [
        [0, 2],
        ["y", "2"],
      ],
    ],
  ],
  [
    "keys that join and differ in type come as the first event has them",
    byK,
    [at(1, "a", { k: ["10", 9] }), at(2, "b", { k: [10, "9"] })],
    [
      [[0, 1], ["9"]],
      [[0, 1], ["10"]],
    ],
  ],
  [
    "the last event decides before the key, and its tiebreaker too",
    byK,
    [at(1, "a", { k: ["x", "y"] }), at(2, "b", { k: "x", n: 2 }), at(2, "b", { k: "y", n: 1 })],
    [
      [[0, 2], ["y"]],
      [[0, 1], ["x"]],
    ],
    { tiebreakerField: "n" },
  ],
]);

const schemas = searchCasesOf("7", [
  [
    "keys that a schema calls ip join by address",
    byK,
    [at(1, "a", { k: "::1" }), at(2, "b", { k: "0:0:0:0:0:0:0:1" })],
    [[[0, 1], ["::1"]]],
    { schema: schemaOf({ k: "ip" }) },
  ],
  [
    "an IPv4 address is the IPv6 address that holds it",
    byK,
    [at(1, "a", { k: "::ffff:10.0.0.1" }), at(2, "b", { k: "10.0.0.1" })],
    [[[0, 1], ["::ffff:10.0.0.1"]]],
    { schema: schemaOf({ k: "ip" }) },
  ],
  [
    "an array with two texts of an address has it once",
    byK,
    [at(1, "a", { k: ["::1", "0::1"] }), at(2, "b", { k: ["0::1"] }), at(3, "b", { k: "::1" })],
    [[[0, 1], ["::1"]]],
    { schema: schemaOf({ k: "ip" }) },
  ],
  [
    "keys that a schema calls date join by instant",
    byK,
    [at(1, "a", { k: "2024-03-01T12:00:00+02:00" }), at(2, "b", { k: 1_709_287_200_000 })],
    [[[0, 1], ["2024-03-01T12:00:00+02:00"]]],
    { schema: schemaOf({ k: "date" }) },
  ],
  [
    "dates without a schema join by text",
    byK,
    [at(1, "a", { k: "2024-03-01T12:00:00+02:00" }), at(2, "b", { k: "2024-03-01T10:00:00Z" })],
    [],
  ],
  [
    "a keyword that looks like an address joins by text",
    byK,
    [at(1, "a", { k: "::1" }), at(2, "b", { k: "0::1" })],
    [],
    { schema: schemaOf({ k: "keyword" }) },
  ],
  [
    "an optional key that a schema doesn't list has no value",
    byOptionalK,
    [at(1, "a", { k: "x" }), at(2, "b", { k: "y" })],
    [[[0, 1], [null]]],
    { schema: schemaOf({ l: "keyword" }) },
  ],
  [
    "an explicit null joins as what the schema says it stands for",
    byK,
    [at(1, "a", { k: null }), at(2, "b"), at(3, "b", { k: "none" })],
    [[[0, 2], ["none"]]],
    { schema: { fields: new Map([["k", { type: "keyword", formats: [], nullValue: "none" }]]) } },
  ],
  [
    "stages of a closed schema see fields that aren't listed as null",
    "sequence [a where ?x == null] [b where ?x == ?y]",
    [at(1, "a", { x: 1 }), at(2, "b", { x: 1, y: 2 })],
    [[[0, 1]]],
    { schema: schemaOf({ k: "keyword" }) },
  ],
  [
    "the time is read as the schema writes it",
    "sequence [a where true] [b where true]",
    [stamped("01-03-2024", "b"), stamped("29-02-2024", "a")],
    [[[1, 0]]],
    { schema: { fields: new Map([["@timestamp", { type: "date", formats: ["dd-MM-yyyy"], nullValue: null }]]) } },
  ],
]);

/** Section 7 and 5a: how events join. */
export const sequenceKeyCases: readonly SearchCase[] = [...joining, ...texts, ...arrays, ...order, ...schemas];
