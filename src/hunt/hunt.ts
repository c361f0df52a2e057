import { availableParallelism } from "node:os";
import type { Candidate } from "../correlate/candidate.ts";
import { Correlation, type CorrelationOptions } from "../correlate/correlation.ts";
import { KeyCollecting } from "../correlate/key-collecting.ts";
import { findInputs, type FoundInputs } from "../input/finding.ts";
import type { InputFile, Split } from "../input/split.ts";
import { splitInputs } from "../input/splitting.ts";
import { filtersOf } from "../language/filters.ts";
import type { HuntPlan } from "../plan/plan.ts";
import { type EventHit, type Hit, placeInInput, type ShownEvent, type StageHit } from "../scan/hit.ts";
import { planLiterals, type ScanChoice } from "../scan/scan-strategy.ts";
import { AbortWatch } from "./abort-watch.ts";
import type { Detection } from "./detection.ts";
import { correlatedDetections } from "./correlated-detections.ts";
import { DetectionBuilding } from "./detection-building.ts";
import { checkHuntOptions, defaultMaxLineBytes, defaultSortMemoryBytes, type HuntOptions } from "./hunt-options.ts";
import { HuntAccount, type HuntSummary } from "./hunt-account.ts";
import { EventHits } from "./event-hits.ts";
import { spillError } from "./hunt-error.ts";
import { NearMissSelection } from "./near-miss-selection.ts";
import { PartFolder } from "./part-folder.ts";
import { defaultPassSettings, PassPlanning, type PassSettings } from "./pass-planning.ts";
import { ProgressCounter } from "./progress-counter.ts";
import { type ScanPass, secondPass } from "./scan-pass.ts";
import type { SpillStorage } from "./spill-storage.ts";
import type { SplitJob } from "./split-job.ts";
import { mergeSplits } from "./split-merge.ts";
import { splitSizeFor } from "./split-size.ts";
import type { OpenState } from "./state/opening.ts";
import { WorkerPool } from "./worker-pool.ts";
import type { WorkerSetup } from "./worker-task.ts";
import type { EarlyThreads } from "./worker-threads.ts";

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
 * Detections of single events come first, ordered by input, offset and rule; then sequences by their last event, rule and
 * keys; then samples by rule and keys; with `nearMisses` these come last, by rule, of each the nearest first. They are the
 * same whatever the number of threads, the size of splits or the strategies. A bad input never throws: it is in the
 * summary's `problems` and its statistics. So is a split whose workers die, which is tried three times.
 *
 * The iteration throws an `Error` if worker threads can't be started, such as for a matcher module that can't be loaded or
 * exports no strategy; its `cause` says why. It throws a `HuntError` if the state folder can't be used (E520, E521, E522), or
 * if what is found can't be written to it (E523) or to temporary files (E524).
 *
 * @throws RangeError for an option that is out of its range.
 * @example
 * const rules = await compileRules(["datasets/rules/"]);
 * const found = hunt({ rules, inputs: ["datasets/samples/defend-registry.ndjson"] });
 * for await (const detection of found) console.log(detection.rule.name, detection.events[0]?.source?.offset);
 * const { statistics } = await found.summary;
 */
export function hunt(options: HuntOptions): Hunt {
  return huntInPasses(options, defaultPassSettings);
}

/** The same on threads that were started while the rules were compiled. They are ended with the hunt. */
export function huntOnThreads(options: HuntOptions, early: EarlyThreads): Hunt {
  return huntInPasses(options, defaultPassSettings, early);
}

