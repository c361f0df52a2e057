import type { FoundInputs } from "../../input/finding.ts";
import type { InputFile } from "../../input/split.ts";
import { stateWriteError } from "../hunt-error.ts";
import type { HuntSummary, StateSummary } from "../hunt-account.ts";
import type { HuntOptions, StateChoice } from "../hunt-options.ts";
import type { ProgressCounter } from "../progress-counter.ts";
import type { JobStarter } from "../split-job.ts";
import type { WorkerPool } from "../worker-pool.ts";
import { HuntState } from "./hunt-state.ts";
import { splitSizeFor } from "../split-size.ts";
import { KeptJobs } from "./kept-jobs.ts";
import type { KeptPasses } from "./kept-passes.ts";
import type { Manifest } from "./manifest.ts";
import { type CompletedRun, RunHistory } from "./run-history.ts";
import { stateOptions } from "./state-options.ts";

/** A hunt's state folder, in use. */
export interface OpenState {
  /** What is to be hunted through. */
  readonly found: FoundInputs;
  readonly history: RunHistory;
  /** How large the pieces of plain files are. */
  readonly splitSizeBytes: number;
  /** Which stages wait for a second pass, if that is known; {@link KeptPasses.keep} throws a `HuntError` E523. */
  readonly passes: Pick<KeptPasses, "isNew" | "left" | "keep">;
  /** Gives what was kept and keeps what is new; `progress` is told of what need not be scanned. */
  jobsOf(pool: WorkerPool, progress: ProgressCounter): JobStarter;
  /** From now on workers break off, and nothing they say is kept. */
  stop(): void;
  /** All detections have been given: makes all ready for the next incremental run to begin here. Throws a `HuntError` E523. */
  prepare(run: CompletedRun): Promise<void>;
  /** It does begin here if the caller has settled what this one gave, and {@link prepare} was called. Throws a `HuntError` E523. */
  settle(summary: HuntSummary): Promise<void>;
  /** To be called when no worker is at work any more. Throws a `HuntError` if something could not be kept. */
  close(): Promise<void>;
  /** `splits`: how many there are. */
  summary(splits: number): StateSummary;
}

/** Takes a state folder for a hunt through what was found. Throws a `HuntError`, E520 to E523. */
export async function openState(choice: StateChoice, options: HuntOptions, whole: FoundInputs): Promise<OpenState> {
  const { folder, incremental: isIncremental = false, settle } = choice;
  const { plan } = options.rules;
  const state = new HuntState({
    folder,
    rules: plan.hash,
    options: stateOptions(options),
    splitSizeBytes: splitSizeFor(options, whole.inputs),
    inputs: whole.inputs,
  });
  try {
    const history = new RunHistory(folder, plan, { isIncremental });
    const found = history.select(whole);
    let keptSplits = 0;
    let begin: (() => void) | null = null;
    return {
      found,
      history,
      splitSizeBytes: state.manifest.splitSizeBytes,
      passes: {
        isNew: state.passes.isNew,
        left: state.passes.left,
        keep: (left) => {
          try {
            state.passes.keep(left);
          } catch (error) {
            throw stateWriteError(folder, error);
          }
        },
      },
      jobsOf: (pool, progress) =>
        new KeptJobs(pool, state, folder, ({ pass }, bytes) => {
          if (pass?.kind !== "second") keptSplits++;
          progress.addReplayed(bytes);
        }),
      stop: () => state.stop(),
      prepare: async (run) => {
        try {
          await state.flush();
          begin = await history.prepare(run);
        } catch (error) {
          throw stateWriteError(folder, error);
        }
      },
      settle: async (whatWasDone) => {
        if (begin === null || (settle !== undefined && !(await settle(whatWasDone)))) return;
        try {
          begin();
          state.complete();
        } catch (error) {
          throw stateWriteError(folder, error);
        }
      },
      close: () => state.close(),
      summary: (splits) => ({
        folder,
        splits,
        keptSplits,
        changedInputs: isIncremental ? [] : changedInputs(state.manifest, whole.inputs),
        newInputs: isIncremental ? { inputs: whole.inputs.length, withNews: found.inputs.length } : null,
      }),
    };
  } catch (error) {
    await state.close();
    throw stateWriteError(folder, error);
  }
}

function changedInputs({ inputs: known }: Manifest, inputs: readonly InputFile[]): readonly string[] {
  const marks = new Map(known.map(([name, sizeBytes, modifiedMs]) => [name, `${sizeBytes} ${modifiedMs}`]));
  return inputs
    .filter(
      ({ kind, name, sizeBytes, modifiedMs }) => kind === "file" && marks.get(name) !== `${sizeBytes} ${modifiedMs}`,
    )
    .map(({ name }) => name);
}
