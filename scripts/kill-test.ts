import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Random } from "../src/datasets/random.ts";
import { exampleHunt, hunts } from "../test/state/example.ts";
import { killAndResume } from "../test/state/killing.ts";

/*
 * `node scripts/kill-test.ts [--kills 200] [--seed N] [--hunt plain|passes|incremental]`: kills hunts that have a state folder at random
 * moments, lets them go on, and checks that what they give in the end is what an undisturbed one gives. All kinds of hunts have their
 * share of the kills unless some are named. Status 1 if something is wrong.
 */
const { values } = parseArgs({
  options: { kills: { type: "string" }, seed: { type: "string" }, hunt: { type: "string", multiple: true } },
});
const kinds = hunts.filter((kind) => values.hunt?.includes(kind) ?? true);
const kills = Math.ceil(Number(values.kills ?? 200) / kinds.length);
const seed = Number(values.seed ?? Math.floor(performance.timeOrigin));

if (kinds.length < (values.hunt?.length ?? 1)) {
  console.error(`hunts are: ${hunts.join(", ")}`);
  process.exitCode = 2;
} else if (existsSync(fileURLToPath(new URL("../dist/cli/main.js", import.meta.url)))) {
  for (const kind of kinds) {
    const folder = await mkdtemp(join(tmpdir(), "eqlhunt-kills-"));
    try {
      const hunt = exampleHunt(folder, kind, { events: 6000, pairs: 2, smallInputs: 300 });
      const report = await killAndResume(hunt, { folder, kills, random: new Random(seed) });
      const late = report.late > 0 ? `, ${report.late} of them when all was done` : "";
      console.log(`${kind}, seed ${seed}: ${report.kills} kills${late}; ${report.completed} hunts came to their end`);
      for (const failure of report.failures) console.log(failure);
      if (report.failures.length > 0) process.exitCode = 1;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
} else {
  console.error("There is no dist/cli/main.js yet: run `npm run build` first.");
  process.exitCode = 2;
}
