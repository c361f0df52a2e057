import { availableParallelism } from "node:os";
import { findInputs } from "../input/finding.ts";
import type { Split } from "../input/split.ts";
import { splitInputs } from "../input/splitting.ts";
import { candidateFinder, everyLine } from "../scan/candidates.ts";
import { chooseScanStrategy, planLiterals, type ScanStrategyName } from "../scan/scan-strategy.ts";
import { AbortWatch } from "./abort-watch.ts";
import type { Detection } from "./detection.ts";
import { DetectionBuilding } from "./detection-building.ts";
import { checkHuntOptions, defaultMaxLineBytes, defaultSplitSizeBytes, type HuntOptions } from "./hunt-options.ts";
import { HuntAccount, type HuntSummary } from "./hunt-account.ts";
import { LatestHits } from "./latest-hits.ts";
import type { PlacedHits } from "./placed-hit.ts";
import { ProgressCounter } from "./progress-counter.ts";
import { WorkerPool } from "./worker-pool.ts";
import type { WorkerSetup } from "./worker-task.ts";

/** A hunt under way: its detections in output order, and at their end what it did. It can be iterated once. */
export interface Hunt extends AsyncIterable<Detection> {
  /**
   * Settles when the iteration has ended. Rejects with what the iteration throws, or, if it was left early, with an
   * `AbortError`.
   */
  readonly summary: Promise<HuntSummary>;
}

/**
 * Hunts: runs compiled rules over inputs on all cores. Starts when it is iterated, goes on as fast as detections are taken
 * (a slow consumer slows it down; memory stays bounded), and ends early when the loop is left or `signal` is aborted.
 *
 * Detections come ordered by input, offset and rule, and are the same whatever the number of threads, the size of splits
 * or the strategies. A bad input never throws: it is in the summary's `problems` and its statistics. So is a split whose
 * workers die, which is tried three times.
 *
 * The iteration throws an `Error` if worker threads can't be started, such as for a matcher module that can't be loaded or
 * exports no strategy; its `cause` says why.
 *
 * @throws RangeError for an option that is out of its range.
 * @example
 * const rules = await compileRules(["datasets/rules/"]);
 * const found = hunt({ rules, inputs: ["datasets/samples/defend-registry.ndjson"] });
 * for await (const detection of found) console.log(detection.rule.name, detection.events[0]?.source.offset);
 * const { statistics } = await found.summary;
 */
export function hunt(options: HuntOptions): Hunt {
  checkHuntOptions(options);
  const { promise, resolve, reject } = Promise.withResolvers<HuntSummary>();
  // Who only iterates need not look at the summary as well.
  promise.catch(() => {});
  let isStarted = false;
  async function* iterate(): AsyncGenerator<Detection, void> {
    try {
      resolve(yield* runHunt(options));
    } catch (error) {
      reject(error);
      throw error;
    } finally {
      reject(new DOMException("the hunt was left before its end", "AbortError"));
    }
  }
  return {
    [Symbol.asyncIterator]() {
      if (isStarted) throw new TypeError("a hunt can be iterated once: call hunt() again");
      isStarted = true;
      return iterate();
    },
    summary: promise,
  };
}

async function* runHunt(options: HuntOptions): AsyncGenerator<Detection, HuntSummary> {
  const strategy = scanStrategy(options);
  const account = new HuntAccount(options, { validatesLines: validatesLines(options, strategy) });
  const found = await findInputs(options.inputs);
  const splits = splitInputs(found.inputs, { splitSizeBytes: options.splitSizeBytes ?? defaultSplitSizeBytes });
  account.open(found, splits);
  const threads = Math.max(1, Math.min(options.threads ?? availableParallelism(), splits.length));
  const progress = new ProgressCounter(options, found.inputs);
  const detections = new DetectionBuilding(options.rules.plan);
  const latest = options.size === undefined ? null : new LatestHits(options.size);
  const pool = new WorkerPool(workerSetup(options, strategy, progress), threads);
  const abort = new AbortWatch(options.signal, () => progress.abort());
  try {
    for await (const { hits, input } of abort.until(mergedHits(pool, splits, threads, account))) {
      for (const hit of hits) {
        if (abort.isAborted) break;
        if (latest !== null) latest.add({ hit, input });
        else if (account.countDetection(hit.rule)) yield detections.build(hit, input.name);
      }
    }
    for (const { hit, input } of latest?.inOutputOrder() ?? []) {
      if (abort.isAborted) break;
      if (account.countDetection(hit.rule)) yield detections.build(hit, input.name);
    }
  } finally {
    abort.end();
    progress.end();
    await pool.destroy();
  }
  return account.close({ strategy, threads, firstByteMs: progress.firstByteMs, aborted: abort.isAborted });
}

/** Hits of all splits in output order. At most twice as many splits as threads are under way ahead of it. */
async function* mergedHits(
  pool: WorkerPool,
  splits: readonly Split[],
  threads: number,
  account: HuntAccount,
): AsyncGenerator<PlacedHits> {
  const ahead = 2 * threads;
  const runs = splits.slice(0, ahead).map((split) => pool.startSplit(split));
  for (const [position, { input }] of splits.entries()) {
    const run = runs.shift();
    if (run === undefined) return;
    for await (const hits of run.batches()) yield { hits, input };
    pool.endSplit(run);
    account.addSplit(run.split, run.outcome);
    const next = splits[position + ahead];
    if (next !== undefined) runs.push(pool.startSplit(next));
  }
}

function scanStrategy({ strategy = "auto", rules }: HuntOptions): ScanStrategyName {
  return strategy === "auto" ? chooseScanStrategy(rules.plan).strategy : strategy;
}

/** Whether every line will be parsed, so that events and bad lines are counted. */
function validatesLines(options: HuntOptions, strategy: ScanStrategyName): boolean {
  const { plan } = options.rules;
  return mustValidate(options) || candidateFinder(strategy, planLiterals(plan)) === everyLine;
}

/** A line that is passed over has a verdict too, and only a parsed one can be verified. */
function mustValidate({ count, verify }: HuntOptions): boolean {
  return count === true || verify === true;
}

function workerSetup(options: HuntOptions, strategy: ScanStrategyName, progress: ProgressCounter): WorkerSetup {
  const { rules, matcher = "auto" } = options;
  return {
    plan: rules.plan,
    options: {
      strategy,
      countLines: options.countLines ?? false,
      validate: mustValidate(options),
      sinceNs: options.sinceNs ?? null,
      untilNs: options.untilNs ?? null,
      maxLineBytes: options.maxLineBytes ?? defaultMaxLineBytes,
    },
    matcher: typeof matcher === "string" ? matcher : { ...matcher, module: String(matcher.module) },
    verify: options.verify === true ? verifiedRules(options) : null,
    progress: progress.slots,
    aborted: progress.aborted,
  };
}

function verifiedRules({ rules: { plan, rules } }: HuntOptions): WorkerSetup["verify"] {
  return rules.map(({ id, query }, number) => {
    const fieldName = (field: number | undefined): string => plan.fields[field ?? 0]?.name ?? "";
    const planned = plan.rules[number];
    const options = {
      categoryField: fieldName(planned?.categoryField),
      timestampField: fieldName(planned?.timestampField),
    };
    return { id, query, options };
  });
}
