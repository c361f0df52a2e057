import { describe, expect, it } from "vitest";
import { eventResultCases } from "../semantics/event-results.ts";
import { sampleCases } from "../semantics/samples.ts";
import { sequenceCases } from "../semantics/sequences.ts";
import { settledQueryOf } from "../reference/settled-query.ts";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { type FoundResult, searchWithEngine } from "./engine.ts";

const folder = useTemporaryFolder();

/** The engine gives single events in the order of input, the reference by time: which ones is what counts. */
function inComparableOrder(results: readonly FoundResult[], kind: string): readonly FoundResult[] {
  if (kind !== "event") return results;
  return results.toSorted((left, right) => Number(left.events[0]) - Number(right.events[0]));
}

describe("the engine finds what SEMANTICS.md says", () => {
  for (const memoryBytes of [1e6, 400]) {
    it.each([...sequenceCases, ...sampleCases, ...eventResultCases])(
      `with ${memoryBytes} bytes of memory, $rule: $name`,
      async ({ query: text, events, expected, options }) => {
        const query = settledQueryOf(text, options.schema ?? null);
        const found = await searchWithEngine(query, events, folder.join("events"), options, { memoryBytes });
        expect(inComparableOrder(found, query.kind)).toEqual(inComparableOrder(expected, query.kind));
      },
    );
  }
});
