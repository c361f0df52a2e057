import { parentPort, workerData } from "node:worker_threads";
import type { Hit } from "../scan/hit.ts";
import type { ScanListener } from "../scan/split-scanner.ts";
import { SplitScanner } from "../scan/split-scanner.ts";
import { NearMissCollecting } from "../why/near-misses.ts";
import { HitSender, UnwrittenHits } from "./hit-sender.ts";
import { resolveMatcher } from "./matcher-choice.ts";
import { Verification } from "./verification.ts";
import {
  progressSlots,
  type UnwrittenResult,
  type WorkerResult,
  type WorkerSetup,
  type WorkerTask,
} from "./worker-task.ts";

const setup: WorkerSetup = workerData;
const matcher = await resolveMatcher(setup.matcher);
const scanner = new SplitScanner(setup.plan, { ...setup.options, matcher });
// One of the user's own that can't do its work is to end the hunt at once, and not one split after the other.
if (typeof setup.matcher !== "string") scanner.prepare();

/** A worker's task: reads a split, sends its hits, answers with what became of it. */
export default async function scanSplit(task: WorkerTask): Promise<WorkerResult | UnwrittenResult> {
  const { progress, aborted } = setup;
  // Not through a channel of the task's own: piscina's workers never come back to their event loop between two tasks, which
  // alone could close it, so that every split would leave one behind.
  const sender = new HitSender(task, (message) => parentPort?.postMessage(message));
  const verification = setup.verify === null ? null : new Verification(setup.verify, setup.plan);
  const isCollected = setup.nearMisses !== null && task.wanted === null;
  const nearMisses = isCollected ? new NearMissCollecting(setup.plan, setup.nearMisses, setup.options) : null;
  const listener: ScanListener = {
    progress(bytes, events) {
      noteFirstByte();
      Atomics.add(progress, progressSlots.bytes, BigInt(bytes));
      if (events !== null) Atomics.add(progress, progressSlots.events, BigInt(events));
    },
    sample(bytes, lines) {
      Atomics.add(progress, progressSlots.sampledBytes, BigInt(bytes));
      Atomics.add(progress, progressSlots.sampledLines, BigInt(lines));
    },
    hits(hits) {
      if (task.wanted === null) Atomics.add(progress, progressSlots.hits, countDetections(hits));
      sender.send(hits);
    },
    isAborted: () => Atomics.load(aborted, 0) !== 0,
    ...(verification === null ? {} : { verify: verification.check }),
    ...(nearMisses === null ? {} : { examine: nearMisses.examine }),
  };
  try {
    const scanned =
      task.wanted === null
        ? await scanner.scan(task.split, listener)
        : await scanner.readAgain(task.split, task.wanted, listener);
    if (nearMisses !== null) sender.send(nearMisses.take());
    const outcome = { ...scanned, disagreements: verification?.disagreements ?? [] };
    return { ...outcome, ...sender.finish(outcome) };
  } catch (error) {
    sender.abandon();
    if (error instanceof UnwrittenHits) return { unwritten: error.message };
    throw error;
  }
}

/** A hit of a stage is no detection yet. */
function countDetections(hits: readonly Hit[]): bigint {
  return BigInt(hits.reduce((count, { kind }) => count + Number(kind === "event"), 0));
}

let firstByteIsNoted = false;

function noteFirstByte(): void {
  if (firstByteIsNoted) return;
  firstByteIsNoted = true;
  const now = BigInt(Math.round((performance.timeOrigin + performance.now()) * 1000));
  Atomics.compareExchange(setup.progress, progressSlots.firstByteMicroseconds, 0n, now);
}
