import type { Hit } from "../scan/hit.ts";
import type { JobStarter, SplitJob, StartedSplit } from "./split-job.ts";
import type { SplitOutcome } from "./split-run.ts";

/** What comes of the jobs: of each its hits in batches, then how it ended. */
export type MergedResult<Job extends SplitJob> =
  | { readonly kind: "hits"; readonly job: Job; readonly hits: readonly Hit[] }
  | { readonly kind: "end"; readonly job: Job; readonly outcome: SplitOutcome };

/** Of jobs whose hits were kept so many wait for their turn, so that workers have something to do meanwhile. */
const mostReplayed = 10_000;

/**
 * Runs jobs on all threads; results come in the order of the jobs. At most twice as many as threads are under way ahead, those
 * not counted whose hits were kept.
 */
export async function* mergeSplits<Job extends SplitJob>(
  starter: JobStarter,
  jobs: Iterable<Job>,
  threads: number,
): AsyncGenerator<MergedResult<Job>> {
  const waiting = jobs[Symbol.iterator]();
  const ahead = 2 * threads;
  const running: { readonly job: Job; readonly run: StartedSplit }[] = [];
  let scanned = 0;
  const fill = (): void => {
    while (scanned < ahead && running.length - scanned < mostReplayed) {
      const next = waiting.next();
      if (next.done === true) return;
      const run = starter.startSplit(next.value);
      if (!run.isReplayed) scanned++;
      running.push({ job: next.value, run });
    }
  };
  for (;;) {
    fill();
    const first = running.shift();
    if (first === undefined) return;
    const { job, run } = first;
    if (!run.isReplayed) scanned--;
    for await (const hits of run.batches()) yield { kind: "hits", job, hits };
    await starter.endSplit(run);
    yield { kind: "end", job, outcome: run.outcome };
  }
}
