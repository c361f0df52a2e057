import { mkdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { HuntOptions } from "../../src/hunt/hunt-options.ts";
import { hunt } from "../hunt/built.ts";
import { compileQueries, huntAll, processLine } from "../hunt/events.ts";
import { namesIn, useTemporaryFolder } from "../temporary-folder.ts";
import { runProgram } from "./program.ts";

const folder = useTemporaryFolder();
const rules = await compileQueries("any where true");
const filler = "x".repeat(2000);
const count = 6000;
/** 13 MB, all of which is found: more than credit allows, so that parts are written. */
const input = folder.write(
  "events.ndjson",
  Array.from({ length: count }, (_, number) => processLine(number, "a.exe", { filler })).join(""),
);
const options: HuntOptions = { rules, inputs: [input], threads: 2, splitSizeBytes: 2 ** 20 };

/** A folder for temporary files of a process, to see what it leaves there. */
function temporaryOf(name: string): string {
  const path = folder.join(name);
  mkdirSync(path);
  return path;
}

const prelude = `
  import { readdirSync } from "node:fs";
  import { join } from "node:path";
  import { setTimeout as wait } from "node:timers/promises";
  import { compileRules, hunt } from "eqlhunt";
  const rules = await compileRules([], { queries: ["any where true"] });
  const options = { rules, inputs: [${JSON.stringify(input)}], threads: 2, splitSizeBytes: 2 ** 20 };
  const parts = () => readdirSync(process.env.TMPDIR).flatMap((name) => readdirSync(join(process.env.TMPDIR, name)));
`;

describe("a loop that is left", () => {
  it("ends the workers and removes the parts, so that the process ends by itself", async () => {
    const temporary = temporaryOf("left");
    const { status, stdout, stderr } = await runProgram(
      `${prelude}
      let count = 0;
      for await (const detection of hunt(options)) if (++count === 3) { await wait(1000); console.log(parts().length); break; }
      console.log("left", parts().length);`,
      { env: { TMPDIR: temporary } },
    );
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^[1-9]\d*\nleft 0\n$/);
    expect(status).toBe(0);
    expect(namesIn(temporary)).toEqual([]);
  });

  it("rejects the summary", async () => {
    const found = hunt(options);
    for await (const _ of found) break;
    await expect(found.summary).rejects.toMatchObject({ name: "AbortError" });
  });

  it("by an exception, gives that to whoever iterates", async () => {
    const found = hunt(options);
    const iterating = async (): Promise<void> => {
      for await (const detection of found) throw new Error(`no more after ${detection.events[0]?.source?.offset}`);
    };
    await expect(iterating()).rejects.toThrow("no more after 0");
    await expect(found.summary).rejects.toMatchObject({ name: "AbortError" });
  });
});

