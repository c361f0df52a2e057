import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { HuntOptions } from "../../src/hunt/hunt-options.ts";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { detectionToJsonLine, hunt } from "./built.ts";
import { compileQueries, type Hunted, huntAll, processLine } from "./events.ts";

const folder = useTemporaryFolder();
const rules = await compileQueries(
  'process where process.name : "found*"',
  'sequence by user.name with maxspan=20s [process where process.name : "first"] [process where process.name : "second"]',
);
const otherRules = await compileQueries("any where true");

/** Events of which every 50th is found, and some of which make sequences. */
function eventsOf(count: number, seed: number): string {
  const names = ["found.exe", "first", "second", "other"];
  return Array.from({ length: count }, (_, number) => {
    const name = number % 50 === 0 ? names[0] : names[1 + ((number * 7 + seed) % 5)];
    return processLine(number, name ?? "other", { user: { name: `u${number % 13}` }, filler: "x".repeat(300) });
  }).join("");
}

const inputFolder = folder.join("inputs");
mkdirSync(inputFolder);
writeFileSync(join(inputFolder, "a.ndjson"), eventsOf(3000, 1));
writeFileSync(join(inputFolder, "b.ndjson.gz"), gzipSync(eventsOf(2000, 2)));
writeFileSync(join(inputFolder, "c.ndjson"), eventsOf(100, 3));

const plainOptions: HuntOptions = { rules, inputs: [inputFolder], threads: 2, splitSizeBytes: 65_536, count: true };
const plain = await huntAll(plainOptions);

let states = 0;
function newState(): string {
  return folder.join(`state-${states++}`);
}

function withState(state: string, more: Partial<HuntOptions> = {}): Promise<Hunted> {
  return huntAll({ ...plainOptions, ...more, state: { folder: state } });
}

/** Hunts until so many detections were given. */
async function huntSome(state: string, detections: number): Promise<void> {
  const controller = new AbortController();
  let given = 0;
  for await (const _ of hunt({ ...plainOptions, state: { folder: state }, signal: controller.signal })) {
    if (++given === detections) controller.abort();
  }
}

function partsOf(state: string): readonly string[] {
  return readdirSync(join(state, "parts")).toSorted();
}

/** What doesn't depend on time, nor on how it was computed. */
function statisticsOf({ summary: { statistics } }: Hunted): object {
  const { seconds: _1, startSeconds: _2, eventsPerSecond: _3, bytesPerSecond: _4, ...more } = statistics;
  const { threads: _5, matcher: _6, ...rest } = more;
  return rest;
}

function expectSame(found: Hunted): void {
  expect(found.lines).toEqual(plain.lines);
  expect(statisticsOf(found)).toEqual(statisticsOf(plain));
  expect(found.summary.problems).toEqual([]);
}

describe("a hunt with a state folder", () => {
  it("stands for one that finds events and sequences in plain and packed inputs", () => {
    expect(plain.lines.filter((line) => line.includes('"kind":"sequence"')).length).toBeGreaterThan(20);
    expect(plain.lines.length).toBeGreaterThan(100);
  });

  it("gives what one without gives, and once complete gives it again without scanning", async () => {
    const state = newState();
    const first = await withState(state);
    expectSame(first);
    expect(first.summary.state).toMatchObject({ folder: state, keptSplits: 0, changedInputs: [] });
    expect(readdirSync(state).toSorted()).toEqual([
      "baseline",
      "given-1",
      "journal",
      "manifest.json",
      "parts",
      "recent-1",
    ]);
    const again = await withState(state, { threads: 1, matcher: "linear" });
    expectSame(again);
    expect(again.summary.state?.keptSplits).toBe(again.summary.state?.splits);
  });

  it.each([0, 1, 20, 62, 80, 110])("goes on after it was ended at %i detections", async (detections) => {
    const state = newState();
    await huntSome(state, detections);
    expect(readdirSync(state)).not.toContain("lock");
    await huntSome(state, detections + 10);
    expectSame(await withState(state));
  });

  it("is nobody else's to read", async () => {
    const state = newState();
    await withState(state);
    for (const name of ["journal", "manifest.json", ...partsOf(state).map((part) => join("parts", part))])
      expect(statSync(join(state, name)).mode & 0o077).toBe(0);
    expect(statSync(state).mode & 0o077).toBe(0);
  });

  it("is left early without harm", async () => {
    const state = newState();
    for await (const detection of hunt({ ...plainOptions, state: { folder: state } })) {
      expect(detection.kind).toBe("event");
      break;
    }
    expectSame(await withState(state));
  });
});

