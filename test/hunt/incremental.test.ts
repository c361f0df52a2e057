import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeEach, describe, expect, it } from "vitest";
import type { HuntOptions } from "../../src/hunt/hunt-options.ts";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { hunt } from "./built.ts";
import { compileQueries, type Hunted, huntAll, processLine } from "./events.ts";

const folder = useTemporaryFolder();
const rules = await compileQueries(
  'process where process.name : "found*"',
  'sequence by user.name with maxspan=60s [process where process.name : "first"] [process where process.name : "second"]',
  'sequence by user.name [process where process.name : "third"] [process where process.name : "fourth"]',
  'sample by user.name [process where process.name : "third"] [process where process.name : "fourth"]',
);

let number = 0;
let inputs = "";
let state = "";

beforeEach(() => {
  number++;
  inputs = folder.join(`inputs-${number}`);
  state = folder.join(`state-${number}`);
  mkdirSync(inputs);
});

function options(): HuntOptions {
  return { rules, inputs: [inputs], threads: 2, splitSizeBytes: 4096 };
}

async function failToSettle(): Promise<boolean> {
  return false;
}

/** Only what is new. */
function huntNew(): Promise<Hunted> {
  return huntAll({ ...options(), state: { folder: state, incremental: true } });
}

function events(...named: readonly (readonly [second: number, name: string, user?: string])[]): string {
  return named.map(([second, name, user = "u"]) => processLine(second, name, { user: { name: user } })).join("");
}

function array(...seconds: readonly number[]): string {
  return `[\n${seconds.map((second) => events([second, "found"])).join(",")}]\n`;
}

/** Of each detection kind and where its events are: `event a:0`. */
function places({ lines }: Hunted): readonly string[] {
  return lines.map((line) => {
    const { kind, events: found }: { kind: string; events: { source: { file: string; offset: number } }[] } =
      JSON.parse(line);
    return [kind, ...found.map(({ source }) => `${source.file.slice(inputs.length + 1)}:${source.offset}`)].join(" ");
  });
}

function write(name: string, content: string | Buffer): string {
  writeFileSync(join(inputs, name), content);
  return join(inputs, name);
}

const line = Buffer.byteLength(events([0, "found"]));