/** The same with other limits of when there is a second pass: the answer doesn't depend on them. */
export function huntInPasses(options: HuntOptions, settings: PassSettings, early: EarlyThreads | null = null): Hunt {
  checkHuntOptions(options);
  const { promise, resolve, reject } = Promise.withResolvers<HuntSummary>();
  // Who only iterates need not look at the summary as well.
  promise.catch(() => {});
  let isStarted = false;
  async function* iterate(): AsyncGenerator<Detection, void> {
    try {
      resolve(yield* runHunt(options, { settings, early }));
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

/** What only few who hunt say. */
interface HuntRun {
  readonly settings: PassSettings;
  readonly early: EarlyThreads | null;
}

async function* runHunt(options: HuntOptions, run: HuntRun): AsyncGenerator<Detection, HuntSummary> {
  const found = await findInputs(options.inputs);
  const state = await openStateFolder(options, found);
  try {
    const summary = yield* huntThrough(options, run, state?.found ?? found, state);
    await state?.settle(summary);
    return summary;
  } finally {
    await state?.close();
  }
}

/** Hunts through inputs that were found, with a state folder if there is one. */
async function* huntThrough(
  options: HuntOptions,
  { settings, early }: HuntRun,
  found: FoundInputs,
  state: OpenState | null,
): AsyncGenerator<Detection, HuntSummary> {
  const { plan } = options.rules;
  const account = new HuntAccount(options);
  const allSplits = splitInputs(found.inputs, {
    splitSizeBytes: state?.splitSizeBytes ?? splitSizeFor(options, found.inputs),
  });
  const history = state?.history ?? null;
  const splits = history?.cut(allSplits) ?? allSplits;
  const inputs = history?.inputs ?? found.inputs;
  const threads = Math.max(1, Math.min(options.threads ?? availableParallelism(), splits.length));
  const progress = new ProgressCounter(options, found.inputs);
  const building = new DetectionBuilding(plan);
  const files = new PartFolder();
  const storage = sortStorage(options, files);
  const planning = await PassPlanning.prepare(options, found.inputs, splits, {
    ...settings,
    kept: state?.passes ?? null,
  });
  const pool = new WorkerPool(workerSetup(options, planning.initial, progress), threads, files, early);
  const abort = new AbortWatch(options.signal, () => {
    state?.stop();
    progress.abort();
  });
  const events = new EventHits(plan, options.size ?? null, storage);
  const nearMisses = new NearMissSelection(plan, options.nearMisses ?? 0);
  const correlation = new Correlation<ShownEvent>(plan, correlationOptions(options, storage));
  const addCandidate = (candidate: Candidate<ShownEvent>): void => {
    history?.noteCandidate(candidate);
    correlation.add(candidate);
  };
  const wasGiven = (detection: Detection): boolean => history?.wasGiven(detection) === true;
  const detectionOf = (hit: EventHit, input: InputFile): Detection | null => {
    const rule = ruleOf(plan, hit);
    if (!account.countDetection(rule)) return null;
    const detection = building.build(hit, input.name);
    if (!wasGiven(detection)) return detection;
    account.uncountDetection(rule);
    return null;
  };
  let choice: ScanChoice = planning.initial;
  let passes: 1 | 2 = 1;
  try {
    const { first, left } = await planning.plan(pool, threads);
    choice = first;
    account.open(found, splits, validatesLines(options, first));
    if (history !== null) for (const candidate of history.earlierCandidates()) addCandidate(candidate);
    const keys = new KeyCollecting(plan, left, storage.memoryBytes / 4);
    const failed = new Set<number>();
    const jobs = jobsOf(splits, first);
    const starter = state?.jobsOf(pool, progress) ?? pool;
    for await (const result of abort.until(mergeSplits(starter, jobs, threads))) {
      const { split } = result.job;
      if (result.kind === "end") {
        account.addSplit(split, result.outcome);
        if (result.outcome.kind === "failed") failed.add(split.index);
        continue;
      }
      for (const hit of result.hits) {
        if (abort.isAborted) break;
        if (hit.kind === "stage") {
          keys.add(hit);
          addCandidate(candidateOf(hit, split.input.index));
        } else if (hit.kind === "near-miss") nearMisses.add({ hit, input: split.input });
        else if (!events.hold({ hit, input: split.input })) {
          const detection = detectionOf(hit, split.input);
          if (detection !== null) yield detection;
        }
      }
    }
    for (const { hit, input } of events.held(inputs)) {
      if (abort.isAborted) break;
      const detection = detectionOf(hit, input);
      if (detection !== null) yield detection;
    }
    const correlated = plan.rules.filter(({ query }) => query.kind !== "event").length;
    const areRefused = (): boolean => account.isPartial && correlated > 0 && options.allowPartial !== true;
    const live = keys.live();
    if (live.rules.length > 0 && !areRefused() && !abort.isAborted) {
      progress.startSecondPass();
      passes = 2;
      const pass = await secondPass(plan, left, { liveKeys: live, sample: planning.lines });
      const again = splits.values().filter(({ index }) => !failed.has(index));
      const renumbered = again.map((split) => ({ ...split, index: splits.length + split.index }));
      for await (const result of abort.until(mergeSplits(starter, jobsOf(renumbered, pass), threads))) {
        const { split } = result.job;
        if (result.kind === "end") account.addSecondPass(split, result.outcome);
        else for (const hit of result.hits) if (hit.kind === "stage") addCandidate(candidateOf(hit, split.input.index));
      }
    }
    const reading = { pool, threads, firstSplit: 2 * splits.length, storage };
    if (areRefused()) {
      account.refuseCorrelations(correlated);
    } else if (!abort.isAborted) {
      const findings = history?.newFindings(correlation.findings()) ?? correlation.findings();
      const setting = { ...reading, inputs, building, account, wasGiven, partial: account.isPartial };
      yield* abort.until(correlatedDetections(findings, setting));
    }
    for (const { hit, input } of nearMisses.inOutputOrder()) {
      if (abort.isAborted) break;
      yield building.buildNearMiss(hit, input.name);
    }
    if (!abort.isAborted) {
      const statusOf = (input: InputFile) => account.statusOf(input);
      await state?.prepare({ ...reading, statusOf, isPartial: areRefused() });
    }
  } catch (error) {
    throw spillError(error);
  } finally {
    abort.end();
    progress.end();
    state?.stop();
    await pool.destroy();
    events.remove();
    correlation.remove();
    await files.remove();
  }
  return account.close({
    choice,
    passes,
    threads,
    firstByteMs: progress.firstByteMs,
    aborted: abort.isAborted,
    state: state?.summary(splits.length) ?? null,
  });
}

/** One at a time: there may be many. */
function* jobsOf(splits: Iterable<Split>, pass: ScanPass): Generator<SplitJob> {
  for (const split of splits) yield { split, wanted: null, pass };
}

/** A hunt without one needs none of its code. */
async function openStateFolder(options: HuntOptions, found: FoundInputs): Promise<OpenState | null> {
  if (options.state === undefined) return null;
  const { openState } = await import("./state/opening.ts");
  return openState(options.state, options, found);
}

function candidateOf(hit: StageHit, input: number): Candidate<ShownEvent> {
  const { filter, keys, group, timeNs, tiebreaker, source, event } = hit;
  return { filter, keys, group, timeNs, tiebreaker, input, ...placeInInput(hit), source, event };
}

function ruleOf({ filters }: HuntPlan, { filter }: Hit): number {
  return filters[filter]?.rule ?? -1;
}

function correlationOptions({ size, maxSamplesPerKey }: HuntOptions, storage: SpillStorage): CorrelationOptions {
  return { ...storage, size: size ?? null, maxSamplesPerKey: maxSamplesPerKey ?? 1 };
}

function sortStorage({ sortMemoryBytes = defaultSortMemoryBytes }: HuntOptions, files: PartFolder): SpillStorage {
  return { memoryBytes: sortMemoryBytes, filePath: (name) => files.filePath(name) };
}

/** Whether every line will be parsed, so that events and bad lines are counted. */
function validatesLines(options: HuntOptions, { strategy, filters }: ScanPass): boolean {
  if (mustValidate(options) || strategy === "parse") return true;
  return strategy === "literal" && planLiterals(options.rules.plan, filters) === null;
}

/** A line that is passed over has a verdict too, and only a parsed one can be verified. */
function mustValidate({ count, verify }: HuntOptions): boolean {
  return count === true || verify === true;
}

function workerSetup(options: HuntOptions, pass: ScanPass, progress: ProgressCounter): WorkerSetup {
  const { rules, matcher = "auto" } = options;
  return {
    // What is only shown stays here.
    plan: { ...rules.plan, rules: rules.plan.rules.map((rule) => ({ ...rule, tags: [], threat: [] })) },
    pass,
    options: {
      countLines: options.countLines ?? false,
      timeStages: options.timeStages ?? false,
      validate: mustValidate(options),
      sinceNs: options.sinceNs ?? null,
      untilNs: options.untilNs ?? null,
      maxLineBytes: options.maxLineBytes ?? defaultMaxLineBytes,
    },
    matcher: typeof matcher === "string" ? matcher : { ...matcher, module: String(matcher.module) },
    nearMisses: options.nearMisses ?? null,
    verify: options.verify === true ? verifiedFilters(options) : null,
    progress: progress.slots,
    aborted: progress.aborted,
  };
}

function verifiedFilters({ rules: { plan, rules, schema } }: HuntOptions): WorkerSetup["verify"] {
  return rules.flatMap(({ id, query }, number) => {
    const fieldName = (field: number | undefined): string => plan.fields[field ?? 0]?.name ?? "";
    const planned = plan.rules[number];
    const options = {
      categoryField: fieldName(planned?.categoryField),
      timestampField: fieldName(planned?.timestampField),
      schema,
    };
    return filtersOf(query).map((filter) => ({ ruleId: id, filter, options }));
  });
}
