import { writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { HuntOptions } from "../../src/hunt/hunt-options.ts";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { huntInPasses } from "./built.ts";
import { compileQueries, huntAll, huntAllInPasses, processLine } from "./events.ts";

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

/** 400 events of one host; each fourth has the name that the common stage asks for, each hundredth the user that the rare one does. */
const eventCount = 400;
const splitSizeBytes = 4096;
const joined = await compileQueries(
  `sequence by host.id [any where user.name == "rare"] [process where process.name : ("*found*", "deadly*")]`,
  `any where user.name == "rare"`,
);
const plainLines = Array.from({ length: eventCount }, (_, number) => eventLine(number, "other"));
/** In a split of which no sample is taken. */
const deadlyNumber = plainLines.findIndex((line, number) => {
  const offset = plainLines.slice(0, number).join("").length;
  return Math.floor(offset / splitSizeBytes) === 10 && offset % splitSizeBytes > 1000 && line !== "";
});
const story = plainLines.map((_, number) =>
  eventLine(number, number === deadlyNumber ? "deadly" : number % 4 === 1 ? "found.exe" : "other"),
);

function eventLine(number: number, name: string): string {
  const user = { name: number % 100 === 0 ? "rare" : "everybody" };
  return processLine(number, name, { host: { id: "h1" }, user });
}

function failing(parameters: Readonly<Record<string, string>>): HuntOptions["matcher"] {
  const module = new URL("matchers/failing.js", import.meta.url);
  for (const [name, value] of Object.entries(parameters)) module.searchParams.set(name, value);
  return { module };
}

describe("in a second pass", () => {
  const path = folder.write("story.ndjson", story.join(""));
  const asked: HuntOptions = { rules: joined, inputs: [path], threads: 2, splitSizeBytes, strategy: "extract" };
  const inOne = { ...asked, ...plainest };

  it("nothing but sequences is looked for, and nothing is counted again", async () => {
    const expected = await huntAll({ ...inOne, count: true });
    expect(expected.lines).toHaveLength(8);
    const { lines, summary } = await huntAllInPasses({ ...asked, count: true });
    expect(lines).toEqual(expected.lines);
    expect(summary.statistics).toMatchObject({ passes: 2, detections: 8, sequences: 4 });
    expect(summary.statistics.totals).toEqual(expected.summary.statistics.totals);
    expect(summary.statistics.inputs).toEqual(expected.summary.statistics.inputs);
  });

  it("there is nothing to do if no rule can come about", async () => {
    const rules = await compileQueries(`sequence by host.id [any where user.name == "nobody"] [process where true]`);
    const { lines, summary } = await huntAllInPasses({ ...asked, rules });
    expect(lines).toEqual([]);
    expect(summary.statistics.passes).toBe(1);
  });

  it("a worker that dies is replaced, and its split scanned again", async () => {
    const expected = await huntAll(inOne);
    const matcher = failing({ how: "exit", marker: folder.join("dies"), times: "2" });
    const { lines, summary } = await huntAllInPasses({ ...asked, matcher });
    expect(summary.statistics.passes).toBe(2);
    expect(summary.problems).toEqual([]);
    expect(lines).toEqual(expected.lines);
  });

  it("a split that can't be scanned makes sequences partial", async () => {
    const matcher = failing({ how: "throw" });
    const refused = await huntAllInPasses({ ...asked, matcher });
    expect(refused.summary.problems).toEqual([
      expect.objectContaining({ kind: "split", file: path, startBytes: 10 * splitSizeBytes }),
      { kind: "correlations-refused", rules: 1 },
    ]);
    expect(refused.summary.statistics).toMatchObject({ passes: 2, detections: 4, sequences: 0 });
    const allowed = await huntAllInPasses({ ...asked, matcher, allowPartial: true });
    expect(allowed.summary.problems).toEqual([expect.objectContaining({ kind: "split" })]);
    expect(allowed.lines.filter((line) => line.includes('"partial":true'))).toHaveLength(4);
  });

  it("an input that has changed is reported", async () => {
    const changing = folder.write("changing.ndjson", story.join(""));
    const found = huntInPasses(
      { ...asked, inputs: [changing], maxDetectionsPerRule: 100 },
      { minInputBytes: 0, commonShare: 0.1 },
    );
    let count = 0;
    for await (const { kind } of found) {
      // The last of these is given when all has been scanned but for its split.
      if (kind === "event" && ++count === 4) {
        await new Promise((resolve) => setTimeout(resolve, 500));
        writeFileSync(changing, story.join("").replaceAll(/found|deadly/g, "moved"));
      }
    }
    const { problems, statistics } = await found.summary;
    expect(problems).toContainEqual(expect.objectContaining({ kind: "input", code: "E501", file: changing }));
    expect(statistics).toMatchObject({ sequences: 0, inputs: [{ status: "changed" }] });
  });

  it("what was kept is not scanned again, in either pass", async () => {
    // Inputs may grow, and samples of them be others: so only the rules decide what can wait.
    const rules = await compileQueries(`sequence by host.id [any where user.name == "rare"] [process where true]`);
    const expected = await huntAll({ ...inOne, rules });
    const state = { folder: folder.join("state") };
    for (const keptSplits of [0, 15]) {
      const { lines, summary } = await huntAllInPasses({ ...asked, rules, state });
      expect(lines).toEqual(expected.lines);
      expect(summary.statistics.passes).toBe(2);
      expect(summary.state).toMatchObject({ splits: 15, keptSplits });
    }
  });
});