describe("of a state folder", () => {
  const damages: readonly (readonly [string, (state: string) => void])[] = [
    ["the journal is gone", (state) => rmSync(join(state, "journal"))],
    ["the journal's last line is torn", (state) => truncate(join(state, "journal"), 20)],
    ["the journal's last line has half of another run's", (state) => appendFileSync(join(state, "journal"), "0bad")],
    ["the journal says something else", (state) => flipByte(join(state, "journal"), 100)],
    ["all parts are gone", (state) => rmSync(join(state, "parts"), { recursive: true })],
    ["parts are cut", (state) => eachPart(state, (part) => truncate(part, 10))],
    ["parts are empty", (state) => eachPart(state, (part) => writeFileSync(part, ""))],
    ["parts have a wrong byte in a hit", (state) => eachPart(state, (part) => flipByte(part, 50))],
    ["parts have a wrong byte in their record", (state) => eachPart(state, (part) => flipByte(part, -50))],
    ["a part is another one's", swapParts],
    ["temporaries are left", (state) => writeFileSync(join(state, "parts", "0-1.tmp"), "half")],
    ["the manifest was not yet written", (state) => rmSync(join(state, "manifest.json"))],
  ];
  it.each(damages)("%s: what is missing is scanned again", async (_, damage) => {
    const state = newState();
    await withState(state);
    damage(state);
    expectSame(await withState(state));
    expect(partsOf(state).filter((name) => name.endsWith(".tmp"))).toEqual([]);
    const last = await withState(state);
    expectSame(last);
    expect(last.summary.state?.keptSplits).toBe(last.summary.state?.splits);
  });

  it("inputs that changed are scanned again, and named", async () => {
    const state = newState();
    const input = folder.write("changing.ndjson", eventsOf(500, 1));
    const other = folder.write("staying.ndjson", eventsOf(500, 2));
    await withState(state, { inputs: [input, other] });
    appendFileSync(input, eventsOf(200, 4));
    const found = await withState(state, { inputs: [input, other] });
    expect(found.lines).toEqual((await huntAll({ ...plainOptions, inputs: [input, other] })).lines);
    expect(found.summary.state?.changedInputs).toEqual([input]);
    expect(found.summary.state?.keptSplits).toBeGreaterThan(0);
    utimesSync(other, 1, 1);
    expect((await withState(state, { inputs: [input, other] })).summary.state?.changedInputs).toEqual([input, other]);
  });

  it("many small inputs share few parts", async () => {
    const many = folder.join("many");
    mkdirSync(many);
    for (let number = 0; number < 500; number++)
      writeFileSync(join(many, `${number}.ndjson`), eventsOf(number % 3, number));
    const state = newState();
    const expected = await huntAll({ ...plainOptions, inputs: [many] });
    expect((await withState(state, { inputs: [many] })).lines).toEqual(expected.lines);
    expect(partsOf(state).length).toBeLessThan(10);
    const again = await withState(state, { inputs: [many] });
    expect(again.lines).toEqual(expected.lines);
    expect(again.summary.state).toMatchObject({ splits: 500, keptSplits: 500 });
  });

  it("a split without results has no part", async () => {
    const state = newState();
    const input = folder.write(
      "nothing.ndjson",
      eventsOf(40, 0)
        .replaceAll("found", "x")
        .replaceAll(/first|second/g, "y"),
    );
    await withState(state, { inputs: [input] });
    expect(partsOf(state)).toEqual([]);
    expect((await withState(state, { inputs: [input] })).summary.state).toMatchObject({ splits: 1, keptSplits: 1 });
  });
});

