import { gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { HuntOptions } from "../../src/hunt/hunt-options.ts";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { compileQueries, huntAll, huntAllInPasses } from "./events.ts";

const folder = useTemporaryFolder();
let files = 0;

/** One thread, whole files, every line parsed, once. */
const plainest = { threads: 1, splitSizeBytes: 2 ** 40, strategy: "parse" } as const;

interface Sketch {
  readonly name: string;
  readonly second: number | null;
  readonly host: unknown;
  readonly user: unknown;
  readonly category: string;
}

function lineOf({ name, second, host, user, category }: Sketch): string {
  const time = second === null ? "never" : new Date(Date.UTC(2025, 7, 18) + second * 1000).toISOString();
  const event = { "@timestamp": time, event: { category }, process: { name }, host: { id: host }, user: { id: user } };
  return `${JSON.stringify(event)}\n`;
}

const sketch: fc.Arbitrary<Sketch> = fc.record({
  name: fc.oneof({ weight: 4, arbitrary: fc.constantFrom("n", "o") }, fc.constantFrom("a", "b", "c", "x")),
  second: fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: 0, max: 30 }).map((halves) => halves / 2) },
    fc.constant(null),
  ),
  host: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom("h1", "h1", "h1", "h2") },
    fc.constantFrom<unknown[]>(null, 4, "4", true, ["h1", "h2"], 'long \\host "4" é', []),
  ),
  user: fc.constantFrom<unknown[]>("u1", "u1", "u2", null, ["u1", "u3"]),
  category: fc.constantFrom("process", "network"),
});

const condition = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom("a", "b", "c").map((name) => `any where process.name == "${name}"`) },
  fc.constantFrom(
    "any where true",
    "network where true",
    "process where process.name != null",
    'any where process.name : ("n", "a")',
  ),
);
const keys = fc.constantFrom(
  "",
  "by host.id",
  "by ?host.id",
  "by host.id, user.id",
  "by user.id, ?host.id",
  "by ?user.id",
);

const sequence = fc
  .record({
    by: keys,
    maxSpan: fc.option(fc.constantFrom("1s", "2s", "3s", "500ms"), { nil: null }),
    stages: fc.array(
      fc.record({ condition, missing: fc.nat(4).map((die) => die === 0), runs: fc.nat(7).map((die) => die === 0) }),
      { minLength: 2, maxLength: 4 },
    ),
    until: fc.option(condition, { freq: 3, nil: null }),
    pipe: fc.constantFrom("", "", "", "| head 2", "| tail 1"),
  })
  .filter(({ stages }) => stages.filter(({ missing }) => !missing).length > 0)
  .map(({ by, maxSpan, stages, until, pipe }) => {
    const hasMissing = stages.some(({ missing }) => missing);
    const span = maxSpan ?? (hasMissing ? "2s" : null);
    return [
      `sequence ${by} ${span === null ? "" : `with maxspan=${span}`}`,
      ...stages.map(({ condition: text, missing, runs }) =>
        missing ? `![${text}]` : `[${text}]${runs && !hasMissing ? " with runs=2" : ""}`,
      ),
      ...(until === null || hasMissing ? [] : [`until [${until}]`]),
      pipe,
    ].join(" ");
  });

const sample = fc
  .record({ by: keys.filter((by) => by !== ""), stages: fc.array(condition, { minLength: 2, maxLength: 3 }) })
  .map(({ by, stages }) => `sample ${by} ${stages.map((text) => `[${text}]`).join(" ")}`);

const rulesOf = fc.array(fc.oneof({ weight: 4, arbitrary: sequence }, sample), { minLength: 4, maxLength: 8 });

const way = fc.record({
  threads: fc.integer({ min: 1, max: 4 }),
  splitSizeBytes: fc.integer({ min: 1, max: 3000 }),
  strategy: fc.constantFrom("extract" as const, "literal" as const),
  sortMemoryBytes: fc.constantFrom(300, 2 ** 26),
  commonShare: fc.constantFrom(-1, 0.1, 0.3),
});

describe("stages that are left to a second pass", () => {
  it("change nothing, whatever the rules, the events and the way", async () => {
    let second = 0;
    await fc.assert(
      fc.asyncProperty(
        rulesOf,
        fc.array(sketch, { minLength: 20, maxLength: 80 }),
        way,
        fc.record({
          isPacked: fc.boolean(),
          size: fc.option(fc.nat(3), { nil: undefined, freq: 3 }),
          isCut: fc.boolean(),
        }),
        async (queries, events, { commonShare, ...ways }, { isPacked, size, isCut }) => {
          const rules = await compileQueries(...queries, 'any where process.name == "x"');
          const text = events.map(lineOf).join("");
          const path = folder.write(`random-${files++}`, isPacked ? gzipSync(text) : text);
          const sinceNs = isCut ? BigInt(Date.UTC(2025, 7, 18) + 4000) * 1_000_000n : undefined;
          const asked: HuntOptions = { rules, inputs: [path], size, sinceNs, maxSamplesPerKey: 2 };
          const expected = await huntAll({ ...asked, ...plainest });
          const found = await huntAllInPasses({ ...asked, ...ways }, { commonShare });
          expect(found.lines).toEqual(expected.lines);
          expect(found.summary.problems).toEqual([]);
          expect(found.summary.statistics.totals).toMatchObject({ bytes: expected.summary.statistics.totals.bytes });
          if (found.summary.statistics.passes === 2) second++;
        },
      ),
      { numRuns: 40 },
    );
    expect(second).toBeGreaterThan(10);
  }, 240_000);
});
