import { escapeControl } from "../diagnostics/escaping.ts";
import type { BadLineKind, HuntStatistics, InputStatistics, TotalStatistics } from "../hunt/statistics.ts";
import { scanStages, type StageTimes } from "../scan/stage-clock.ts";
import type { HandOverCounts } from "../scan/hand-overs.ts";
import { coverageLines, coverageToJson } from "./coverage.ts";
import { formatJoined } from "./detection-counts.ts";
import { formatSkipped } from "./skipped-rules.ts";
import { formatBytes, formatBytesPerSecond, formatCount, formatCounted, formatSeconds } from "./units.ts";

/** In the order in which they are shown. */
const badLineKinds = [
  "syntax",
  "not_object",
  "depth",
  "line_too_long",
  "truncated_tail",
] as const satisfies BadLineKind[];

/**
 * What `--stats` writes (DESIGN.md, "Statistics"): JSON with a newline at its end and keys in the order shown there.
 * `sequences` and `samples` are among `detections`. Counts that are not known are absent, and so is a speed that is no number because no time passed.
 */
export function statisticsToJson(statistics: HuntStatistics): string {
  const { totals, rules } = statistics;
  const ordered = {
    inputs: statistics.inputs.map(orderInput),
    totals: { bytes: totals.bytes, lines: totals.lines, events: totals.events, bad: totals.bad },
    rules: { loaded: rules.loaded, failed: rules.failed, skipped: Object.fromEntries(sortedCounts(rules.skipped)) },
    strategy: statistics.strategy,
    strategyReason: statistics.strategyReason,
    ...(statistics.passes === 1 ? {} : { passes: statistics.passes }),
    scan: statistics.scan === undefined ? undefined : handOversToJson(statistics.scan),
    matcher: statistics.matcher,
    detections: statistics.detections,
    sequences: statistics.sequences,
    samples: statistics.samples,
    threads: statistics.threads,
    seconds: statistics.seconds,
    startSeconds: statistics.startSeconds,
    eventsPerSecond: finite(statistics.eventsPerSecond),
    bytesPerSecond: finite(statistics.bytesPerSecond),
    stages: statistics.stages === undefined ? undefined : stagesToJson(statistics.stages, statistics.totals),
    ...(statistics.coverage === undefined ? {} : coverageToJson(statistics.coverage)),
  };
  const json = JSON.stringify(
    ordered,
    (_key, part: unknown) => (typeof part === "string" ? part.toWellFormed() : part),
    2,
  );
  return `${json}\n`;
}

/** A reason for which no line was handed over is not there. */
function handOversToJson({ candidates, handedOver }: HandOverCounts): object {
  return { candidates, handedOver: Object.fromEntries(Object.entries(handedOver).filter(([, lines]) => lines > 0)) };
}

/** By stage all nanoseconds, and those per kilobyte (1,000 bytes); per event where events are counted. */
function stagesToJson(stages: StageTimes, { bytes, events }: TotalStatistics): object {
  return Object.fromEntries(
    scanStages.map((stage) => {
      const nanoseconds = stages[stage];
      const perEvent = events === undefined || events === 0 ? undefined : rounded(nanoseconds / events);
      const perKilobyte = bytes === 0 ? undefined : rounded((nanoseconds / bytes) * 1000);
      return [stage, { nanoseconds, perKilobyte, perEvent }];
    }),
  );
}

function rounded(nanoseconds: number): number {
  return Math.round(nanoseconds * 10) / 10;
}

function orderInput(input: InputStatistics): object {
  return {
    file: input.file,
    status: input.status,
    reason: input.reason,
    product: input.product,
    bytes: input.bytes,
    lines: input.lines,
    events: input.events,
    bad: input.bad === undefined ? undefined : Object.fromEntries(badCounts(input.bad)),
    no_timestamp: input.no_timestamp,
    combination_limit: input.combination_limit,
  };
}

