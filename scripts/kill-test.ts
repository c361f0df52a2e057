import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Random } from "../src/datasets/random.ts";
import { writeExample } from "../test/state/example.ts";
import { killAndResume } from "../test/state/killing.ts";

/*
 * `node scripts/kill-test.ts [--kills 200] [--seed N]`: kills hunts that have a state folder at random moments, lets them go on, and
 * checks that what they give in the end is what an undisturbed one gives. Status 1 if it isn't.
 */
const { values } = parseArgs({ options: { kills: { type: "string" }, seed: { type: "string" } } });
const kills = Number(values.kills ?? 200);
const seed = Number(values.seed ?? Math.floor(performance.timeOrigin));

if (existsSync(fileURLToPath(new URL("../dist/cli/main.js", import.meta.url)))) {
  const folder = await mkdtemp(join(tmpdir(), "eqlhunt-kills-"));
  try {
    const hunt = writeExample(folder, { events: 6000, pairs: 2, smallInputs: 300 });
    const report = await killAndResume(hunt, { folder, kills, random: new Random(seed) });
    console.log(`seed ${seed}: ${report.kills} kills, ${report.completed} hunts came to their end`);
    for (const failure of report.failures) console.log(failure);
    process.exitCode = report.failures.length > 0 ? 1 : 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
} else {
  console.error("There is no dist/cli/main.js yet: run `npm run build` first.");
  process.exitCode = 2;
}
