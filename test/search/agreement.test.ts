import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { searchEvents } from "../../src/reference/search.ts";
import { Choices } from "../evaluate/choices.ts";
import { documentOf } from "../reference/reading.ts";
import { settledQueryOf } from "../reference/settled-query.ts";
import { cutRandomly } from "../scan/scanning.ts";
import type { SearchCaseOptions } from "../semantics/search-case.ts";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { searchWithEngine } from "./engine.ts";

const folder = useTemporaryFolder();

/** How many queries; `EQLHUNT_SEARCH_RUNS` makes it a longer run. */
const runs = Number(process.env["EQLHUNT_SEARCH_RUNS"] ?? 1_500);

const numbers = fc.array(fc.nat(), { minLength: 200, maxLength: 900, size: "max" });
const categories = ["a", "b", "c"];
const spans = ["1ms", "1s", "2s", "3s", "10s", "1m"];

/** A stage's filter: a category or any, and sometimes a second condition. */
function filterText(choices: Choices): string {
  const category = choices.pick([...categories, "any"]);
  return `${category} where ${choices.pick(["true", "true", "true", "n > 1", 'm == "x"', "k != null"])}`;
}

function sequenceText(choices: Choices): string {
  const keys = choices.pick(["", "k", "?k", "m", "k, m", "?k, ?m"]);
  const ownKeys = choices.pick(["", "", " by m", " by ?m", " by n"]);
  const span = choices.pick([null, ...spans]);
  const stages = Array.from({ length: choices.pick([1, 2, 2, 3, 3, 4]) }, () => {
    const runsText = choices.below(6) === 0 ? ` with runs=${choices.pick([2, 3])}` : "";
    const missing = span !== null && choices.below(4) === 0 ? "!" : "";
    return `${missing}[${filterText(choices)}]${ownKeys}${runsText}`;
  });
  // Two stages at least, and one that isn't missing.
  stages.splice(choices.below(stages.length + 1), 0, `[${filterText(choices)}]${ownKeys}`);
  const until = choices.below(3) === 0 ? ` until [${filterText(choices)}]${ownKeys}` : "";
  const by = keys === "" ? "" : ` by ${keys}`;
  return `sequence${by}${span === null ? "" : ` with maxspan=${span}`} ${stages.join(" ")}${until}${pipesText(choices)}`;
}

function sampleText(choices: Choices): string {
  const keys = choices.pick(["k", "?k", "k, m", "?k, ?m", "n"]);
  const stages = Array.from({ length: choices.pick([2, 2, 3]) }, () => `[${filterText(choices)}]`);
  return `sample by ${keys} ${stages.join(" ")}${pipesText(choices)}`;
}

function pipesText(choices: Choices): string {
  return choices.pick(["", "", "", " | head 2", " | tail 2", " | head 3 | tail 1"]);
}

/** Events in a short time, often the same, with few values, so that much of it fits together. */
function eventText(choices: Choices): string {
  const event: Record<string, unknown> = { event: { category: choices.pick(categories) } };
  const time = choices.pick([0, 1000, 1000, 2000, 2001, 3000, 4000, 5000, 5001, 6000]);
  const fraction = choices.pick(["", "000001", "999999"]);
  const text = new Date(Date.UTC(2025, 0, 1) + time).toISOString();
  const stamp = choices.below(20) === 0 ? choices.pick([null, "never"]) : `${text.slice(0, -1)}${fraction}Z`;
  event["@timestamp"] = stamp;
  const key = choices.pick<unknown>([1, 1, "1", "x", "X", null, [1, "x"], [], ["x", "x", null], true, "true"]);
  if (choices.below(8) > 0) event["k"] = key;
  event["m"] = choices.pick<unknown>(["x", "x", "y", ["x", "y"], null]);
  event["n"] = choices.pick<unknown>([1, 2, "2", 10]);
  if (choices.below(3) > 0) event["t"] = choices.pick<unknown>([1, 2, 10, "10", "9", true]);
  return JSON.stringify(event);
}

describe("the engine and the reference agree on sequences and samples", () => {
  it("of random queries over random events, however they are cut and little memory there is", async () => {
    let results = 0;
    let empty = 0;
    await fc.assert(
      fc.asyncProperty(numbers, async (numbers) => {
        const choices = Choices.listed(numbers);
        const text = choices.below(4) === 0 ? sampleText(choices) : sequenceText(choices);
        const options: SearchCaseOptions = {
          ...(choices.below(2) === 0 ? {} : { tiebreakerField: "t" }),
          ...(choices.below(8) === 0 ? { size: choices.pick([1, 2, 3]) } : {}),
          ...(choices.below(4) === 0 ? { maxSamplesPerKey: choices.pick([2, 3]) } : {}),
        };
        const query = settledQueryOf(text, null);
        const lines = Array.from({ length: 2 + choices.below(40) }, () => eventText(choices));
        const expected = searchEvents(query, lines.map(documentOf), options);
        const found = await searchWithEngine(query, lines, folder.join("events"), options, {
          cut: ({ input }) => cutRandomly(input, choices, 300),
          memoryBytes: choices.pick([300, 2_000, 1e6]),
          scan: { strategy: choices.pick(["parse", "literal"]) },
        });
        const wanted = expected.map(({ events, joinKeys }) => ({ events, joinKeys }));
        expect({ text, lines, found }).toEqual({ text, lines, found: wanted });
        results += found.length;
        if (found.length === 0) empty++;
      }),
      { numRuns: runs },
    );
    expect(results / runs).toBeGreaterThan(0.8);
    expect(empty / runs).toBeLessThan(0.75);
  }, 3_600_000);
});
