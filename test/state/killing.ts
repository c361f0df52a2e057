import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Random } from "../../src/datasets/random.ts";
import type { ExampleHunt } from "./example.ts";

const mainScript = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

/** What a hunt gave: its detections, and its statistics without times. */
export interface Outcome {
  readonly output: string;
  readonly statistics: string;
}

/** How often hunts were killed, and what came of them. */
export interface KillReport {
  readonly kills: number;
  /** Hunts that came to their end, after some kills. */
  readonly completed: number;
  /** What was not as it must be; empty if all is well. */
  readonly failures: readonly string[];
}

/**
 * Runs a hunt with a state folder again and again, kills it with all its threads at a random moment each time, and lets it go on
 * from there, until it comes to its end: then its output must be that of a hunt that nobody killed. Then it begins again, until
 * there were `kills` kills.
 */
export async function killAndResume(
  hunt: ExampleHunt,
  { folder, kills: wanted, random }: { readonly folder: string; readonly kills: number; readonly random: Random },
): Promise<KillReport> {
  const startedMs = performance.now();
  const expected = await runWhole(hunt, folder, "undisturbed");
  const wholeMs = performance.now() - startedMs;
  const failures: string[] = [];
  let kills = 0;
  let completed = 0;
  for (let round = 0; kills < wanted || completed === 0; round++) {
    const name = `round-${round}`;
    let killsOfThis = 0;
    for (;;) {
      // Towards the end of a hunt that goes on there is ever less to do.
      const isKilled = kills < wanted && (await killOnce(hunt, folder, name, (random.below(1000) / 1000) * wholeMs));
      if (isKilled) {
        kills++;
        killsOfThis++;
        continue;
      }
      const found = await runWhole(hunt, folder, name);
      completed++;
      const place = `round ${round}, after ${killsOfThis} kills`;
      if (found.output !== expected.output) failures.push(`${place}: other detections`);
      if (found.statistics !== expected.statistics) failures.push(`${place}: other statistics`);
      break;
    }
    rmSync(join(folder, name), { recursive: true, force: true });
  }
  return { kills, completed, failures };
}

/** Runs a hunt to its end. Throws if that is not a good one. */
async function runWhole(hunt: ExampleHunt, folder: string, name: string): Promise<Outcome> {
  const child = start(hunt, folder, name);
  let stderr = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const [status]: unknown[] = await once(child, "close");
  if (status !== 0) throw new Error(`a hunt ended with ${String(status)}: ${stderr}`);
  return readOutcome(folder, name);
}

/** False if the hunt ended before it could be killed. */
async function killOnce(hunt: ExampleHunt, folder: string, name: string, afterMs: number): Promise<boolean> {
  const child = start(hunt, folder, name);
  child.stderr?.resume();
  const closed = once(child, "close");
  await Promise.race([wait(afterMs), closed]);
  if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
    // The whole group: threads and whatever was started.
    process.kill(-child.pid, "SIGKILL");
  }
  await closed;
  return child.signalCode === "SIGKILL";
}

function start({ args }: ExampleHunt, folder: string, name: string): ChildProcess {
  const files = [
    "--state",
    join(folder, name),
    "-o",
    outputPath(folder, name),
    "--stats",
    statisticsPath(folder, name),
  ];
  return spawn(process.execPath, [mainScript, ...args, ...files], {
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
}

function readOutcome(folder: string, name: string): Outcome {
  const output = readFileSync(outputPath(folder, name), "utf8");
  const statistics: object = JSON.parse(readFileSync(statisticsPath(folder, name), "utf8"));
  for (const path of [outputPath(folder, name), statisticsPath(folder, name)]) rmSync(path);
  const timeless = Object.entries(statistics).filter(([key]) => !/second|stages/i.test(key));
  return { output, statistics: JSON.stringify(timeless) };
}

function outputPath(folder: string, name: string): string {
  return join(folder, `${name}.jsonl`);
}

function statisticsPath(folder: string, name: string): string {
  return join(folder, `${name}.json`);
}
