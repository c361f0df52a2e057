import type { InputFile, Split } from "../../input/split.ts";
import type { ScanStrategyName } from "../../scan/scan-strategy.ts";
import type { StateSummary } from "../hunt-account.ts";
import type { HuntOptions, StateChoice } from "../hunt-options.ts";
import type { ProgressCounter } from "../progress-counter.ts";
import type { JobStarter } from "../split-job.ts";
import type { WorkerPool } from "../worker-pool.ts";
import { HuntState } from "./hunt-state.ts";
import { KeptJobs } from "./kept-jobs.ts";
import type { Manifest } from "./manifest.ts";
import { stateOptions } from "./state-options.ts";

/** What is hunted through, as it was planned. */
export interface PlannedHunt {
  readonly strategy: ScanStrategyName;
  readonly inputs: readonly InputFile[];
  readonly splits: readonly Split[];
}

/** A hunt's state folder, in use. */
export interface OpenState {
  /** Gives what was kept and keeps what is new; `progress` is told of what need not be scanned. */
  jobsOf(pool: WorkerPool, progress: ProgressCounter): JobStarter;
  /** From now on workers break off, and nothing they say is kept. */
  stop(): void;
  /** To be called when no worker is at work any more. Throws a `HuntError` if something could not be kept. */
  close(): Promise<void>;
  summary(): StateSummary;
}

/** Takes a state folder for a hunt. Throws a `HuntError`, E520 to E523. */
export function openState({ folder }: StateChoice, options: HuntOptions, planned: PlannedHunt): OpenState {
  const { strategy, inputs, splits } = planned;
  const rules = options.rules.plan.hash;
  const state = new HuntState({ folder, rules, options: stateOptions(options, strategy), inputs });
  let keptSplits = 0;
  return {
    jobsOf: (pool, progress) =>
      new KeptJobs(pool, state, folder, ({ pass }, bytes) => {
        if (pass?.kind !== "second") keptSplits++;
        progress.addReplayed(bytes);
      }),
    stop: () => state.stop(),
    close: () => state.close(),
    summary: () => ({
      folder,
      splits: splits.length,
      keptSplits,
      changedInputs: changedInputs(state.manifest, inputs),
    }),
  };
}

function changedInputs({ inputs: known }: Manifest, inputs: readonly InputFile[]): readonly string[] {
  const marks = new Map(known.map(([name, sizeBytes, modifiedMs]) => [name, `${sizeBytes} ${modifiedMs}`]));
  return inputs
    .filter(
      ({ kind, name, sizeBytes, modifiedMs }) => kind === "file" && marks.get(name) !== `${sizeBytes} ${modifiedMs}`,
    )
    .map(({ name }) => name);
}
