import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import * as v from "valibot";
import type { ScanStrategyName } from "../scan/scan-strategy.ts";
import { type ChildRun, runChild } from "./child-run.ts";
import { type Contestant, type ContestOptions, type ContestResult, holdContest } from "./contest.ts";
import { commandLocation } from "./package-location.ts";
import { TemporaryFolder } from "./temporary-folder.ts";

/** A way to hunt; all find the same. */
export interface HuntVariant {
  readonly strategy: ScanStrategyName;
  readonly threads: number;
}

/** What is hunted for and where, and against whom. */
export interface HuntMeasurementOptions extends ContestOptions {
  /** Files and folders, as for `eqlhunt hunt -r`. */
  readonly rules: readonly string[];
  /** As for `eqlhunt hunt`; each is read again and again, so that standard input is none. */
  readonly inputs: readonly string[];
  readonly variants: readonly HuntVariant[];
  /** What Node is to run for `eqlhunt`; default: the command line beside this module, in `src` as in `dist`. */
  readonly command?: URL;
  /** What else runs in every round over the same data. They come after the hunts in the results. */
  readonly peers?: readonly Contestant[];
}

/** What hunts and their peers took. */
export interface HuntMeasurements {
  /** Decompressed bytes of the inputs; null if no hunt could tell. */
  readonly bytes: number | null;
  readonly hunts: readonly HuntMeasurement[];
  readonly peers: readonly ContestResult[];
}

/** A variant's figures, or why it has none. */
interface HuntMeasurement {
  readonly variant: HuntVariant;
  readonly result: ContestResult;
}

/**
 * Times hunts, each in a fresh process from its start to its end, strategy against strategy and thread count against thread
 * count. Before that each variant runs once unmeasured, for the bytes and what its start takes. Every run must find as many
 * events as `expected` says, and all runs the same, byte for byte. Never throws for a hunt that fails: its result says so.
 *
 * @example
 * const variants = [{ strategy: "parse", threads: 1 }, { strategy: "literal", threads: 1 }] as const;
 * await measureHunts({ rules: ["rules/"], inputs: ["events.ndjson"], variants, rounds: 5, expected: 93 });
 */
export async function measureHunts(options: HuntMeasurementOptions): Promise<HuntMeasurements> {
  const { variants, peers = [] } = options;
  const probes: HuntProbe[] = [];
  for (const variant of variants) probes.push(await probeHunt(variant, options));
  const hunts = variants.map((variant, position) => {
    return huntContestant(variant, options, probes[position]?.startSeconds ?? null);
  });
  const results = await holdContest([...hunts, ...peers], options);
  const measured: HuntMeasurement[] = [];
  for (const [position, variant] of variants.entries()) {
    const result = results[position];
    if (result !== undefined) measured.push({ variant, result });
  }
  return {
    bytes: probes.find(({ bytes }) => bytes !== null)?.bytes ?? null,
    hunts: measured,
    peers: results.slice(hunts.length),
  };
}

/** How a variant is named in tables. */
function nameVariant({ strategy, threads }: HuntVariant): string {
  return `${strategy}, ${threads} ${threads === 1 ? "thread" : "threads"}`;
}

function huntContestant(
  variant: HuntVariant,
  options: HuntMeasurementOptions,
  startSeconds: number | null,
): Contestant {
  const args = huntArguments(variant, options);
  return {
    name: nameVariant(variant),
    async run(signal) {
      const run = await runChild(args, signal);
      if (run.status !== 0) return { kind: "failed", reason: failureOf(run) };
      const { seconds, lines: found, sha256: answer, peakMemoryBytes } = run;
      return { kind: "finished", seconds, startSeconds, found, answer, peakMemoryBytes };
    },
  };
}

/** The arguments with which Node runs a hunt that prints JSON lines. */
export function huntArguments(
  { strategy, threads }: { readonly strategy: string; readonly threads: number },
  { rules, inputs, command = commandLocation }: Pick<HuntMeasurementOptions, "rules" | "inputs" | "command">,
): string[] {
  return [
    fileURLToPath(command),
    "hunt",
    ...rules.flatMap((path) => [`--rules=${path}`]),
    "--format=jsonl",
    "--no-progress",
    `--strategy=${strategy}`,
    `--threads=${threads}`,
    "--",
    ...inputs,
  ];
}

function failureOf({ status, errorTail }: ChildRun): string {
  const said = errorTail.trim().split("\n").at(0) ?? "";
  return `${status === null ? "it was ended by a signal" : `it ended with status ${status}`}${said === "" ? "" : `: ${said}`}`;
}

/** What is read of the file that `--stats` writes. */
const probeStatistics = v.object({
  seconds: v.number(),
  startSeconds: v.number(),
  totals: v.object({ bytes: v.number() }),
});

interface HuntProbe {
  readonly bytes: number | null;
  /** Node, rules, workers, until the first byte is scanned, and the end of the process. */
  readonly startSeconds: number | null;
}

/** Statistics make a hunt count lines, which takes a while of its own: so they come from a run that isn't timed for its speed. */
async function probeHunt(variant: HuntVariant, options: HuntMeasurementOptions): Promise<HuntProbe> {
  const folder = await TemporaryFolder.create();
  try {
    const path = folder.file("statistics.json");
    const [command = "", verb = "", ...rest] = huntArguments(variant, options);
    const { seconds } = await runChild([command, verb, `--stats=${path}`, ...rest], options.signal);
    const statistics = v.parse(probeStatistics, JSON.parse(await readFile(path, "utf8")));
    const scanSeconds = statistics.seconds - statistics.startSeconds;
    return { bytes: statistics.totals.bytes, startSeconds: seconds - scanSeconds };
  } catch {
    options.signal?.throwIfAborted();
    // A hunt that writes no statistics fails when it is timed, and says why there.
    return { bytes: null, startSeconds: null };
  } finally {
    folder.remove();
  }
}
