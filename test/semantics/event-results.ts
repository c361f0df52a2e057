import { at, type SearchCase, searchCasesOf, stamped } from "./search-case.ts";

const all = "any where true";
const four = [at(3, "a"), at(1, "a"), at(4, "a"), at(2, "a")];

/** Section 9: what pipes and a size leave of the results of event queries. */
export const eventResultCases: readonly SearchCase[] = searchCasesOf("9", [
  ["events come by time", all, four, [[[1]], [[3]], [[0]], [[2]]]],
  ["head keeps the earliest events", `${all} | head 2`, four, [[[1]], [[3]]]],
  ["tail keeps the latest events", `${all} | tail 2`, four, [[[0]], [[2]]]],
  ["pipes are applied from left to right: head, tail", `${all} | head 3 | tail 1`, four, [[[0]]]],
  ["pipes are applied from left to right: tail, head", `${all} | tail 3 | head 1`, four, [[[3]]]],
  ["a pipe may ask for more than there are", `${all} | head 9 | tail 8`, four, [[[1]], [[3]], [[0]], [[2]]]],
  ["size keeps the latest events", all, four, [[[0]], [[2]]], { size: 2 }],
  ["size comes before the pipes", `${all} | head 1`, four, [[[0]]], { size: 2 }],
  ["a size of none keeps nothing", all, four, [], { size: 0 }],
  ["events of the same time come by input", `${all} | tail 1`, [at(1, "a"), at(1, "b")], [[[1]]]],
  [
    "events of the same time come by tiebreaker, those without one last",
    all,
    [at(1, "a"), at(1, "a", { n: 2 }), at(1, "a", { n: 1 })],
    [[[2]], [[1]], [[0]]],
    { tiebreakerField: "n" },
  ],
  [
    "events without a time come before all others",
    all,
    [at(1, "a"), stamped("?", "a"), stamped(null, "a")],
    [[[1]], [[2]], [[0]]],
  ],
  ["only events that match are counted", "a where true | tail 1", [at(1, "a"), at(2, "b")], [[[0]]]],
]);
