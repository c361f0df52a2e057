import type { Hit } from "../scan/hit.ts";
import type { SplitJob } from "./split-job.ts";
import type { SplitOutcome, SplitRun } from "./split-run.ts";
import type { WorkerPool } from "./worker-pool.ts";

/** What comes of the jobs: of each its hits in batches, then how it ended. */
export type MergedResult<Job extends SplitJob> =
  | { readonly kind: "hits"; readonly job: Job; readonly hits: readonly Hit[] }
  | { readonly kind: "end"; readonly job: Job; readonly outcome: SplitOutcome };

/** Runs jobs on all threads; results come in the order of the jobs. At most twice as many as threads are under way ahead. */
export async function* mergeSplits<Job extends SplitJob>(
  pool: WorkerPool,
  jobs: Iterable<Job>,
  threads: number,
): AsyncGenerator<MergedResult<Job>> {
  const waiting = jobs[Symbol.iterator]();
  const ahead = 2 * threads;
  const running: { readonly job: Job; readonly run: SplitRun }[] = [];
  const fill = (): void => {
    while (running.length < ahead) {
      const next = waiting.next();
      if (next.done === true) return;
      running.push({ job: next.value, run: pool.startSplit(next.value) });
    }
  };
  for (;;) {
    fill();
    const first = running.shift();
    if (first === undefined) return;
    const { job, run } = first;
    for await (const hits of run.batches()) yield { kind: "hits", job, hits };
    pool.endSplit(run);
    yield { kind: "end", job, outcome: run.outcome };
  }
}
