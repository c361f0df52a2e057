import { describe, expect, it } from "vitest";
import { Choices } from "../evaluate/choices.ts";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { compareStrategies } from "./agreement.ts";

/** How many documents; `EQLHUNT_STRATEGY_DOCUMENTS` makes it a longer run, `EQLHUNT_STRATEGY_SEED` another one. */
const documents = Number(process.env["EQLHUNT_STRATEGY_DOCUMENTS"] ?? 100_000);
const firstSeed = Number(process.env["EQLHUNT_STRATEGY_SEED"] ?? Date.now() % 1_000_000);
const linesEach = 500;

const folder = useTemporaryFolder();

describe("literal and extract", () => {
  it(`find what parse finds, and count what it counts, from seed ${firstSeed} on`, async () => {
    let hits = 0;
    for (let seed = firstSeed, lines = 0; lines < documents; seed++) {
      const agreement = await compareStrategies(Choices.seeded(seed), folder.join("lines.ndjson"), {
        lines: linesEach,
        rules: null,
      });
      expect({ seed, faults: agreement.faults.slice(0, 5) }).toEqual({ seed, faults: [] });
      lines += agreement.lines;
      hits += agreement.hits;
    }
    expect(hits).toBeGreaterThan(documents / 10);
  }, 600_000);
});
