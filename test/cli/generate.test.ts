import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { runEqlhunt } from "./process.ts";

const folder = useTemporaryFolder();

interface Manifest {
  readonly events: number;
  readonly hits: readonly { readonly offset: number }[];
}

describe("generate", () => {
  it("writes events in which a hunt finds exactly what the manifest says", async () => {
    const events = folder.join("events.ndjson");
    const manifestPath = folder.join("manifest.json");
    const generated = await runEqlhunt([
      "generate",
      "--events",
      "21000",
      "--seed",
      "5",
      "-o",
      events,
      "--manifest",
      manifestPath,
    ]);
    expect(generated).toMatchObject({ status: 0, stdout: "" });
    expect(generated.stderr).toMatch(/^21,000 events, [\d.]+ MB, \d+ of them for the seed rule to find\n$/);
    const manifest: Manifest = JSON.parse(readFileSync(manifestPath, "utf8"));
    const statistics = folder.join("statistics.json");
    const { status, stdout } = await runEqlhunt([
      "hunt",
      "-r",
      "datasets/rules",
      "--count",
      "--stats",
      statistics,
      events,
    ]);
    const offsets = stdout
      .trimEnd()
      .split("\n")
      .map((line): number => JSON.parse(line).events[0].source.offset);
    expect(offsets).toEqual(manifest.hits.map(({ offset }) => offset));
    expect(offsets.length).toBeGreaterThan(0);
    expect(JSON.parse(readFileSync(statistics, "utf8"))).toMatchObject({
      totals: { events: 21_000, lines: 21_000, bad: 0 },
      detections: offsets.length,
    });
    expect(status).toBe(0);
  });

  it("writes the same bytes for the same seed", async () => {
    const paths = ["a", "b", "c"].map((name) => folder.join(name));
    for (const [index, path] of paths.entries()) {
      await runEqlhunt(["generate", "--events", "50", "--seed", index === 2 ? "2" : "1", "-o", path]);
    }
    const [a, b, c] = paths.map((path) => readFileSync(path, "utf8"));
    expect(a).toBe(b);
    expect(a).not.toBe(c);
  });

  it("says why it can't write", async () => {
    const { status, stderr } = await runEqlhunt(["generate", "--events", "5", "-o", folder.join("nowhere/x")]);
    expect({ status, stderr }).toEqual({
      status: 4,
      stderr: "error: events can't be written: no such file or directory\n",
    });
  });
});
