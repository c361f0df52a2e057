import { describe, expect, it } from "vitest";
import { searchEvents } from "../../src/reference/search.ts";
import { eventResultCases } from "../semantics/event-results.ts";
import { sampleCases } from "../semantics/samples.ts";
import type { SearchCase } from "../semantics/search-case.ts";
import { sequenceCases } from "../semantics/sequences.ts";
import { documentOf } from "./reading.ts";
import { settledQueryOf } from "./settled-query.ts";

const searchCases: readonly SearchCase[] = [...sequenceCases, ...sampleCases, ...eventResultCases];

describe("the reference finds what SEMANTICS.md says", () => {
  it.each(searchCases)("$rule: $name", ({ query, events, expected, options }) => {
    const found = searchEvents(settledQueryOf(query, options.schema ?? null), events.map(documentOf), options);
    expect(found.map(({ events, joinKeys }) => ({ events, joinKeys }))).toEqual(expected);
  });

  it("has a name for every case", () => {
    const names = searchCases.map(({ name, query }) => `${name}: ${query.split(" ", 1)[0]}`);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("searchEvents", () => {
  it.each([
    ["any where true", "event"],
    ["sequence [any where true] [any where true]", "sequence"],
    ["sample [any where true] [any where true]", "sample"],
  ])("%s: its results are of the kind %s", (query, kind) => {
    const documents = ['{"@timestamp":1}', '{"@timestamp":2}'].map(documentOf);
    const kinds = searchEvents(settledQueryOf(query, null), documents).map((result) => result.kind);
    expect(new Set(kinds)).toEqual(new Set([kind]));
  });

  it("finds nothing where there is nothing", () => {
    for (const query of ["any where true", "sequence [any where true] [any where true]"]) {
      expect(searchEvents(settledQueryOf(query, null), [])).toEqual([]);
    }
  });

  it("takes an event's first 65,536 combinations of keys", () => {
    const [k, l] = [257, 256].map((count) => Array.from({ length: count }, (_, index) => index));
    const documents = [
      { "@timestamp": 1, k, l },
      { "@timestamp": 2, k: 255, l: 255 },
      { "@timestamp": 3, k: 256, l: 0 },
    ].map((document) => documentOf(JSON.stringify(document)));
    const query = settledQueryOf("sequence by k, l [any where true] [any where true]", null);
    expect(searchEvents(query, documents)).toEqual([{ kind: "sequence", events: [0, 1], joinKeys: ["255", "255"] }]);
  });
});
