import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync } from "node:fs";
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
  /** How many of the kills came when all was done already, and the process only had to end. */
  readonly late: number;
  /** Hunts that came to their end, after some kills; one that is incremental with all its runs. */
  readonly completed: number;
  /** What was not as it must be; empty if all is well. */
  readonly failures: readonly string[];
}

/** Where hunts are run, and how often they are killed. */
export interface KillPlan {
  readonly folder: string;
  readonly kills: number;
  readonly random: Random;
}

/** How a process ended: by a kill, or by itself, with what it gave. */
type Ended = { readonly kind: "killed" } | ({ readonly kind: "ended" } & Outcome);

/**
 * Runs a hunt with a state folder again and again, kills it with all its threads at a random moment each time, and lets it go on
 * from there, until it comes to its end: then its output must be that of a hunt that nobody killed; of an incremental one the
 * output of each of its runs. Then it begins again, until there were `kills` kills.
 */
export async function killAndResume(hunt: ExampleHunt, { folder, kills, random }: KillPlan): Promise<KillReport> {
  const whole: (Outcome & { readonly ms: number })[] = [];
  for (const writeInputs of hunt.runs) {
    writeInputs();
    const startedMs = performance.now();
    const outcome = await runWhole(hunt, folder, "undisturbed");
    whole.push({ ...outcome, ms: performance.now() - startedMs });
  }
  const failures = [...whatIsWrong(hunt, whole)];
  let killed = 0;
  let late = 0;
  let completed = 0;
  for (let round = 0; killed < kills || completed === 0; round++) {
    const name = `round-${round}`;
    for (const [run, { ms, output, statistics }] of whole.entries()) {
      hunt.runs[run]?.();
      const killsBefore = killed;
      let found: Outcome | null = null;
      while (found === null) {
        // A hunt that goes on has ever less to do, but for one that had nothing to do from the beginning.
        const afterMs = killed < kills ? (random.below(1250) / 1000) * ms : null;
        const ended = await runAndKill(hunt, folder, name, afterMs);
        if (ended.kind === "killed") killed++;
        if (ended.kind === "ended") found = ended;
        else if (hunt.runs.length > 1 && completeRuns(join(folder, name)) > run) {
          // Another one would be the next run.
          late++;
          found = readOutcome(folder, name);
        }
      }
      const place = `round ${round}, run ${run}, after ${killed - killsBefore} kills`;
      if (found.output !== output) failures.push(`${place}: other detections`);
      if (found.statistics !== statistics) failures.push(`${place}: other statistics`);
    }
    completed++;
    rmSync(join(folder, name), { recursive: true, force: true });
  }
  return { kills: killed, late, completed, failures };
}

/** What an undisturbed hunt must be, so that the others are worth something. */
function whatIsWrong({ passes }: ExampleHunt, runs: readonly Outcome[]): readonly string[] {
  const ids = runs.flatMap(({ output }) => detectionIds(output));
  return [
    ...(ids.length < 20 ? [`only ${ids.length} detections`] : []),
    ...(new Set(ids).size < ids.length ? ["undisturbed: a detection comes twice"] : []),
    ...(runs.every(({ statistics }) => statistics.includes('["passes",2]') === (passes === 2))
      ? []
      : [`not ${passes} passes`]),
  ];
}

function detectionIds(output: string): readonly unknown[] {
  const lines = output.split("\n").filter((line) => line !== "");
  return lines.map((line) => {
    const { id }: { readonly id?: unknown } = JSON.parse(line);
    return id;
  });
}

/** How many runs are complete by what a state folder says. */
function completeRuns(state: string): number {
  const path = join(state, "baseline");
  if (!existsSync(path)) return 0;
  return Number(/"run":(\d+)/.exec(readFileSync(path, "utf8"))?.[1] ?? 0);
}

/** Runs a hunt to its end. Throws if that is not a good one. */
async function runWhole(hunt: ExampleHunt, folder: string, name: string): Promise<Outcome> {
  const ended = await runAndKill(hunt, folder, name, null);
  if (ended.kind === "killed") throw new Error("somebody else killed a hunt");
  return ended;
}

/** Kills a hunt that takes longer than so many milliseconds; `null`: it has all the time that it needs. */
async function runAndKill(hunt: ExampleHunt, folder: string, name: string, afterMs: number | null): Promise<Ended> {
  const child = start(hunt, folder, name);
  let stderr = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const closed = once(child, "close");
  if (afterMs !== null) await Promise.race([wait(afterMs), closed]);
  if (afterMs !== null && child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
    // The whole group: threads and whatever was started.
    process.kill(-child.pid, "SIGKILL");
  }
  await closed;
  if (child.signalCode === "SIGKILL") return { kind: "killed" };
  if (child.exitCode !== 0) throw new Error(`a hunt ended with ${String(child.exitCode)}: ${stderr}`);
  return { kind: "ended", ...readOutcome(folder, name) };
}

function start({ args }: ExampleHunt, folder: string, name: string): ChildProcess {
  const state = ["--state", join(folder, name)];
  const results = ["-o", outputPath(folder, name), "--stats", statisticsPath(folder, name)];
  return spawn(process.execPath, [mainScript, ...args, ...state, ...results], {
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
}

/** What a hunt that is complete has written; it is gone then. */
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
