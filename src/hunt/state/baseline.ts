import { readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { describeSystemError, isSystemError } from "../../input/system-error.ts";
import { HuntError } from "../hunt-error.ts";
import { readCheckedLine, checkedLine } from "./checked-line.ts";
import { syncFile, writeTemporary } from "./durable-file.ts";

const takenInputSchema = v.object({
  /** As it was opened, without links and dots being resolved, from the root. */
  path: v.string(),
  sizeBytes: v.number(),
  modifiedMs: v.number(),
  identity: v.string(),
  /** Of how many of the first bytes `content` is the mark. */
  markedBytes: v.number(),
  content: v.string(),
  /** Up to there nothing is new as long as the file begins with the same; what is after it was seen too if it is no whole line. */
  takenBytes: v.number(),
  /** False if it could not be read whole: it is read again, and what was given of it isn't given twice. */
  isTaken: v.boolean(),
});

/** An input that some complete run has seen. */
export type TakenInput = v.InferOutput<typeof takenInputSchema>;

const baselineSchema = v.object({
  /** Counts complete runs, from 1. */
  run: v.number(),
  inputs: v.array(takenInputSchema),
});

/** Where the next `--incremental` run begins. */
export type Baseline = v.InferOutput<typeof baselineSchema>;

const name = "baseline";

/** What a file beside the baseline is called, of the run that wrote it. */
export function baselineFile(folder: string, kind: "given" | "recent", run: number): string {
  return join(folder, `${kind}-${run}`);
}

/** The baseline of a state folder; `null` before the first complete run. Throws a {@link HuntError} E522 if it can't be read. */
export function readBaseline(folder: string): Baseline | null {
  try {
    const text = readCheckedLine(readFileSync(join(folder, name), "utf8").trimEnd());
    if (text !== null) return v.parse(baselineSchema, JSON.parse(text));
  } catch (error) {
    if (isSystemError(error) && error.code === "ENOENT") return null;
    throw unreadable(folder, isSystemError(error) ? describeSystemError(error) : "this version didn't write it", error);
  }
  throw unreadable(folder, "it is damaged");
}

/** `reason` is a clause for people. */
export function unreadable(folder: string, reason: string, cause?: unknown): HuntError {
  return new HuntError("E522", `what the state folder ${folder} has of earlier runs can't be read: ${reason}`, {
    cause,
  });
}

/** Puts a baseline in the place of the one before, when the files beside it are there. Throws the system's error. */
export function replaceBaseline(folder: string, baseline: Baseline): void {
  const path = join(folder, name);
  writeTemporary(`${path}.tmp`, Buffer.from(`${checkedLine(JSON.stringify(baseline))}\n`));
  renameSync(`${path}.tmp`, path);
  try {
    syncFile(folder);
    for (const kind of ["given", "recent"] as const)
      rmSync(baselineFile(folder, kind, baseline.run - 1), { force: true });
  } catch (error) {
    // The baseline is there: what is left over takes room and does no other harm.
    if (!isSystemError(error)) throw error;
  }
}