describe("an incremental hunt", () => {
  it("takes only inputs that are new", async () => {
    write("a", events([0, "found"], [1, "other"]));
    const first = await huntNew();
    expect(places(first)).toEqual(["event a:0"]);
    expect(first.summary.state?.newInputs).toEqual({ inputs: 1, withNews: 1 });
    const nothing = await huntNew();
    expect(places(nothing)).toEqual([]);
    expect(nothing.summary.state?.newInputs).toEqual({ inputs: 1, withNews: 0 });
    write("b", events([2, "found"]));
    expect(places(await huntNew())).toEqual(["event b:0"]);
    expect(places(await huntNew())).toEqual([]);
  });

  it("takes of an input that grew what is behind its old end", async () => {
    const input = write("a", events([0, "found"]));
    await huntNew();
    appendFileSync(input, events([1, "found"], [2, "found"]));
    const grown = await huntNew();
    expect(places(grown)).toEqual([`event a:${line}`, `event a:${2 * line}`]);
    expect(grown.summary.statistics.totals.bytes).toBe(2 * line);
    appendFileSync(input, events(...Array.from({ length: 100 }, (_, second) => [second, "found"] as const)));
    expect((await huntNew()).lines).toHaveLength(100);
    expect(places(await huntNew())).toEqual([]);
  });

  it("takes a line whole that was half there before, and one without a line break once", async () => {
    const text = events([0, "found"], [1, "found"], [2, "found"]);
    const input = write("a", text.slice(0, line + 20));
    expect(places(await huntNew())).toEqual(["event a:0"]);
    writeFileSync(input, text.slice(0, 2 * line - 1));
    expect(places(await huntNew())).toEqual([`event a:${line}`]);
    writeFileSync(input, text);
    expect(places(await huntNew())).toEqual([`event a:${2 * line}`]);
  });

  it("gives of a packed input that grew only what it has not given", async () => {
    const input = write("a.gz", gzipSync(events([0, "found"], [1, "first"])));
    await huntNew();
    appendFileSync(input, gzipSync(events([2, "found"], [3, "second"])));
    expect(places(await huntNew())).toEqual([`event a.gz:${2 * line}`, `sequence a.gz:${line} a.gz:${3 * line + 0}`]);
    expect(places(await huntNew())).toEqual([]);
  });

  it("gives of an array that grew only what it has not given", async () => {
    const input = write("a.json", array(0, 1));
    await huntNew();
    writeFileSync(input, array(0, 1, 2));
    expect(places(await huntNew())).toEqual([`event a.json:${2 + 2 * (line + 1)}`]);
    utimesSync(input, 5, 5);
    expect(places(await huntNew())).toEqual([]);
    writeFileSync(input, array(5, 6, 7));
    expect(places(await huntNew())).toHaveLength(3);
  });

  it("takes an input whose content is another one as a whole, also where an event lies as one did before", async () => {
    const input = write("a", events([0, "found"]));
    await huntNew();
    writeFileSync(input, events([7, "found"], [8, "found"]));
    expect(places(await huntNew())).toEqual(["event a:0", `event a:${line}`]);
  });

  it("knows an input that got another name, as when logs are rotated", async () => {
    const input = write("app.log", events([0, "found"]));
    await huntNew();
    appendFileSync(input, events([1, "found"]));
    renameSync(input, join(inputs, "app.log.1"));
    write("app.log", events([2, "found"]));
    expect(places(await huntNew())).toEqual(["event app.log:0", `event app.log.1:${line}`]);
    expect(places(await huntNew())).toEqual([]);
    renameSync(join(inputs, "app.log.1"), join(inputs, "app.log.2"));
    renameSync(input, join(inputs, "app.log.1"));
    write("app.log", events([3, "found"]));
    expect(places(await huntNew())).toEqual(["event app.log:0"]);
  });

  it("does not mind another modification time, nor inputs that are gone and come back", async () => {
    const input = write("a", events([0, "found"]));
    await huntNew();
    utimesSync(input, 5, 5);
    expect(places(await huntNew())).toEqual([]);
    const away = folder.join(`away-${number}`);
    renameSync(input, away);
    expect(places(await huntNew())).toEqual([]);
    renameSync(away, input);
    expect(places(await huntNew())).toEqual([]);
  });

  it("takes an input that was cut and written anew", async () => {
    const input = write("a", events([0, "found"], [1, "found"]));
    await huntNew();
    truncateSync(input, 0);
    appendFileSync(input, events([5, "found"]));
    expect(places(await huntNew())).toEqual(["event a:0"]);
  });
});

describe("sequences and samples across runs", () => {
  it("are found if their first events came before, even if their inputs are gone", async () => {
    write("a", events([0, "first"], [1, "third", "v"]));
    expect(places(await huntNew())).toEqual([]);
    rmSync(join(inputs, "a"));
    write("b", events([30, "second"], [99_000, "fourth", "v"]));
    const found = await huntNew();
    expect(places(found)).toEqual([
      "sequence a:0 b:0",
      `sequence a:${line} b:${line + 2}`,
      `sample a:${line} b:${line + 2}`,
    ]);
    expect(found.summary.problems).toEqual([]);
    expect(places(await huntNew())).toEqual([]);
  });

  it("are found in an input that grew, as in one run", async () => {
    const input = write("a", events([0, "first"]));
    await huntNew();
    appendFileSync(input, events([0, "second"]));
    expect(places(await huntNew())).toEqual([`sequence a:0 a:${line}`]);
    appendFileSync(input, events([1, "second"]));
    expect(places(await huntNew())).toEqual([]);
  });

  it("are not if they would be too long", async () => {
    write("a", events([0, "first"], [100, "other"]));
    await huntNew();
    write("b", events([61, "second"]));
    expect(places(await huntNew())).toEqual([]);
  });

  it("are given once, over any number of runs: what one run over everything gives", async () => {
    const names = ["found", "first", "second", "third", "fourth", "other"];
    const all = Array.from({ length: 300 }, (_, second) => {
      return [second, names[(second * 7 + (second >> 3)) % names.length] ?? "", `u${second % 5}`] as const;
    });
    const given: string[] = [];
    for (let from = 0; from < all.length; from += 25) {
      write(`input-${String(from).padStart(3, "0")}`, events(...all.slice(from, from + 25)));
      given.push(...places(await huntNew()));
    }
    // A sample is one for each key, whatever else comes.
    const whole = places(await huntAll({ rules, inputs: [inputs] })).filter((place) => !place.startsWith("sample"));
    expect(whole.filter((place) => place.startsWith("sequence")).length).toBeGreaterThan(20);
    expect(given.filter((place) => !place.startsWith("sample")).toSorted()).toEqual(whole.toSorted());
    expect(new Set(given).size).toBe(given.length);
  });
});

