import { hash } from "node:crypto";
import { resolve } from "node:path";
import type { SplitJob } from "../split-job.ts";
import type { WorkerResult } from "../worker-task.ts";

/** What became of a split, without what is of this run only. */
export type KeptOutcome = Omit<WorkerResult, "batches" | "partPath" | "kept">;

/** What is kept of a split that was scanned, beside its hits. Pure data. */
export interface SplitRecord {
  /** Of {@link splitId}. */
  readonly id: string;
  /** How many there are. */
  readonly hits: number;
  /** How many bytes they take in the part. */
  readonly hitBytes: number;
  readonly outcome: KeptOutcome;
}

/** That of what a worker gave. */
export function outcomeOf(result: WorkerResult): KeptOutcome {
  const { batches: _batches, partPath: _partPath, kept: _kept, ...outcome } = result;
  return outcome;
}

/**
 * The name of a split's results: the same for the same bytes of the same file, asked the same questions, and for nothing else
 * (RELIABILITY, "Splits and resume"). `huntKey` stands for rules, options and engine.
 */
export function splitId({ split, pass }: SplitJob, huntKey: string): string {
  const { input, startBytes, endBytes } = split;
  const path = resolve(input.path ?? "");
  const text = [huntKey, path, input.sizeBytes, input.modifiedMs, input.format, startBytes, endBytes, pass?.id];
  return hash("sha256", JSON.stringify(text)).slice(0, 32);
}
