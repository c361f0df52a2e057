import { createHash } from "node:crypto";
import type { KernelModules } from "../kernel/kernel-module.ts";
import type { HuntPlan } from "../plan/plan.ts";
import type { LiveKeys } from "../scan/live-keys.ts";
import type { LineSample } from "../scan/line-sample.ts";
import { livePlan } from "../scan/live-plan.ts";
import { chooseScanStrategy, planLiterals, type ScanChoice } from "../scan/scan-strategy.ts";
import { compileScanKernels } from "./scan-kernels.ts";

/** One go over the inputs: what is looked for, and how. Pure data; survives `structuredClone`. */
export interface ScanPass extends ScanChoice {
  /**
   * `sample`: the beginnings of some splits, to know how frequent the hits of filters are. `first`: all lines. `second`: all
   * lines once more, for stages whose hits matter only with the keys that others were hit with.
   */
  readonly kind: "sample" | "first" | "second";
  /** Those of the strategy. */
  readonly kernels: KernelModules;
  /** What the strategy `literal` looks for, as `planLiterals` has it; of another one nothing. */
  readonly literals?: readonly string[] | null;
  /** The only filters that are asked, ascending; `null`: all. */
  readonly filters: readonly number[] | null;
  /** Of a second pass: with which keys hits still matter, as {@link LiveKeys.encode} has it. */
  readonly live: SharedArrayBuffer | null;
  /** Of each split at least so many bytes are looked at, decompressed; `null`: all. */
  readonly maxBytes: number | null;
  /** Equal for passes that find the same, whatever their strategy: hexadecimal. */
  readonly id: string;
}

/** The first pass, for these filters; `null`: for all. */
export async function firstPass(
  plan: HuntPlan,
  choice: ScanChoice,
  filters: readonly number[] | null,
): Promise<ScanPass> {
  const made = await preparation(plan, choice, filters);
  return { kind: "first", ...made, filters, live: null, maxBytes: null, id: idOf("first", filters, null) };
}

/** A pass over a sample of the inputs: its hits are counted. */
export function samplePass(filters: readonly number[], maxBytes: number): ScanPass {
  return {
    kind: "sample",
    strategy: "parse",
    reason: "a sample is small",
    kernels: {},
    filters,
    live: null,
    maxBytes,
    id: idOf("sample", filters, null),
  };
}

/** The second pass: for those of the filters `left` that belong to a rule which can still come about. */
export async function secondPass(
  plan: HuntPlan,
  left: readonly number[],
  { liveKeys, sample }: { readonly liveKeys: LiveKeys; readonly sample: LineSample | null },
): Promise<ScanPass> {
  const rules = new Set(liveKeys.rules.map(({ rule }) => rule));
  const filters = left.filter((filter) => rules.has(plan.filters[filter]?.rule ?? -1));
  const live = liveKeys.encode();
  // With keys to look for a stage may be as rare as a literal; else every line is walked through.
  const keyed = livePlan(plan, filters, liveKeys);
  const made = await preparation(keyed, chooseScanStrategy(keyed, { asked: filters, sample }), filters);
  return { kind: "second", ...made, filters, live, maxBytes: null, id: idOf("second", filters, live) };
}

/** The choice, with what all workers need for it, made once. */
async function preparation(
  plan: HuntPlan,
  choice: ScanChoice,
  filters: readonly number[] | null,
): Promise<ScanChoice & Pick<ScanPass, "kernels" | "literals">> {
  const kernels = await compileScanKernels(choice.strategy);
  return { ...choice, kernels, ...(choice.strategy === "literal" ? { literals: planLiterals(plan, filters) } : {}) };
}

function idOf(kind: ScanPass["kind"], filters: readonly number[] | null, live: SharedArrayBuffer | null): string {
  const hash = createHash("sha256").update(JSON.stringify([kind, filters]));
  if (live !== null) hash.update(Buffer.from(live));
  return hash.digest("hex");
}
