import { mkdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/datasets/random.ts";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { exampleHunt, hunts } from "./example.ts";
import { killAndResume } from "./killing.ts";

const folder = useTemporaryFolder();

/** 20 in all. */
const kills = { plain: 8, passes: 6, incremental: 6 };

describe("a hunt with a state folder that is killed at random moments, and goes on each time", () => {
  it.each(hunts)("gives what it gives undisturbed: %s", { timeout: 180_000 }, async (kind) => {
    const path = folder.join(kind);
    mkdirSync(path);
    const hunt = exampleHunt(path, kind, { events: 1500, pairs: 1, smallInputs: 60 });
    const report = await killAndResume(hunt, { folder: path, kills: kills[kind], random: new Random(20_250_818) });
    expect(report.failures).toEqual([]);
    expect(report.kills).toBe(kills[kind]);
    expect(report.completed).toBeGreaterThan(0);
  });
});