describe("a state folder is refused", () => {
  it.each([
    ["other rules", { rules: otherRules }, "the rules are others"],
    ["another option", { maxLineBytes: 1000 }, "maxLineBytes was 16777216 and is 1000"],
    ["other counts", { count: false }, "count was true and is false"],
    ["a period", { sinceNs: 5n }, "sinceNs was not given and is 5"],
    ["the size of pieces", { splitSizeBytes: 70_000 }, "splitSizeBytes was 65536 and is 70000"],
  ] as const)("for %s", async (_, more, reason) => {
    const state = newState();
    await huntSome(state, 1);
    const before = readFileSync(join(state, "manifest.json"), "utf8");
    await expect(withState(state, more)).rejects.toMatchObject({
      code: "E521",
      message: expect.stringContaining(reason),
    });
    expect(readFileSync(join(state, "manifest.json"), "utf8")).toBe(before);
    expectSame(await withState(state));
  });

  it("for another version", async () => {
    const state = newState();
    await huntSome(state, 1);
    const manifest = join(state, "manifest.json");
    writeFileSync(manifest, readFileSync(manifest, "utf8").replace(/"engine":"[^"]*"/, '"engine":"0.0.1"'));
    await expect(withState(state)).rejects.toMatchObject({ code: "E521", message: expect.stringContaining("0.0.1") });
  });

  it("while another hunt works on it", async () => {
    const state = newState();
    for await (const _ of hunt({ ...plainOptions, state: { folder: state } })) {
      await expect(withState(state)).rejects.toMatchObject({
        code: "E520",
        message: expect.stringContaining(`process ${process.pid} on ${hostname()}`),
      });
      break;
    }
    expectSame(await withState(state));
  });

  it("while somebody on another host may work on it", async () => {
    const state = newState();
    await huntSome(state, 1);
    const holder = { host: "elsewhere", pid: 1, startTicks: "1", boot: "b", token: "t" };
    writeFileSync(join(state, "lock"), JSON.stringify(holder));
    await expect(withState(state)).rejects.toMatchObject({ code: "E520" });
  });

  it.each([
    ["is gone", { pid: 2 ** 22 + 1 }],
    ["has another's number", { startTicks: "1" }],
    ["was of an earlier start of the system", { boot: "another" }],
  ])("but not for a process that %s", async (_, difference) => {
    const state = newState();
    let lock = "";
    for await (const detection of hunt({ ...plainOptions, state: { folder: state } })) {
      expect(detection.kind).toBe("event");
      lock = readFileSync(join(state, "lock"), "utf8");
      break;
    }
    const holder: object = JSON.parse(lock);
    writeFileSync(join(state, "lock"), JSON.stringify({ ...holder, ...difference }));
    expectSame(await withState(state));
    expect(readdirSync(state)).not.toContain("lock");
  });

  it("if somebody else's files are in it, or it lies among the inputs", async () => {
    const own = folder.join("own");
    mkdirSync(own);
    writeFileSync(join(own, "letter.txt"), "dear");
    await expect(withState(own)).rejects.toMatchObject({
      code: "E522",
      message: expect.stringContaining("letter.txt"),
    });
    const inputs = folder.join("around");
    mkdirSync(inputs);
    writeFileSync(join(inputs, "a.ndjson"), eventsOf(100, 1));
    const state = join(inputs, "state");
    await withState(state, { inputs: [inputs] }).catch(() => {});
    await expect(withState(state, { inputs: [inputs] })).rejects.toMatchObject({ code: "E522" });
  });

  it("if it can't be made", async () => {
    const file = folder.write("file", "");
    await expect(withState(join(file, "state"))).rejects.toMatchObject({ code: "E523" });
  });
});

describe("a split that fails at every attempt", () => {
  it("is named, all others are kept, and it is tried again by the next run", async () => {
    const input = folder.write(
      "poison.ndjson",
      Array.from({ length: 400 }, (_, number) => processLine(number, number === 200 ? "deadly" : "found.exe")).join(""),
    );
    const state = newState();
    const only = await compileQueries('process where process.name : ("found*", "deadly*")');
    const options: HuntOptions = {
      rules: only,
      inputs: [input],
      threads: 2,
      splitSizeBytes: 4096,
      state: { folder: state },
    };
    const module = new URL("matchers/failing.js?how=exit", import.meta.url);
    const poisoned = await huntAll({ ...options, matcher: { module } });
    expect(poisoned.summary.problems).toMatchObject([{ kind: "split", file: input }]);
    const healed = await huntAll(options);
    expect(healed.summary.problems).toEqual([]);
    expect(healed.lines).toHaveLength(400);
    expect(healed.summary.state?.keptSplits).toBe((healed.summary.state?.splits ?? 0) - 1);
    expect(healed.lines).toEqual((await huntAll({ ...options, state: undefined })).lines);
  });
});

it("gives lines as `detectionToJsonLine` has them", async () => {
  const found = hunt({ ...plainOptions, state: { folder: newState() } });
  for await (const detection of found) {
    expect(detectionToJsonLine(detection)).toBe(plain.lines[0]);
    break;
  }
});

function eachPart(state: string, act: (path: string) => void): void {
  const parts = partsOf(state);
  expect(parts.length).toBeGreaterThan(2);
  for (const part of parts) act(join(state, "parts", part));
}

function truncate(path: string, bytes: number): void {
  writeFileSync(path, readFileSync(path).subarray(0, -bytes));
}

function flipByte(path: string, position: number): void {
  const content = readFileSync(path);
  const at = (position + content.length) % content.length;
  content[at] = (content[at] ?? 0) ^ 1;
  writeFileSync(path, content);
}

function swapParts(state: string): void {
  const [first = "", second = ""] = partsOf(state).filter((name) => name.endsWith(".part"));
  const content = readFileSync(join(state, "parts", first));
  writeFileSync(join(state, "parts", first), readFileSync(join(state, "parts", second)));
  writeFileSync(join(state, "parts", second), content);
}
