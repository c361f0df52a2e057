import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { HuntOptions } from "../../src/hunt/hunt-options.ts";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { compileQueries, huntAll, processLine } from "./events.ts";

const folder = useTemporaryFolder();
const rules = await compileQueries('process where process.name : ("*found*", "deadly*")');

/** 400 events, every fourth of which is found; the 200th is the one that the matcher may die of. */
const deadlyLine = 200;
const input = folder.write(
  "events.ndjson",
  Array.from({ length: 400 }, (_, number) =>
    processLine(number, number === deadlyLine ? "deadly" : number % 4 === 0 ? "found.exe" : "other.exe"),
  ).join(""),
);

function failing(parameters: Readonly<Record<string, string>>): HuntOptions["matcher"] {
  const module = new URL("matchers/failing.js", import.meta.url);
  for (const [name, value] of Object.entries(parameters)) module.searchParams.set(name, value);
  return { module };
}

function isIn(line: string, startBytes: number, endBytes: number): boolean {
  const { events }: { events: [{ source: { offset: number } }] } = JSON.parse(line);
  return events[0].source.offset >= startBytes && events[0].source.offset < endBytes;
}

function fileOf(line: string): string {
  const { events }: { events: [{ source: { file: string } }] } = JSON.parse(line);
  return events[0].source.file;
}

const plain = await huntAll({ rules, inputs: [input], threads: 1, matcher: "linear" });

describe("a worker that dies", () => {
  it("stands for a hunt that finds 100 events", () => {
    expect(plain.lines).toHaveLength(100);
    expect(plain.summary.problems).toEqual([]);
  });

  const ways = [
    ...[1, 2].flatMap((times) => [1, 2, 4].map((threads) => ({ how: "exit", times, threads }))),
    ...[1, 2].map((threads) => ({ how: "throw", times: 2, threads })),
    { how: "null", times: 1, threads: 2 },
  ];
  it.each(ways)(
    "$times times by $how, of $threads: nothing is lost or given twice",
    async ({ how, times, threads }) => {
      const marker = folder.join(`${how}-${times}-${threads}`);
      const matcher = failing({ how, marker, times: String(times) });
      const { lines, summary } = await huntAll({
        rules,
        inputs: [input],
        threads,
        splitSizeBytes: 4096,
        matcher,
        count: true,
      });
      expect(lines).toEqual(plain.lines);
      expect(summary.problems).toEqual([]);
      expect(summary.statistics.inputs).toMatchObject([{ status: "ok", bytes: plain.summary.statistics.totals.bytes }]);
      expect(summary.statistics.totals).toMatchObject({ events: 400, bad: 0 });
    },
  );

  it.each([
    { how: "exit", reason: "worker exited with code: 7" },
    { how: "throw", reason: "the matcher fails as it was told to" },
  ])("every time, by $how: its split is named, and all others are scanned", async ({ how, reason }) => {
    const { lines, summary } = await huntAll({
      rules,
      inputs: [input],
      threads: 2,
      splitSizeBytes: 4096,
      matcher: failing({ how }),
    });
    const [problem, ...more] = summary.problems;
    expect(more).toEqual([]);
    expect(problem).toMatchObject({ kind: "split", file: input, reason });
    const startBytes = problem?.kind === "split" ? problem.startBytes : Number.NaN;
    expect(summary.statistics.inputs).toMatchObject([
      { status: "damaged", reason: `not scanned from byte ${startBytes} on: ${reason}` },
    ]);
    // What is missing lies in that split; all else is there, in its order.
    const kept = plain.lines.filter((line) => !isIn(line, startBytes, startBytes + 4096));
    expect(kept.length).toBeLessThan(plain.lines.length);
    expect(lines.filter((line) => !isIn(line, startBytes, startBytes + 4096))).toEqual(kept);
  });

  it.each(["exit", "throw"])(
    "by %s, with many small inputs to do: only the one that it dies of is named, also by a hunt that goes on",
    async (how) => {
      const many = folder.join(`many-${how}`);
      mkdirSync(many);
      const nameOf = (number: number): string => join(many, `${String(number).padStart(3, "0")}.ndjson`);
      for (let number = 0; number < 150; number++)
        writeFileSync(nameOf(number), processLine(number, number === 77 ? "deadly" : "found.exe"));
      const options: HuntOptions = { rules, inputs: [many], threads: 2, count: true, matcher: failing({ how }) };
      const state = { folder: folder.join(`state-of-many-${how}`) };
      const wanted = Array.from({ length: 150 }, (_, number) => nameOf(number)).filter((_, number) => number !== 77);
      for (const more of [{}, { state }, { state }]) {
        const { lines, summary } = await huntAll({ ...options, ...more });
        expect(lines.map(fileOf)).toEqual(wanted);
        expect(summary.problems).toMatchObject([{ kind: "split", file: nameOf(77), startBytes: 0 }]);
        expect(summary.statistics.totals).toMatchObject({ events: 149 });
      }
    },
  );

  it("while it is started, once: another one takes its place", async () => {
    for (const when of ["load", "compile"]) {
      const matcher = failing({ how: "exit", when, marker: folder.join(`starting-${when}`) });
      const { lines, summary } = await huntAll({ rules, inputs: [input], threads: 2, splitSizeBytes: 4096, matcher });
      expect(lines).toEqual(plain.lines);
      expect(summary.problems).toEqual([]);
    }
  });
});

describe("workers that can't be started", () => {
  const cases = [
    { name: "a module that throws", matcher: failing({ when: "load" }), reason: "the matcher fails as it was told to" },
    {
      name: "a module that exits",
      matcher: failing({ when: "load", how: "exit" }),
      reason: "worker exited with code: 7",
    },
    {
      name: "a strategy that throws",
      matcher: failing({ when: "compile" }),
      reason: "the matcher fails as it was told to",
    },
    {
      name: "a strategy that exits",
      matcher: failing({ when: "compile", how: "exit" }),
      reason: "worker exited with code: 7",
    },
    { name: "no such module", matcher: { module: new URL("file:///nowhere.js") }, reason: "Cannot find module" },
    {
      name: "no strategy",
      matcher: { module: new URL("../../dist/diagnostics/codes.js", import.meta.url) },
      reason: "exports no matcher strategy as `default`",
    },
  ];
  it.each(cases.flatMap((one) => [1, 3].map((threads) => ({ ...one, threads }))))(
    "end the hunt with the reason: $name, $threads threads",
    async ({ matcher, reason, threads }) => {
      const hunting = huntAll({ rules, inputs: [input], threads, splitSizeBytes: 2048, matcher });
      await expect(hunting).rejects.toThrow(/^worker threads can't be started: /);
      await expect(hunting).rejects.toThrow(reason);
    },
  );
});