describe("a run that does not come to its end", () => {
  it("counts for nothing: the next one gives all of it", async () => {
    write("a", events([0, "found"], [1, "found"], [2, "first"]));
    await huntNew();
    write("b", events([3, "found"], [4, "second"]));
    for await (const _ of hunt({ ...options(), state: { folder: state, incremental: true } })) break;
    expect(places(await huntNew())).toEqual(["event b:0", `sequence a:${2 * line} b:${line}`]);
  });

  it("nor one whose output could not be put anywhere", async () => {
    write("a", events([0, "found"]));
    expect(
      (await huntAll({ ...options(), state: { folder: state, incremental: true, settle: failToSettle } })).lines,
    ).toHaveLength(1);
    expect(places(await huntNew())).toEqual(["event a:0"]);
    expect(places(await huntNew())).toEqual([]);
  });

  it("with an input that could not be read: it is tried again, and nothing is given twice", async () => {
    const whole = gzipSync(events([0, "found"], [1, "found"], [2, "found"]));
    const input = write("a.gz", whole.subarray(0, whole.length - 8));
    write("b", events([5, "found"]));
    const first = await huntNew();
    expect(first.summary.problems).toMatchObject([{ kind: "input", file: input }]);
    expect(places(first)).toContain("event b:0");
    writeFileSync(input, whole);
    const again = [...places(first), ...places(await huntNew())];
    expect(again.toSorted()).toEqual(
      ["event a.gz:0", `event a.gz:${line}`, `event a.gz:${2 * line}`, "event b:0"].toSorted(),
    );
  });
});

describe("what earlier runs left", () => {
  it("is one set of files, whatever the number of runs", async () => {
    for (const name of ["a", "b", "c"]) {
      write(name, events([0, "found"], [1, "first"]));
      await huntNew();
    }
    expect(readdirSync(state).toSorted()).toEqual([
      "baseline",
      "given-3",
      "journal",
      "manifest.json",
      "parts",
      "recent-3",
    ]);
  });

  it.each(["baseline", "given-1", "recent-1"])("refuses to go on from a damaged %s", async (name) => {
    write("a", events([0, "found"], [1, "first"]));
    await huntNew();
    const path = join(state, name);
    const content = readFileSync(path);
    content[5] = (content[5] ?? 0) ^ 1;
    writeFileSync(path, content);
    await expect(huntNew()).rejects.toMatchObject({ code: "E522" });
    expect(readdirSync(state)).not.toContain("lock");
  });

  it("a hunt that is not incremental gives everything, and the next one what is new since", async () => {
    write("a", events([0, "found"]));
    const whole = { ...options(), state: { folder: state } };
    expect((await huntAll(whole)).lines).toHaveLength(1);
    write("b", events([1, "found"]));
    expect(places(await huntNew())).toEqual(["event b:0"]);
    expect((await huntAll(whole)).lines).toHaveLength(2);
    copyFileSync(join(inputs, "b"), join(inputs, "c"));
    expect(places(await huntNew())).toEqual(["event c:0"]);
  });
});
