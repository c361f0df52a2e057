import { isSelective } from "../correlate/selectivity.ts";
import { deferrableStages, stageFilters } from "../correlate/stage-choice.ts";
import type { InputFile, Split } from "../input/split.ts";
import type { LineSample } from "../scan/line-sample.ts";
import { chooseScanStrategy, type ScanChoice } from "../scan/scan-strategy.ts";
import { FilterCounter } from "./filter-sample.ts";
import type { HuntOptions } from "./hunt-options.ts";
import { sampleInputs } from "./input-sample.ts";
import { packingRatio } from "./packing-ratio.ts";
import { firstPass, samplePass, type ScanPass } from "./scan-pass.ts";
import type { SplitJob } from "./split-job.ts";
import type { KeptPasses } from "./state/kept-passes.ts";
import { mergeSplits } from "./split-merge.ts";
import type { WorkerPool } from "./worker-pool.ts";

/** When stages are left to a second pass. The answer of a hunt doesn't depend on it. */
export interface PassSettings {
  /** Of less all stages are looked for at once: it isn't worth a sample. */
  readonly minInputBytes: number;
  /** A stage is left to the second pass if a larger share of the events hits it. */
  readonly commonShare: number;
}

/** A second pass costs as much as parsing a few events in a hundred. */
export const defaultPassSettings: PassSettings = { minInputBytes: 64 * 1024 * 1024, commonShare: 0.002 };

/** What is looked for in the first pass, and what is left to the second. */
export interface PlannedPass {
  readonly first: ScanPass;
  /** Ascending; none if there is no second pass. */
  readonly left: readonly number[];
}

/** So much is looked at, in so many places. */
const sampledBytes = 4 * 1024 * 1024;
const sampledPlaces = 8;

/**
 * Decides what a hunt looks for in its first pass. Some stages of sequences hold for nearly every event (`any where true`): with
 * them each line would have to be read, and hardly any of their hits is part of a sequence. So such stages are looked for in a
 * second pass, and only with the keys with which the others of their rules were hit. How frequent hits are a sample tells.
 */
export class PassPlanning {
  /** What workers are to prepare for. */
  readonly initial: ScanPass;
  /** Of the inputs, for whoever has to choose a strategy; `null` where none is chosen by it. */
  readonly lines: LineSample | null;
  readonly #setting: PlanningSetting;
  /** What is known without a sample. */
  readonly #left: readonly number[];
  readonly #sampling: Sampling;

  private constructor(
    setting: PlanningSetting,
    { first, left }: PlannedPass,
    sampling: Sampling = { splits: [], kept: null },
  ) {
    this.lines = setting.lines;
    this.initial = first;
    this.#setting = setting;
    this.#left = left;
    this.#sampling = sampling;
  }

  /** `splits` are those of the inputs. */
  static async prepare(
    options: HuntOptions,
    inputs: readonly InputFile[],
    splits: readonly Split[],
    { minInputBytes, commonShare, kept }: PassSettings & { readonly kept: Keeping | null },
  ): Promise<PassPlanning> {
    const isChosen = (options.strategy ?? "auto") === "auto" && options.nearMisses === undefined;
    const lines = isChosen ? await sampleInputs(splits, options) : null;
    const setting: PlanningSetting = { options, commonShare, lines };
    // What is kept must be the same question when the inputs have grown: only how it is answered may depend on them.
    const isPossible = canWait(options, inputs);
    if (isPossible && kept !== null && kept.left !== null) {
      return new PassPlanning(setting, await passesLeaving(setting, kept.left));
    }
    const isLarge = inputBytes(inputs) >= minInputBytes;
    if (!isPossible || isFastAnyway(setting) || (kept === null && !isLarge)) {
      return new PassPlanning(setting, { first: await onePass(setting), left: [] });
    }
    if (kept !== null && !(kept.isNew && isLarge)) return new PassPlanning(setting, await planByRules(setting));
    const places = Math.min(sampledPlaces, splits.length);
    const sampled = Array.from({ length: places }, (_, place) => splits[Math.floor((place * splits.length) / places)]);
    const initial = samplePass(stageFilters(options.rules.plan), Math.ceil(sampledBytes / Math.max(1, places)));
    return new PassPlanning(
      setting,
      { first: initial, left: [] },
      { splits: sampled.filter((split) => split !== undefined), kept },
    );
  }

