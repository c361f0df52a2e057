import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { loadRules } from "../src/rules/rule-files.ts";
import { Choices } from "../test/evaluate/choices.ts";
import { compareStrategies } from "../test/scan/agreement.ts";

/*
 * `node scripts/strategies-agree.ts [--documents 1000000] [--seed N] [--rules DIR]`: random rules, those of a folder with them,
 * over random documents, scanned by `literal`, `extract` and `parse`. Prints in what they differ; then the status is 1. A seed
 * printed gives the same again.
 */
const { values } = parseArgs({
  options: { documents: { type: "string" }, seed: { type: "string" }, rules: { type: "string", multiple: true } },
});
const documents = Number(values.documents ?? 1_000_000);
const firstSeed = Number(values.seed ?? Math.floor(performance.timeOrigin) % 1_000_000_000);
const linesEach = 2_000;
const rules = values.rules === undefined ? null : (await loadRules(values.rules, [], { schema: "open" })).rules;

const folder = await mkdtemp(join(tmpdir(), "eqlhunt-agree-"));
let hits = 0;
try {
  for (let seed = firstSeed, lines = 0; lines < documents && process.exitCode !== 1; seed++) {
    const found = await compareStrategies(Choices.seeded(seed), join(folder, "lines.ndjson"), {
      lines: linesEach,
      rules,
    });
    lines += found.lines;
    hits += found.hits;
    for (const fault of found.faults) console.log(`seed ${seed}: ${fault}`);
    if (found.faults.length > 0) process.exitCode = 1;
  }
  console.log(
    `from seed ${firstSeed} on: ${hits} hits, ${process.exitCode === 1 ? "strategies differ" : "all the same"}`,
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}