describe("a signal", () => {
  it("that is aborted before: nothing is read", async () => {
    const { lines, summary } = await huntAll({ ...options, signal: AbortSignal.abort() });
    expect(lines).toEqual([]);
    expect(summary).toMatchObject({ aborted: true, problems: [], statistics: { totals: { bytes: 0 }, detections: 0 } });
    expect(summary.statistics.inputs).toMatchObject([{ status: "unfinished", bytes: 0 }]);
  });

  it.each([1, 500, 5000])(
    "during the loop, after %i detections: no more come, and nothing is called a failure",
    async (after) => {
      const controller = new AbortController();
      const found = hunt({ ...options, signal: controller.signal });
      let detections = 0;
      for await (const _ of found) if (++detections === after) controller.abort();
      expect(detections).toBe(after);
      const { aborted, problems, statistics } = await found.summary;
      expect({ aborted, problems, detections: statistics.detections }).toEqual({
        aborted: true,
        problems: [],
        detections: after,
      });
      expect(statistics.inputs).toMatchObject([{ status: "unfinished" }]);
    },
  );

  it("while the consumer keeps the workers waiting", async () => {
    const temporary = temporaryOf("waiting");
    const { status, stdout } = await runProgram(
      `${prelude}
      const found = hunt({ ...options, signal: AbortSignal.timeout(1500) });
      let count = 0;
      for await (const detection of found) { count++; await wait(1000); }
      const { aborted } = await found.summary;
      console.log(aborted, count < 4, parts().length);`,
      { env: { TMPDIR: temporary } },
    );
    expect(stdout).toBe("true true 0\n");
    expect(status).toBe(0);
    expect(namesIn(temporary)).toEqual([]);
  });

  it("while standard input is silent", async () => {
    const { status, stdout } = await runProgram(
      `${prelude}
      const found = hunt({ ...options, inputs: ["-"], signal: AbortSignal.timeout(500) });
      for await (const detection of found) console.log(detection.id);
      console.log((await found.summary).aborted);`,
      { silent: true },
    );
    expect(stdout).toBe("true\n");
    expect(status).toBe(0);
  });

  it("after the end: nothing happens", async () => {
    const controller = new AbortController();
    const { lines, summary } = await huntAll({ ...options, signal: controller.signal });
    controller.abort();
    expect(lines).toHaveLength(count);
    expect(summary.aborted).toBe(false);
  });
});

describe("a process that is ended in the middle of a hunt", () => {
  it("leaves no part", async () => {
    const temporary = temporaryOf("ended");
    const { status, stdout } = await runProgram(
      `${prelude}
      for await (const detection of hunt(options)) { await wait(1000); console.log(parts().length > 0); process.exit(5); }`,
      { env: { TMPDIR: temporary } },
    );
    expect({ status, stdout }).toEqual({ status: 5, stdout: "true\n" });
    expect(namesIn(temporary)).toEqual([]);
  });
});

describe("memory", () => {
  it("stays bounded where everything is found and the consumer is slow; parts are written, and gone at the end", async () => {
    const temporary = temporaryOf("memory");
    const large = folder.join("large.ndjson");
    const { status, stdout } = await runProgram(
      `${prelude}
      import { writeEvents } from ${JSON.stringify(new URL("../../dist/datasets/writer.js", import.meta.url).href)};
      const { events } = await writeEvents({ targetBytes: 60e6, seed: 1, outputPath: ${JSON.stringify(large)} });
      let count = 0;
      let mostParts = 0;
      for await (const detection of hunt({ ...options, inputs: [${JSON.stringify(large)}] })) {
        if (++count % 400 !== 0) continue;
        await wait(2);
        mostParts = Math.max(mostParts, parts().length);
      }
      console.log(JSON.stringify({ lost: events - count, mostParts, left: parts().length, peakBytes: process.resourceUsage().maxRSS * 1024 }));`,
      { env: { TMPDIR: temporary }, timeoutMs: 60_000 },
    );
    const figures: { lost: number; mostParts: number; left: number; peakBytes: number } = JSON.parse(stdout);
    expect(figures).toMatchObject({ lost: 0, left: 0 });
    // At most what is under way ahead: twice as many splits as threads.
    expect(figures.mostParts).toBeGreaterThan(0);
    expect(figures.mostParts).toBeLessThanOrEqual(5);
    expect(figures.peakBytes).toBeLessThan(400e6);
    expect(status).toBe(0);
    expect(namesIn(temporary)).toEqual([]);
  });

  it("that a worker runs out of: the split is tried again, and nothing is lost", async () => {
    const module = new URL("../hunt/matchers/failing.js?how=memory", import.meta.url);
    const found = async (parameters: string): Promise<string> => {
      const { stdout } = await runProgram(
        `${prelude}
        const lines = Array.from({ length: 400 }, (_, pid) => JSON.stringify({ process: { pid, name: pid === 200 ? "deadly" : "a" } }) + "\\n");
        const path = join(process.env.TMPDIR, "few.ndjson");
        await import("node:fs").then(({ writeFileSync }) => writeFileSync(path, lines.join("")));
        const few = await compileRules([], { queries: ['any where process.name : ("a*", "deadly*")'] });
        const found = hunt({ rules: few, inputs: [path], threads: 2, splitSizeBytes: 2048, matcher: { module: ${JSON.stringify(module.href)} + ${JSON.stringify(parameters)} } });
        let count = 0;
        for await (const detection of found) count++;
        const { problems } = await found.summary;
        console.log(count, problems.map(({ kind, startBytes, reason }) => [kind, startBytes, reason].join(": ")).join());`,
        {
          flags: ["--max-old-space-size=64"],
          env: { TMPDIR: temporaryOf(`memory${parameters.length}`) },
          timeoutMs: 60_000,
        },
      );
      return stdout;
    };
    expect(await found(`&marker=${folder.join("out-of-memory")}`)).toBe("400 \n");
    expect(await found("")).toMatch(/^3[0-9]{2} split: \d+: Worker terminated due to reaching memory limit/);
  });
});

