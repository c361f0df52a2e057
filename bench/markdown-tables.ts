import type { ContestResult } from "../src/benchmark/contest.ts";
import type { BenchmarkResults } from "../src/benchmark/results.ts";
import { rangeOf, speedRatio, type Spread } from "../src/benchmark/spread.ts";
import { formatRatio, formatShare } from "../src/benchmark/terminal-tables.ts";
import { formatBytes, formatCount } from "../src/report/units.ts";
import { nameDuckDb } from "./duckdb.ts";
import { markdownTable } from "./markdown-table.ts";
import type { ProjectResults } from "./result-file.ts";
import type { ContestName, SpeedContest, SpeedEntry } from "./speed-contests.ts";
import { renderGrowth, renderSpeeds } from "./speed-tables.ts";

/** What stands for a figure that there isn't. */
const none = "–";

/** Where in the README a table goes: between `<!-- bench:NAME -->` and `<!-- /bench:NAME -->`. */
export const tableNames = ["hunts", "speeds", "matchers"] as const;

/**
 * Puts a table between its marks. Null if they aren't there, once each and in this order.
 *
 * @example replaceTable("<!-- bench:hunts -->\nold\n<!-- /bench:hunts -->", "hunts", "new")
 */
export function replaceTable(text: string, name: (typeof tableNames)[number], table: string): string | null {
  const [start, end] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
  const [before, rest, ...more] = text.split(start);
  const [old, after, ...others] = rest?.split(end) ?? [];
  if (before === undefined || old === undefined || after === undefined || more.length + others.length > 0) return null;
  return `${before}${start}\n\n${table}\n${end}${after}`;
}

/** All tables, as Markdown. */
export function renderTables(results: ProjectResults): Readonly<Record<(typeof tableNames)[number], string>> {
  return { hunts: renderHunts(results), speeds: renderContests(results), matchers: renderMatchers(results) };
}

/** What each contest is compared with. */
const bases: Readonly<Record<ContestName, { readonly name: string; readonly is: (entry: SpeedEntry) => boolean }>> = {
  "one-rule": { name: "ripgrep's speed", is: ({ result }) => result.name.startsWith("ripgrep") },
  packed: { name: "the decompressor's speed", is: ({ result }) => result.name.startsWith("Node inflates") },
  rules: { name: "simdjson's speed", is: ({ result }) => result.name.startsWith("simdjson") },
  windows: { name: "simdjson's speed", is: ({ result }) => result.name.startsWith("simdjson") },
};

function renderContests(results: ProjectResults): string {
  if (results.speeds.length === 0) return "";
  const introduction = [
    `Steady speeds: each round runs every program over an empty file too, and takes that off. ${describeMachine(results)} What runs on one`,
    "thread is kept to one core. In brackets the least and the greatest of the rounds' ratios.",
    "",
  ].join("\n");
  return [introduction, ...results.speeds.map(renderContest)].join("\n");
}

function renderContest(contest: SpeedContest): string {
  const base = bases[contest.name];
  const table = renderSpeeds(contest, base.is, base.name);
  return contest.name === "rules" ? `${table}\n${renderGrowth(contest, ["auto", "extract"])}` : table;
}

function renderHunts(results: BenchmarkResults): string {
  const { hunts, data } = results;
  const peers = new Map(hunts.peers.map((peer) => [peer.name, peer]));
  const rows = hunts.hunts.map(({ result, variant }) => {
    return huntRow(`eqlhunt, ${result.name}`, result, hunts.bytes, peers.get(nameDuckDb(variant.threads)));
  });
  for (const peer of hunts.peers) rows.push(huntRow(peer.name, peer, hunts.bytes, undefined));
  const rounds = Math.max(
    0,
    ...hunts.hunts.map(({ result }) => (result.kind === "measured" ? result.seconds.length : 0)),
  );
  const found = data.expected === null ? "" : `, ${formatCount(data.expected)} to find`;
  return [
    `${data.description}${found}. ${describeMachine(results)} Medians of ${rounds} rounds, in each of which everyone runs`,
    "once in a process of its own, its start included; in brackets the least and the greatest. Ratios are taken round by round.",
    "",
    ...markdownTable(
      ["", "GB/s", "seconds", "times DuckDB's speed, threads alike", "start and end, s", "peak memory"],
      rows,
    ),
  ].join("\n");
}

function huntRow(
  name: string,
  result: ContestResult,
  bytes: number | null,
  peer: ContestResult | undefined,
): readonly string[] {
  const seconds = result.kind === "measured" ? rangeOf(result.seconds) : null;
  if (result.kind === "failed" || seconds === null) return [name, none, none, none, none, none];
  const ratio = peer?.kind === "measured" ? speedRatio(result.seconds, peer.seconds) : null;
  return [
    name,
    bytes === null ? none : (bytes / seconds.median / 1e9).toFixed(2),
    formatRange(seconds),
    ratio === null ? none : formatRatio(ratio),
    result.startSeconds === null ? none : result.startSeconds.toFixed(2),
    result.peakMemoryBytes === null ? none : formatBytes(result.peakMemoryBytes),
  ];
}

function renderMatchers(results: BenchmarkResults): string {
  const { matchers } = results;
  const strategies = matchers[0]?.strategies.map(({ strategy }) => strategy) ?? [];
  const rows = matchers.map(({ name, patterns, values, valueLength, matches, strategies: measured }) => [
    name,
    formatCount(patterns),
    formatCount(valueLength),
    formatShare(matches / values),
    ...measured.map((each) => (each.kind === "measured" ? formatCount(each.nanosecondsPerValue.median) : none)),
  ]);
  return [
    `Nanoseconds per value, medians. ${describeMachine(results)} Fields name the shipped rule's lists.`,
    "",
    ...markdownTable(["list", "patterns", "value length", "matching", ...strategies], rows),
  ].join("\n");
}

function describeMachine({ environment: { node, cpu, cores, commit, date } }: BenchmarkResults): string {
  const version = commit === null ? "" : `, commit ${commit}`;
  return `${cpu}, ${formatCount(cores)} ${cores === 1 ? "core" : "cores"}, Node ${node}${version}, ${date.slice(0, 10)}.`;
}

function formatRange({ median, low, high }: Spread): string {
  return `${median.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;
}
