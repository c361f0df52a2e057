import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeEvents } from "../src/datasets/writer.ts";
import type { HuntStatistics } from "../src/hunt/statistics.ts";

/*
 * `npm run demo`: makes about 500 MB of events, hunts them with the rules that ship with the project, and checks that what
 * was planted is what was found. Status 1 if it isn't.
 */
const command = fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));
const rules = fileURLToPath(new URL("../datasets/rules", import.meta.url));
const targetBytes = 500_000_000;
const seed = 20_250_818;

if (existsSync(command)) {
  const folder = await mkdtemp(join(tmpdir(), "eqlhunt-demo-"));
  // Ctrl-C reaches the hunt too: it ends by itself, and this process stays to take the folder away.
  process.on("SIGINT", () => {});
  try {
    process.exitCode = await runDemo(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
} else {
  process.stderr.write("There is no dist/cli/main.js yet: run `npm run build` first.\n");
  process.exitCode = 2;
}

/** The status that the demo ends with: 0, 1 if the hunt found something else than it should, or the hunt's own. */
async function runDemo(folder: string): Promise<number> {
  const eventsPath = join(folder, "events.ndjson");
  const statisticsPath = join(folder, "statistics.json");
  say(`Making ${showBytes(targetBytes)} of events (seed ${seed}) …`);
  const madeFrom = performance.now();
  const manifest = await writeEvents({ targetBytes, seed, outputPath: eventsPath });
  const madeSeconds = (performance.now() - madeFrom) / 1000;
  say(
    `Made ${manifest.events.toLocaleString("en")} events, ${showBytes(manifest.bytes)}, in ${madeSeconds.toFixed(1)} s. ` +
      `Of them ${manifest.hits.length} must be found; ${countNearMisses(manifest.nearMisses)} only look like it.\n`,
  );

  const status = await runHunt(["hunt", "-r", rules, "-f", "table", "--stats", statisticsPath, eventsPath]);
  if (status !== 0) {
    say(`The hunt ended with status ${status}.`);
    return status;
  }
  const statistics: HuntStatistics = JSON.parse(await readFile(statisticsPath, "utf8"));
  // Every line of the generator is one event, so the rate needs no `--count`, which would have every line validated.
  const eventsPerSecond = Math.round(manifest.events / statistics.seconds);
  say(
    `\nHunted ${showBytes(statistics.totals.bytes)} in ${statistics.seconds.toFixed(2)} s: ` +
      `${eventsPerSecond.toLocaleString("en")} events/s, ${showBytes(statistics.bytesPerSecond)}/s ` +
      `(${statistics.threads} threads, strategy ${statistics.strategy}).`,
  );
  say(`expected ${manifest.hits.length}, found ${statistics.detections}`);
  return statistics.detections === manifest.hits.length && statistics.totals.bytes === manifest.bytes ? 0 : 1;
}

/** Runs the command line, as a user would, on this terminal; gives its exit status. */
async function runHunt(args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [command, ...args], { stdio: "inherit" });
    child.once("error", reject);
    child.once("close", (status) => {
      resolve(status ?? 130);
    });
  });
}

function countNearMisses(forms: Readonly<Record<string, number>>): string {
  const count = Object.values(forms).reduce((sum, each) => sum + each, 0);
  return count.toLocaleString("en");
}

function showBytes(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(2)} GB` : `${Math.round(bytes / 1e6)} MB`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