describe("a hunt", () => {
  it("can be iterated once", async () => {
    const found = hunt({ rules, inputs: [] });
    for await (const detection of found) throw new Error(`unexpected ${detection.id}`);
    expect(() => found[Symbol.asyncIterator]()).toThrow("a hunt can be iterated once");
  });

  it("runs beside another one", async () => {
    const both = await Promise.all([huntAll(options), huntAll({ ...options, splitSizeBytes: 50_000, threads: 3 })]);
    expect(both[0].lines).toHaveLength(count);
    expect(both[1].lines).toEqual(both[0].lines);
  });

  it("keeps the process until its last hits are in, as often as it is run", async () => {
    const few = folder.write("few.ndjson", processLine(1, "a.exe").repeat(400));
    const { status, stdout, stderr } = await runProgram(
      `${prelude}
      let count = 0;
      for (let run = 0; run < 30; run++) {
        for await (const detection of hunt({ rules, inputs: [${JSON.stringify(few)}], threads: 1 + (run % 4), splitSizeBytes: 4096 })) count++;
      }
      console.log(count);`,
    );
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "12000\n", stderr: "" });
  });

  it("of nothing ends at once", async () => {
    const { lines, summary } = await huntAll({ rules, inputs: [], count: true, countLines: true });
    expect(lines).toEqual([]);
    expect(summary.statistics).toMatchObject({
      inputs: [],
      totals: { bytes: 0, lines: 0, events: 0, bad: 0 },
      detections: 0,
    });
  });

  it.each([
    { threads: 0 },
    { threads: 1.5 },
    { splitSizeBytes: Number.NaN },
    { maxLineBytes: -1 },
    { size: -1 },
    { maxDetectionsPerRule: Number.POSITIVE_INFINITY },
  ])("refuses %j", (wrong) => {
    const [name = ""] = Object.keys(wrong);
    expect(() => hunt({ ...options, ...wrong })).toThrow(RangeError);
    expect(() => hunt({ ...options, ...wrong })).toThrow(
      `${name} must be a whole number from ${name === "size" ? 0 : 1} on`,
    );
  });

  it("tells how far it is", async () => {
    const seen: { bytes: number; totalBytes: number | null; events: number; eventsExact: boolean }[] = [];
    const found = hunt({ ...options, strategy: "parse", onProgress: (progress) => seen.push(progress) });
    let detections = 0;
    for await (const _ of found)
      if (++detections % 1000 === 0) await new Promise((resolve) => setTimeout(resolve, 250));
    const { totals } = (await found.summary).statistics;
    expect(seen.length).toBeGreaterThan(2);
    expect(seen.every(({ totalBytes, eventsExact }) => totalBytes === totals.bytes && eventsExact)).toBe(true);
    const bytes = seen.map((progress) => progress.bytes);
    expect(bytes).toEqual(bytes.toSorted((left, right) => left - right));
    expect(bytes.at(-1)).toBeLessThanOrEqual(totals.bytes);
  });
});
