import { describe, expect, it } from "vitest";
import { Random } from "../../src/datasets/random.ts";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { writeExample } from "./example.ts";
import { killAndResume } from "./killing.ts";

const folder = useTemporaryFolder();

describe("a hunt with a state folder that is killed", () => {
  it(
    "20 times at random moments, and goes on each time: gives what it gives undisturbed",
    { timeout: 180_000 },
    async () => {
      const hunt = writeExample(folder.path, { events: 4000, pairs: 2, smallInputs: 200 });
      const random = new Random(20_250_818);
      const report = await killAndResume(hunt, { folder: folder.path, kills: 20, random });
      expect(report.failures).toEqual([]);
      expect(report.kills).toBe(20);
      expect(report.completed).toBeGreaterThan(0);
    },
  );
});
