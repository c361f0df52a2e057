import { packingRatio } from "./packing-ratio.ts";
import type { SplitJob } from "./split-job.ts";

/** What a worker is given at a time comes to at most this much, as the text that it unpacks to is guessed, if it isn't one job. */
const mostBytes = 256 * 1024;

/** And is at most so many jobs: what a worker is given and gives back costs as much as to read a small file. */
const mostJobs = 64;

/** Of events that are read again a job has at most so many if it is to be with others. */
const mostWanted = 64;

/** Puts small jobs together that follow each other: each of the groups is given to one worker. All others stay alone. */
export function* groupJobs<Job extends SplitJob>(jobs: Iterable<Job>): Generator<readonly Job[]> {
  let group: Job[] = [];
  let bytes = 0;
  for (const job of jobs) {
    const ownBytes = textBytes(job);
    if (group.length > 0 && (group.length === mostJobs || bytes + ownBytes > mostBytes)) {
      yield group;
      group = [];
      bytes = 0;
    }
    group.push(job);
    bytes += ownBytes;
  }
  if (group.length > 0) yield group;
}

/** About how much text there is to read; infinite where nobody knows. */
function textBytes({ split: { input, startBytes, endBytes }, wanted }: SplitJob): number {
  if (endBytes === null || (wanted?.length ?? 0) > mostWanted) return Number.POSITIVE_INFINITY;
  return (endBytes - startBytes) * (input.format === "plain" ? 1 : packingRatio);
}
