import type { Hit } from "../scan/hit.ts";
import { groupJobs } from "./split-grouping.ts";
import type { JobStarter, SplitJob, StartedSplit } from "./split-job.ts";
import type { SplitOutcome } from "./split-run.ts";

/** What comes of the jobs: of each its hits in batches, then how it ended. */
export type MergedResult<Job extends SplitJob> =
  | { readonly kind: "hits"; readonly job: Job; readonly hits: readonly Hit[] }
  | { readonly kind: "end"; readonly job: Job; readonly outcome: SplitOutcome };

/** Of jobs whose hits were kept so many wait for their turn, so that workers have something to do meanwhile. */
const mostReplayed = 10_000;

/** Jobs that one worker was given. */
interface Group {
  /** How many of them have not had their turn, those not counted whose hits were kept. */
  left: number;
}

/**
 * Runs jobs on all threads; results come in the order of the jobs. At most twice as many as threads are under way ahead, small
 * ones that are run together counted once, and those not at all whose hits were kept.
 */
export async function* mergeSplits<Job extends SplitJob>(
  starter: JobStarter,
  jobs: Iterable<Job>,
  threads: number,
): AsyncGenerator<MergedResult<Job>> {
  const waiting = groupJobs(jobs);
  const ahead = 2 * threads;
  const running: { readonly job: Job; readonly run: StartedSplit; readonly group: Group }[] = [];
  let scanned = 0;
  let replayed = 0;
  const fill = (): void => {
    while (scanned < ahead && replayed < mostReplayed) {
      const next = waiting.next();
      if (next.done === true) return;
      const runs = starter.startSplits(next.value);
      const group: Group = { left: runs.filter(({ isReplayed }) => !isReplayed).length };
      if (group.left > 0) scanned++;
      replayed += runs.length - group.left;
      for (const [position, job] of next.value.entries()) {
        const run = runs[position];
        if (run !== undefined) running.push({ job, run, group });
      }
    }
  };
  for (;;) {
    fill();
    const first = running.shift();
    if (first === undefined) return;
    const { job, run, group } = first;
    if (run.isReplayed) replayed--;
    else if (--group.left === 0) scanned--;
    for await (const hits of run.batches()) yield { kind: "hits", job, hits };
    await starter.endSplit(run);
    yield { kind: "end", job, outcome: run.outcome };
  }
}
