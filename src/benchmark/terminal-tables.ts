import { escapeControl } from "../diagnostics/escaping.ts";
import { displayWidth } from "../report/display-width.ts";
import { drawGrid } from "../report/grid.ts";
import { formatBytes, formatBytesPerSecond, formatCount, formatSeconds } from "../report/units.ts";
import type { ContestResult } from "./contest.ts";
import type { HuntMeasurements } from "./hunt-measurement.ts";
import type { MatcherMeasurement, StrategyMeasurement } from "./matcher-measurement.ts";
import { rangeOf, speedRatio, type Spread } from "./spread.ts";

/** What stands for a figure that there isn't. */
const none = "–";

/**
 * Matchers as a table for a terminal: a line per list, nanoseconds per value and strategy. No colours; safe to show,
 * whatever the rules' and events' authors wrote.
 */
export function drawMatchers(measurements: readonly MatcherMeasurement[]): string {
  const strategies = measurements[0]?.strategies.map(({ strategy }) => strategy) ?? [];
  const rows = measurements.map(({ name, patterns, values, valueLength, matches, strategies: measured }) => [
    escapeControl(name),
    formatCount(patterns),
    formatCount(values),
    formatCount(valueLength),
    formatShare(matches / values),
    ...measured.map(formatStrategy),
  ]);
  return drawTable(["list", "patterns", "values", "length", "matching", ...strategies], rows);
}

/**
 * Hunts and their peers as a table for a terminal. Speeds are those of the median run; the ratio is to the first hunt, run
 * by run, with the least and the greatest.
 */
export function drawHunts({ bytes, hunts, peers }: HuntMeasurements): string {
  const results = [...hunts.map(({ result }) => result), ...peers];
  const base = results[0];
  const rows = results.map((result) => huntRow(result, base, bytes));
  return drawTable(["hunt", "found", "seconds", "speed", "ratio", "start", "peak memory"], rows);
}

function huntRow(result: ContestResult, base: ContestResult | undefined, bytes: number | null): readonly string[] {
  const seconds = result.kind === "measured" ? rangeOf(result.seconds) : null;
  if (result.kind === "failed" || seconds === null) return [result.name, ...Array.from({ length: 6 }, () => none)];
  const ratio = base?.kind === "measured" ? speedRatio(result.seconds, base.seconds) : null;
  return [
    result.name,
    result.found === null ? none : formatCount(result.found),
    formatSeconds(seconds.median),
    bytes === null ? none : formatBytesPerSecond(bytes / seconds.median),
    ratio === null ? none : formatRatio(ratio),
    result.startSeconds === null ? none : formatSeconds(result.startSeconds),
    result.peakMemoryBytes === null ? none : formatBytes(result.peakMemoryBytes),
  ];
}

function formatStrategy(measured: StrategyMeasurement): string {
  return measured.kind === "failed" ? none : formatCount(measured.nanosecondsPerValue.median);
}

/**
 * A ratio of speeds with its spread.
 *
 * @example formatRatio({ median: 2.04, low: 1.98, high: 2.1 }) // "2.0 (2.0–2.1)"
 */
export function formatRatio({ median, low, high }: Spread): string {
  return `${median.toFixed(1)} (${low.toFixed(1)}–${high.toFixed(1)})`;
}

/**
 * A share in percent; what is not 0 or 100 % is never shown as if it were.
 *
 * @example formatShare(0.9999) // ">99 %"
 */
export function formatShare(share: number): string {
  const percent = Math.round(share * 100);
  if (percent === 0 && share > 0) return "<1 %";
  if (percent === 100 && share < 1) return ">99 %";
  return `${percent} %`;
}

/** The first column to the left, all others, being numbers, to the right. */
function drawTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(1, ...all.map((row) => displayWidth(row[column] ?? ""))));
  const grid = all.map((row) =>
    row.map((text, column) => {
      const blanks = " ".repeat(Math.max(0, (widths[column] ?? 0) - displayWidth(text)));
      return [{ text: column === 0 ? text : `${blanks}${text}`, style: null }];
    }),
  );
  return drawGrid(grid, widths, { header: true, color: false });
}
