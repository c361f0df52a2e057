import { parentPort, workerData } from "node:worker_threads";
import type { Split } from "../input/split.ts";
import type { Hit } from "../scan/hit.ts";
import type { ScanListener } from "../scan/split-scanner.ts";
import { NearMissCollecting } from "../why/near-misses.ts";
import { FilterCounter } from "./filter-sample.ts";
import { HitSender, UnwrittenHits } from "./hit-sender.ts";
import { resolveMatcher } from "./matcher-choice.ts";
import { type PackedSetup, unpackSetup } from "./packed-setup.ts";
import { PassScanners } from "./pass-scanners.ts";
import { Verification } from "./verification.ts";
import type { ScanPass } from "./scan-pass.ts";
import {
  progressSlots,
  type UnwrittenResult,
  type WorkerAnswer,
  type WorkerOrder,
  type WorkerResult,
  type WorkerSetup,
  type WorkerTask,
} from "./worker-task.ts";

/** What a worker has for all its tasks. */
interface Equipment {
  readonly setup: WorkerSetup;
  readonly scanners: PassScanners;
}

async function equip(packed: PackedSetup): Promise<Equipment> {
  const setup = unpackSetup(packed);
  return { setup, scanners: new PassScanners(setup, await resolveMatcher(setup.matcher)) };
}

const early: PackedSetup | null = workerData;
let equipment = early === null ? null : await equip(early);

/** What a worker is given: tasks that it does one after the other, to answer with what became of each. */
export default async function scanSplits({ tasks, setup }: WorkerOrder): Promise<readonly WorkerAnswer[]> {
  const ready = (equipment ??= await equip(setup));
  const answers: WorkerAnswer[] = [];
  for (const task of tasks) {
    try {
      answers.push(await scanSplit(task, ready));
    } catch (error) {
      answers.push({ thrown: error instanceof Error ? error : new Error(String(error)) });
    }
  }
  return answers;
}

/** Reads a split, sends its hits, answers with what became of it. */
async function scanSplit(task: WorkerTask, { setup, scanners }: Equipment): Promise<WorkerResult | UnwrittenResult> {
  const { progress, aborted } = setup;
  if (task.pass?.kind === "sample") return sampleSplit(task.split, task.pass, { setup, scanners });
  const isSecondPass = task.pass?.kind === "second";
  // Not through a channel of the task's own: piscina's workers never come back to their event loop between two tasks, which
  // alone could close it, so that every split would leave one behind.
  const sender = new HitSender(task, (message) => parentPort?.postMessage(message));
  const verification = setup.verify === null ? null : new Verification(setup.verify, setup.plan);
  const isCollected = setup.nearMisses !== null && task.wanted === null;
  const nearMisses = isCollected ? new NearMissCollecting(setup.plan, setup.nearMisses, setup.options) : null;
  const listener: ScanListener = {
    progress(bytes, events) {
      noteFirstByte(progress);
      Atomics.add(progress, isSecondPass ? progressSlots.secondPassBytes : progressSlots.bytes, BigInt(bytes));
      if (isSecondPass) return;
      if (events !== null) Atomics.add(progress, progressSlots.events, BigInt(events));
    },
    sample(bytes, lines) {
      if (isSecondPass) return;
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
        ? await scanners.of(task.pass ?? setup.pass).scan(task.split, listener)
        : await scanners.forReading().readAgain(task.split, task.wanted, listener);
    if (nearMisses !== null) sender.send(nearMisses.take());
    const outcome = { ...scanned, disagreements: verification?.disagreements ?? [] };
    return { ...outcome, ...sender.finish(outcome) };
  } catch (error) {
    sender.abandon();
    if (error instanceof UnwrittenHits) return { unwritten: error.message };
    throw error;
  }
}

/** Counts the hits over the beginning of a split. */
async function sampleSplit(split: Split, pass: ScanPass, { setup, scanners }: Equipment): Promise<WorkerResult> {
  const sample = new FilterCounter(setup.plan.filters.length);
  let bytesSeen = 0;
  const scanned = await scanners.of(pass).scan(split, {
    progress: (bytes) => void (bytesSeen += bytes),
    sample() {},
    hits() {},
    isAborted: () => Atomics.load(setup.aborted, 0) !== 0 || bytesSeen >= (pass.maxBytes ?? Infinity),
    examine: ({ matching }) => sample.add(matching),
  });
  const { events, hits } = sample;
  return { ...scanned, batches: 0, partPath: null, kept: null, sample: { events, hits }, disagreements: [] };
}

/** A hit of a stage is no detection yet. */
function countDetections(hits: readonly Hit[]): bigint {
  return BigInt(hits.reduce((count, { kind }) => count + Number(kind === "event"), 0));
}

let firstByteIsNoted = false;

function noteFirstByte(progress: WorkerSetup["progress"]): void {
  if (firstByteIsNoted) return;
  firstByteIsNoted = true;
  const now = BigInt(Math.round((performance.timeOrigin + performance.now()) * 1000));
  Atomics.compareExchange(progress, progressSlots.firstByteMicroseconds, 0n, now);
}
