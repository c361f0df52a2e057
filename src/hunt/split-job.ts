import type { Split } from "../input/split.ts";
import type { Hit } from "../scan/hit.ts";
import type { ScanPass } from "./scan-pass.ts";
import type { WantedEvent } from "../scan/split-scanner.ts";
import type { SplitOutcome } from "./split-run.ts";
import type { WorkerResult } from "./worker-task.ts";

/** A split to scan, or to read some events of again. */
export interface SplitJob {
  readonly split: Split;
  /** The events to read, by offset, then filter; `null` to scan. */
  readonly wanted: readonly WantedEvent[] | null;
  /** What is looked for; `null` for events that are read again. */
  readonly pass: ScanPass | null;
}

/** Where all hits of a job are kept (`--state`). */
export interface SplitKeeping {
  readonly id: string;
  /** Where the worker of an attempt writes them; `null`: it doesn't, who takes them does. */
  temporaryPath(attempt: number): string | null;
  /** Told of an attempt that succeeded, as soon as it has. Gives where its part is to be read, if it wrote one. Never rejects. */
  keep(result: WorkerResult): Promise<string | null>;
}

/** A job that was started: its hits are taken when its turn has come. */
export interface StartedSplit {
  /** All hits, by offset and rule. To be called once. */
  batches(): AsyncGenerator<readonly Hit[]>;
  /** What became of it; there once {@link batches} has ended. */
  readonly outcome: SplitOutcome;
  /** No worker has to do with it: its hits were kept. */
  readonly isReplayed: boolean;
}

/** Where jobs are started. */
export interface JobStarter {
  /** Jobs that one worker is to do, one after the other, if it comes to that. In their order. */
  startSplits(jobs: readonly SplitJob[]): readonly StartedSplit[];
  /** To be called when all hits of a job have been taken. */
  endSplit(started: StartedSplit): Promise<void> | void;
}
