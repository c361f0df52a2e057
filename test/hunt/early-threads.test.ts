import { describe, expect, it } from "vitest";
import { packSetup, unpackSetup } from "../../src/hunt/packed-setup.ts";
import { samplePass } from "../../src/hunt/scan-pass.ts";
import type { WorkerSetup } from "../../src/hunt/worker-task.ts";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { EarlyThreads, huntOnThreads } from "./built.ts";
import { compileQueries, huntAll, processLine, takeAll } from "./events.ts";

const folder = useTemporaryFolder();
const rules = await compileQueries(
  'process where process.name : "*found*"',
  "sequence by process.name with maxspan=1h [process where process.pid == 3] [process where process.pid > 12345678901234567]",
);
const input = folder.write(
  "events.ndjson",
  Array.from({ length: 400 }, (_, number) => processLine(number, number % 4 === 3 ? "found.exe" : "other.exe")).join(
    "",
  ),
);
const usual = await huntAll({ rules, inputs: [input], threads: 1 });

describe("threads that were started before the rules were compiled", () => {
  it.each([1, 2, 4])("find the same, of %i", async (threads) => {
    const early = new EarlyThreads(threads);
    const options = { rules, inputs: [input], splitSizeBytes: 4096, threads } as const;
    const { lines, summary } = await takeAll(huntOnThreads(options, early));
    expect(lines).toHaveLength(100);
    expect(lines).toEqual(usual.lines);
    expect(summary.problems).toEqual([]);
    // They were taken, and ended with the hunt.
    expect(early.take()).toBeNull();
  });

  it("aren't used for a matcher of the user's own, which must load before there is a task", async () => {
    const early = new EarlyThreads(1);
    const matcher = { module: new URL("file:///nowhere.js") };
    const hunting = takeAll(huntOnThreads({ rules, inputs: [input], matcher }, early));
    await expect(hunting).rejects.toThrow(/^worker threads can't be started: Cannot find module/);
    await early.end();
    expect(early.take()).toBeNull();
  });

  it("end where there is nothing to do for them", async () => {
    const early = new EarlyThreads(1);
    await early.end();
    await early.end();
    expect(early.take()).toBeNull();
  });
});

describe("what workers are given", () => {
  it("is the same after the way", () => {
    const setup: WorkerSetup = {
      plan: rules.plan,
      options: { countLines: true, validate: false, sinceNs: 2n ** 60n, untilNs: null, maxLineBytes: 1e6 },
      pass: samplePass([1], 100),
      matcher: "auto",
      nearMisses: null,
      verify: null,
      progress: new BigInt64Array(new SharedArrayBuffer(8)),
      aborted: new Int32Array(new SharedArrayBuffer(4)),
    };
    const packed = packSetup(setup);
    expect(structuredClone(packed).bytes.buffer.byteLength).toBe(packed.bytes.length);
    const unpacked = unpackSetup(structuredClone(packed));
    expect(unpacked).toEqual(setup);
    // Nothing of what all write to is copied.
    unpacked.aborted[0] = 1;
    unpacked.progress[0] = 7n;
    expect([setup.aborted[0], setup.progress[0]]).toEqual([1, 7n]);
  });
});