  /** Looks at a sample, if need be. Throws if workers can't be started, or if what it tells can't be kept. */
  async plan(pool: WorkerPool, threads: number): Promise<PlannedPass> {
    if (this.initial.kind !== "sample") return { first: this.initial, left: this.#left };
    const counter = await this.#sample(pool, threads);
    const planned = await planPasses(this.#setting, (filter) => counter.shareOf(filter), this.#setting.commonShare);
    this.#sampling.kept?.keep(planned.left);
    return planned;
  }

  async #sample(pool: WorkerPool, threads: number): Promise<FilterCounter> {
    const counter = new FilterCounter(this.#setting.options.rules.plan.filters.length);
    const jobs = this.#sampling.splits.map((split): SplitJob => ({ split, wanted: null, pass: this.initial }));
    for await (const result of mergeSplits(pool, jobs, threads)) {
      if (result.kind !== "end" || result.outcome.kind === "failed") continue;
      const { sample } = result.outcome;
      if (sample !== undefined) counter.addSample(sample);
    }
    return counter;
  }
}

/** Whether a hunt takes two passes, if its inputs turn out to be so. */
export function mayTakeTwoPasses(options: HuntOptions, inputs: readonly InputFile[]): boolean {
  const { minInputBytes, commonShare } = defaultPassSettings;
  const isLarge = options.state !== undefined || inputBytes(inputs) >= minInputBytes;
  return isLarge && canWait(options, inputs) && !isFastAnyway({ options, commonShare, lines: null });
}

/** Where the stages left are kept. */
type Keeping = Pick<KeptPasses, "isNew" | "left" | "keep">;

/** What passes are planned by. */
interface PlanningSetting {
  readonly options: HuntOptions;
  readonly commonShare: number;
  readonly lines: LineSample | null;
}

/** Where samples are taken, and where what they tell is kept. */
interface Sampling {
  readonly splits: readonly Split[];
  readonly kept: Keeping | null;
}

/** By what the rules ask alone. */
function planByRules(setting: PlanningSetting): Promise<PlannedPass> {
  const { plan } = setting.options.rules;
  return planPasses(setting, (filter) => (isSelective(filter, plan) ? 0 : 1), 0.5);
}

function planPasses(
  setting: PlanningSetting,
  shareOf: (filter: number) => number,
  commonShare: number,
): Promise<PlannedPass> {
  return passesLeaving(setting, deferrableStages(setting.options.rules.plan, shareOf, commonShare));
}

async function passesLeaving(setting: PlanningSetting, left: readonly number[]): Promise<PlannedPass> {
  const { plan } = setting.options.rules;
  const asked = [...plan.filters.keys()].filter((filter) => !left.includes(filter));
  const choice = chooseStrategy(setting, asked);
  // Where every line is parsed all the same, once is enough.
  if (left.length === 0 || choice.strategy === "parse") return { first: await onePass(setting), left: [] };
  return { first: await firstPass(plan, choice, asked), left };
}

/** Whether stages may be left to a second pass. */
function canWait({ rules, strategy, nearMisses, verify, state }: HuntOptions, inputs: readonly InputFile[]): boolean {
  // Keys may come with later inputs.
  if (state?.incremental === true) return false;
  // Near misses and verdicts are asked of every event.
  if (strategy === "parse" || nearMisses !== undefined || verify === true) return false;
  // A stream can be read only once.
  if (inputs.some(({ kind }) => kind === "stream")) return false;
  return deferrableStages(rules.plan, () => 1, 0).length > 0;
}

/** Whether all that is asked needs only a few literals. */
function isFastAnyway({ options, lines }: PlanningSetting): boolean {
  const { strategy = "auto", rules } = options;
  return strategy === "auto" && chooseScanStrategy(rules.plan, { sample: lines }).strategy === "literal";
}

/** About how much there is to scan. */
function inputBytes(inputs: readonly InputFile[]): number {
  return inputs.reduce((sum, { format, sizeBytes }) => sum + sizeBytes * (format === "plain" ? 1 : packingRatio), 0);
}

function onePass(setting: PlanningSetting): Promise<ScanPass> {
  return firstPass(setting.options.rules.plan, chooseStrategy(setting, null), null);
}

/** `asked`: only these filters are; `null`: all. */
function chooseStrategy({ options, lines }: PlanningSetting, asked: readonly number[] | null): ScanChoice {
  const { strategy = "auto", rules, nearMisses } = options;
  if (nearMisses !== undefined) return { strategy: "parse", reason: "near misses need not hold what every match does" };
  if (strategy !== "auto") return { strategy, reason: "it was asked for" };
  return chooseScanStrategy(rules.plan, { asked, sample: lines });
}
