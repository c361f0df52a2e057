import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Contestant } from "../../src/benchmark/contest.ts";
import { readingContestant } from "../../src/benchmark/file-reading.ts";
import { measureHunts } from "../../src/benchmark/hunt-measurement.ts";
import { shippedRules } from "../../src/benchmark/package-location.ts";
import { listFailures } from "../../src/benchmark/results.ts";
import type { Manifest } from "../../src/datasets/manifest.ts";
import { writeEvents } from "../../src/datasets/writer.ts";

const rules = [fileURLToPath(shippedRules)];
const variants = [
  { strategy: "parse", threads: 1 },
  { strategy: "literal", threads: 2 },
] as const;
const anyNumber: unknown = expect.any(Number);
const knownMemory = process.platform === "linux" ? anyNumber : null;
let folder: string;
let events: string;
let manifest: Manifest;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "hunt-measurement-"));
  events = join(folder, "events.ndjson");
  manifest = await writeEvents({ events: 2000, seed: 5, hitEvery: 50, outputPath: events });
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("measuring hunts", () => {
  it("gives each variant's seconds, start and memory, and the bytes, for the right answer", async () => {
    const expected = manifest.hits.length;
    const peers = [readingContestant([events])];
    const measured = await measureHunts({ rules, inputs: [events], variants, peers, rounds: 2, expected });
    expect(listFailures({ matchers: [], hunts: measured })).toEqual([]);
    expect(measured.bytes).toBe(manifest.bytes);
    const results = measured.hunts.map(({ result }) => result);
    expect(results).toEqual(
      ["parse, 1 thread", "literal, 2 threads"].map((name) => ({
        kind: "measured",
        name,
        found: expected,
        seconds: [expect.any(Number), expect.any(Number)],
        startSeconds: expect.any(Number),
        peakMemoryBytes: knownMemory,
      })),
    );
    expect(measured.peers).toMatchObject([{ kind: "measured", name: "reading only", found: null }]);
  });

  it("gives no figures for a wrong number", async () => {
    const expected = manifest.hits.length + 1;
    const measured = await measureHunts({ rules, inputs: [events], variants, rounds: 2, expected });
    expect(listFailures({ matchers: [], hunts: measured })).toEqual([
      `parse, 1 thread: it found ${expected - 1}, and there are ${expected} to find`,
      `literal, 2 threads: it found ${expected - 1}, and there are ${expected} to find`,
    ]);
  });

  it("holds peers to the same number", async () => {
    const run = { kind: "finished", seconds: 1, startSeconds: null, answer: null, peakMemoryBytes: null } as const;
    const peer: Contestant = { name: "a guess", run: () => Promise.resolve({ ...run, found: 1 }) };
    const options = { rules, inputs: [events], variants: variants.slice(0, 1), peers: [peer], rounds: 1 };
    const measured = await measureHunts({ ...options, expected: null });
    expect(measured.peers).toEqual([
      { kind: "failed", name: "a guess", reason: `it found 1, and parse, 1 thread found ${manifest.hits.length}` },
    ]);
  });

  it("says why a hunt fails", async () => {
    const inputs = [join(folder, "none.ndjson")];
    const measured = await measureHunts({ rules, inputs, variants: variants.slice(0, 1), rounds: 1, expected: 0 });
    expect(measured.hunts[0]?.result).toMatchObject({
      kind: "failed",
      reason: expect.stringMatching(/^it ended with status 3: error\[E500\]: .*none\.ndjson/),
    });
  });

  it("fails a reading of a file that isn't there", async () => {
    expect(await readingContestant([join(folder, "none")]).run()).toMatchObject({
      kind: "failed",
      reason: expect.stringContaining("ENOENT"),
    });
  });

  it("tells a hunt that finds as many, but not the same", async () => {
    const command = join(folder, "command.ts");
    writeFileSync(command, 'console.log(process.argv.includes("--strategy=parse") ? "one" : "another");');
    const options = { rules, inputs: [events], variants, rounds: 1, expected: 1 };
    const measured = await measureHunts({ ...options, command: new URL(`file://${command}`) });
    expect(measured.bytes).toBe(null);
    expect(measured.hunts.map(({ result }) => result)).toMatchObject([
      { kind: "measured", found: 1, startSeconds: null },
      { kind: "failed", reason: "it found as many as parse, 1 thread did, but not the same" },
    ]);
  });

  it("ends when it is aborted, with the hunt that runs", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 200);
    const options = { rules, inputs: [events], variants, rounds: 1000, expected: null };
    const measuring = measureHunts({ ...options, signal: controller.signal });
    await expect(measuring).rejects.toMatchObject({ name: "AbortError" });
  });
});