/**
 * The same for people, as lines without a newline: what was read and how fast, what was found and how, then what was
 * counted beside. Inputs that could not be read whole are the hunt's problems, which name them. Nothing that isn't known is
 * said. Names are escaped for a terminal.
 */
export function summarize(statistics: HuntStatistics): string[] {
  const lines = [
    readLine(statistics),
    foundLine(statistics),
    ...badLines(statistics),
    ...eventLines(statistics),
    ...ruleLines(statistics),
  ];
  const coverage = statistics.coverage === undefined ? [] : coverageLines(statistics.coverage, statistics.rules.loaded);
  return [...lines.map((line) => escapeControl(line.toWellFormed())), ...coverage];
}

function readLine({ totals, seconds, bytesPerSecond, eventsPerSecond }: HuntStatistics): string {
  const speeds = [
    ...(Number.isFinite(bytesPerSecond) ? [formatBytesPerSecond(bytesPerSecond)] : []),
    ...(finite(eventsPerSecond) === undefined ? [] : [`${formatCounted(Math.round(eventsPerSecond ?? 0), "event")}/s`]),
  ];
  const counts = [
    ...(totals.lines === undefined ? [] : [formatCounted(totals.lines, "line")]),
    ...(totals.events === undefined ? [] : [formatCounted(totals.events, "event")]),
  ];
  return [
    `read ${formatBytes(totals.bytes)} in ${formatSeconds(seconds)}`,
    speeds.length === 0 ? "" : ` (${speeds.join(", ")})`,
    counts.length === 0 ? "" : `: ${counts.join(", ")}`,
  ].join("");
}

function foundLine(statistics: HuntStatistics): string {
  const { detections, rules, threads, strategy, passes, matcher } = statistics;
  const joined = formatJoined(statistics).join(", ");
  const means = [formatCounted(rules.loaded, "rule"), formatCounted(threads, "thread")].join(", ");
  const all = `${means}, strategy ${strategy}${passes === 1 ? "" : " in two passes"}, matcher ${matcher}`;
  return `${formatCounted(detections, "detection")} (${joined === "" ? all : `${joined}; ${all}`})`;
}

function badLines({ inputs, totals }: HuntStatistics): readonly string[] {
  if (totals.bad === undefined || totals.bad === 0) return [];
  const sums = badLineKinds
    .map((kind) => [kind, inputs.reduce((sum, { bad }) => sum + (bad?.[kind] ?? 0), 0)] as const)
    .filter(([, count]) => count > 0);
  return [withKinds(formatCounted(totals.bad, "bad line"), sums)];
}

function eventLines({ inputs }: HuntStatistics): readonly string[] {
  const timeless = inputs.reduce((sum, input) => sum + (input.no_timestamp ?? 0), 0);
  return timeless === 0 ? [] : [`${formatCounted(timeless, "event")} without a readable time`];
}

function ruleLines({ rules }: HuntStatistics): readonly string[] {
  const skipped = formatSkipped(rules.skipped);
  return [
    ...(rules.failed === 0 ? [] : [`${formatCounted(rules.failed, "rule")} failed to compile`]),
    ...(skipped === null ? [] : [skipped]),
  ];
}

function withKinds(text: string, counts: readonly (readonly [string, number])[]): string {
  if (counts.length === 0) return text;
  return `${text}: ${counts.map(([kind, count]) => `${formatCount(count)} ${kind}`).join(", ")}`;
}

function badCounts(bad: Readonly<Partial<Record<BadLineKind, number>>>): readonly (readonly [string, number])[] {
  return badLineKinds.flatMap((kind) => {
    const count = bad[kind];
    return count === undefined ? [] : [[kind, count] as const];
  });
}

/** By name, so that the order doesn't tell in which order rules were loaded. */
function sortedCounts(counts: Readonly<Record<string, number>>): readonly (readonly [string, number])[] {
  return Object.entries(counts).toSorted(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
}

function finite(value: number | undefined): number | undefined {
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}
