import type { ContestResult } from "../src/benchmark/contest.ts";
import { rangeOf, speedRatio, type Spread } from "../src/benchmark/spread.ts";
import { formatBytes, formatCount } from "../src/report/units.ts";
import { markdownTable } from "./markdown-table.ts";
import type { SpeedContest, SpeedEntry } from "./speed-contests.ts";

/** What stands for a figure that there isn't. */
const none = "–";

/** Steady speeds of a contest, as Markdown. Ratios are to the entry named, in bytes a second, round by round. */
export function renderSpeeds(contest: SpeedContest, base: (entry: SpeedEntry) => boolean, baseName: string): string {
  const reference = contest.entries.find(base) ?? null;
  const rows = contest.entries.map((entry) => {
    const { result, bytes, found } = entry;
    const seconds = result.kind === "measured" ? rangeOf(result.seconds) : null;
    const ratio = reference === null || reference === entry ? null : ratioOf(entry, reference);
    return [
      result.name,
      found === null ? none : formatCount(found),
      seconds === null ? none : (bytes / seconds.median / 1e9).toFixed(2),
      ratio === null ? none : formatRatio(ratio),
      result.kind === "failed" || result.startSeconds === null ? none : result.startSeconds.toFixed(2),
      result.kind === "failed" || result.peakMemoryBytes === null ? none : formatBytes(result.peakMemoryBytes),
    ];
  });
  return [
    `${contest.description}. Medians of ${roundsOf(contest.entries)} ${roundsOf(contest.entries) === 1 ? "round" : "rounds"}.`,
    "",
    ...markdownTable(["", "found", "GB/s", `times ${baseName}`, "start and end, s", "peak memory"], rows),
  ].join("\n");
}

/**
 * How many times as fast, in bytes a second, round by round; `null` where one of them has no figures.
 */
function ratioOf(entry: SpeedEntry, reference: SpeedEntry): Spread | null {
  const { result } = entry;
  if (result.kind === "failed" || reference.result.kind === "failed") return null;
  const ratio = speedRatio(result.seconds, reference.result.seconds);
  if (ratio === null) return null;
  const scale = entry.bytes / reference.bytes;
  return { median: ratio.median * scale, low: ratio.low * scale, high: ratio.high * scale };
}

/** GB/s over the number of rules, for all cases of a contest with this strategy on one thread, as a chart that Markdown pages draw. */
export function renderGrowth(contest: SpeedContest, strategies: readonly string[]): string {
  const lines = strategies.map((strategy) =>
    contest.entries.flatMap(({ bytes, hunt, result }) => {
      const seconds = result.kind === "measured" ? rangeOf(result.seconds) : null;
      if (hunt === null || hunt.strategy !== strategy || hunt.threads !== 1 || seconds === null) return [];
      return [{ rules: hunt.rules, speed: bytes / seconds.median / 1e9 }];
    }),
  );
  const points = lines.filter((line) => line.length > 0);
  const [first = []] = points;
  return [
    "```mermaid",
    "xychart-beta",
    `    title "GB/s on one core by number of rules (${strategies.join(", ")})"`,
    `    x-axis [${first.map(({ rules }) => `"${formatCount(rules)}"`).join(", ")}]`,
    '    y-axis "GB/s"',
    ...points.map((line) => `    line [${line.map(({ speed }) => speed.toFixed(2)).join(", ")}]`),
    "```",
    "",
  ].join("\n");
}

function roundsOf(entries: readonly SpeedEntry[]): number {
  return Math.max(0, ...entries.map(({ result }) => secondsOf(result).length));
}

function secondsOf(result: ContestResult): readonly number[] {
  return result.kind === "measured" ? result.seconds : [];
}

/** Two digits after the point: what is aimed at is 0.95 and 1.2. */
function formatRatio({ median, low, high }: Spread): string {
  return `${median.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;
}
