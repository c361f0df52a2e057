import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { generateEvents } from "../../src/datasets/generator.ts";
import { writeEvents } from "../../src/datasets/writer.ts";
import { seedRuleFinds } from "./seed-rule.ts";

let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "eqlhunt-datasets-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe("writeEvents", () => {
  it("writes the events of the generator, one a line", async () => {
    const outputPath = join(folder, "lines.ndjson");
    await writeEvents({ events: 5000, seed: 11, outputPath });
    const expected = [...generateEvents({ events: 5000, seed: 11 })].map(({ text }) => `${text}\n`).join("");
    expect((await readFile(outputPath, "utf8")) === expected).toBe(true);
  });

  it("says what the file holds, and where the hits are", async () => {
    const outputPath = join(folder, "events.ndjson");
    const manifestPath = join(folder, "manifest.json");
    const manifest = await writeEvents({ events: 9000, seed: 5, hitEvery: 300, outputPath, manifestPath });
    const bytes = await readFile(outputPath);
    expect(JSON.parse(await readFile(manifestPath, "utf8"))).toEqual(manifest);
    expect(manifest).toMatchObject({
      seed: 5,
      events: 9000,
      lines: 9000,
      bytes: bytes.length,
      rule: "403ef0d3-8259-40c9-a5b6-d48354712e49",
      sha256: createHash("sha256").update(bytes).digest("hex"),
    });
    const found: { readonly offset: number; readonly line: number }[] = [];
    let offset = 0;
    let line = 0;
    while (offset < bytes.length) {
      const end = bytes.indexOf(0x0a, offset);
      line++;
      if (seedRuleFinds(JSON.parse(bytes.toString("utf8", offset, end)))) found.push({ offset, line });
      offset = end + 1;
    }
    expect(manifest.hits.map(({ offset, line }) => ({ offset, line }))).toEqual(found);
    expect(found).toHaveLength(30);
    expect(Object.values(manifest.nearMisses).reduce((sum, count) => sum + count, 0)).toBe(18);
  });

  it("stops at the first event that reaches the asked size", async () => {
    const outputPath = join(folder, "sized.ndjson");
    const manifest = await writeEvents({ targetBytes: 10_000_000, seed: 3, outputPath });
    const text = await readFile(outputPath, "utf8");
    expect(manifest.bytes).toBe(Buffer.byteLength(text));
    expect(manifest.bytes).toBeGreaterThanOrEqual(10_000_000);
    expect(manifest.bytes).toBeLessThan(10_000_000 + 3001);
    expect(text.split("\n")).toHaveLength(manifest.events + 1);
  });

  it("writes an empty file for no events", async () => {
    const outputPath = join(folder, "empty.ndjson");
    const manifest = await writeEvents({ events: 0, seed: 1, outputPath });
    expect(manifest).toMatchObject({ events: 0, bytes: 0, lines: 0, hits: [], nearMisses: {} });
    expect(await readFile(outputPath, "utf8")).toBe("");
  });

  it("is rejected where the file can't be written", async () => {
    const outputPath = join(folder, "not-there", "events.ndjson");
    await expect(writeEvents({ events: 1, seed: 1, outputPath })).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("is rejected where an option is out of its range", async () => {
    await expect(writeEvents({ events: 1, seed: -1, outputPath: join(folder, "x") })).rejects.toThrow(RangeError);
  });
});
