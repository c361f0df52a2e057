import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { searchEvents } from "../../src/reference/search.ts";
import { documentOf } from "./reading.ts";
import { settledQueryOf } from "./settled-query.ts";

/** An event of the random data: which stages may take it, and its key. */
interface SmallEvent {
  readonly fits: readonly number[];
  readonly key: string;
}

const event: fc.Arbitrary<SmallEvent> = fc.record({
  fits: fc.subarray([0, 1, 2]),
  key: fc.constantFrom("x", "y", "Z"),
});

/** All choices of one event for each stage, by trying every combination in order. */
function choices(stages: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return stages
    .reduce<readonly (readonly number[])[]>(
      (begun, positions) => begun.flatMap((choice) => positions.map((position) => [...choice, position])),
      [[]],
    )
    .filter((choice) => new Set(choice).size === choice.length);
}

describe("findSamples", () => {
  it("finds the first choices of different events, key by key", () => {
    let found = 0;
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 9 }),
        fc.integer({ min: 2, max: 3 }),
        fc.integer({ min: 1, max: 4 }),
        (events, stages, maxSamplesPerKey) => {
          const numbers = Array.from({ length: stages }, (_, stage) => stage);
          const written = numbers.map((stage) => `[any where fits == ${stage}]`).join(" ");
          const documents = events.map(({ fits, key }) => documentOf(JSON.stringify({ fits, key })));
          const results = searchEvents(settledQueryOf(`sample by key ${written}`, null), documents, {
            maxSamplesPerKey,
          });
          const expected = ["Z", "x", "y"].flatMap((wanted) => {
            const positions = numbers.map((stage) =>
              events.flatMap(({ fits, key }, position) => (key === wanted && fits.includes(stage) ? [position] : [])),
            );
            return choices(positions)
              .slice(0, maxSamplesPerKey)
              .map((choice) => ({ kind: "sample", events: choice, joinKeys: [wanted] }));
          });
          found += expected.length;
          expect(results).toEqual(expected);
        },
      ),
      { numRuns: 500 },
    );
    expect(found).toBeGreaterThan(100);
  });
});
