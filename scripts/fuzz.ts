/**
 * Fuzzes for as long as one likes: `node scripts/fuzz.ts --seconds 600 --target logs --seed 7`. Without a target all of them
 * in turn. What fails is written to `test/fuzz/corpus/TARGET/` and told; status 1 then. Needs `npm run build`.
 */
import { hash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { describeFailure, fuzz } from "../test/fuzz/fuzzing.ts";
import { fuzzTargets } from "../test/fuzz/targets.ts";

const { values } = parseArgs({
  options: { seconds: { type: "string" }, target: { type: "string", multiple: true }, seed: { type: "string" } },
});
const names = values.target ?? fuzzTargets.map(({ name }) => name);
const targets = fuzzTargets.filter(({ name }) => names.includes(name));
const seconds = Number(values.seconds ?? 60);
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));

if (targets.length < names.length || !(seconds > 0) || !Number.isInteger(seed)) {
  process.stderr.write(`targets are: ${fuzzTargets.map(({ name }) => name).join(", ")}\n`);
  process.exitCode = 2;
} else {
  for (const target of targets) {
    const { tried, failure } = await fuzz(target, { seed, ms: (seconds * 1000) / targets.length });
    process.stdout.write(`${target.name}: ${tried} inputs, seed ${seed}\n`);
    if (failure === null) continue;
    process.exitCode = 1;
    const folder = fileURLToPath(new URL(`../test/fuzz/corpus/${target.name}/`, import.meta.url));
    mkdirSync(folder, { recursive: true });
    const file = `${folder}${hash("sha256", failure.input).slice(0, 16)}`;
    writeFileSync(file, failure.input);
    process.stdout.write(`${describeFailure(target, failure, seed)}\nkept as ${file}\n`);
  }
}
