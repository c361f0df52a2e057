import { createRequire } from "node:module";
import type * as cliProgress from "cli-progress";
import { formatBytes, formatBytesPerSecond, formatCount, formatCounted, formatSeconds } from "../report/units.ts";

const require = createRequire(import.meta.url);

/** Only a terminal waits for this package. */
function progressPackage(): typeof cliProgress {
  return require("cli-progress");
}

/** How far a run is. */
export interface ProgressState {
  /** Read so far, in the unit of `totalBytes`. */
  readonly bytes: number;
  /** Seen so far, or what a sample lets expect. */
  readonly events: number;
  /** False for an estimate: then the line says "about" (DESIGN.md, "Statistics"). */
  readonly eventsExact: boolean;
  readonly detections: number;
  /** What there is to read, if it is more than was known at first: inputs that are read for a second time. */
  readonly totalBytes?: number | null;
}

/** Where and of what progress is shown. */
export interface ProgressOptions {
  /** Standard error. Nothing is written to it unless it is a terminal. */
  readonly stream: NodeJS.WritableStream & { readonly isTTY?: boolean };
  /** Of all inputs; `null` where one is a stream: then there is no percentage and no time left. */
  readonly totalBytes: number | null;
  /** False for `--no-progress`. */
  readonly enabled: boolean;
}

/** A line that shows how far a run is, and leaves no trace. Calls in any order are harmless. */
export interface Progress {
  /** Tells the state; cheap, for it is drawn at most eight times a second. */
  update(state: ProgressState): void;
  /** Takes the line away so that something else can be printed on the terminal. */
  pause(): void;
  /** Draws it again. */
  resume(): void;
  /** Takes it away for good. Has to be called, also after a failure: until then a timer keeps the process alive. */
  stop(): void;
}

const drawsPerSecond = 8;
/** Speeds are those of the last seconds: they follow a change, and don't jump. */
const windowMs = 5_000;
const sampleEveryMs = 100;
/** Speeds of shorter times say nothing. */
const settledMs = 500;

/**
 * Starts showing progress: a bar, percentage, bytes, speed, events a second, detections and time left, as much of it as the
 * terminal's width holds.
 *
 * @example
 * const progress = createProgress({ stream: process.stderr, totalBytes: 3e9, enabled: true });
 * progress.update({ bytes: 1e9, events: 2e6, eventsExact: false, detections: 3 });
 * progress.stop();
 */
export function createProgress({ stream, totalBytes, enabled }: ProgressOptions): Progress {
  if (!enabled || stream.isTTY !== true) return { update: ignore, pause: ignore, resume: ignore, stop: ignore };
  let total = totalBytes;
  let state: ProgressState = { bytes: 0, events: 0, eventsExact: true, detections: 0 };
  const samples: Sample[] = [{ atMs: performance.now(), bytes: 0, events: 0 }];
  let phase: "shown" | "paused" | "stopped" = "shown";
  const { SingleBar } = progressPackage();
  const bar = new SingleBar({
    stream,
    fps: drawsPerSecond,
    clearOnComplete: true,
    // These leave the terminal's settings alone: a killed process could not restore them.
    hideCursor: null,
    linewrap: true,
    gracefulExit: false,
    format: (_options, { maxWidth }) => progressLine(state, total, speedOf(samples), maxWidth - 1),
  });
  bar.start(total ?? 0, 0);

  return {
    update(next) {
      if (phase === "stopped") return;
      state = next;
      if (next.totalBytes !== undefined && next.totalBytes !== total) {
        total = next.totalBytes;
        bar.setTotal(total ?? 0);
      }
      keepSample(samples, { atMs: performance.now(), bytes: next.bytes, events: next.events });
      bar.update(next.bytes);
    },
    pause() {
      if (phase !== "shown") return;
      phase = "paused";
      bar.stop();
    },
    resume() {
      if (phase !== "paused") return;
      phase = "shown";
      bar.start(total ?? 0, state.bytes);
    },
    stop() {
      if (phase === "shown") bar.stop();
      phase = "stopped";
    },
  };
}

function ignore(): void {}

/** What had been done at a moment of the monotonic clock. */
interface Sample {
  readonly atMs: number;
  readonly bytes: number;
  readonly events: number;
}

/** `null` where too little time has passed to tell. */
interface Speed {
  readonly bytesPerSecond: number;
  readonly eventsPerSecond: number;
}

/** The last sample is always the latest state; the ones before stand at least a tenth of a second apart. */
function keepSample(samples: Sample[], sample: Sample): void {
  const beforeLast = samples.at(-2);
  if (beforeLast !== undefined && sample.atMs - beforeLast.atMs < sampleEveryMs) samples.pop();
  samples.push(sample);
  while (samples.length > 2 && sample.atMs - (samples[1]?.atMs ?? 0) >= windowMs) samples.shift();
}

function speedOf(samples: readonly Sample[]): Speed | null {
  const first = samples[0];
  const last = samples.at(-1);
  if (first === undefined || last === undefined || first === last) return null;
  // Up to now, not up to the last sample: a run that stands still gets slower.
  const elapsedMs = performance.now() - first.atMs;
  if (elapsedMs < settledMs) return null;
  return {
    bytesPerSecond: ((last.bytes - first.bytes) / elapsedMs) * 1000,
    // An estimate may be corrected downwards.
    eventsPerSecond: Math.max(0, ((last.events - first.events) / elapsedMs) * 1000),
  };
}

/** A part of the line; where it is narrow, those of the smallest weight are left out first. */
interface Part {
  readonly text: string;
  readonly weight: number;
}

function progressLine(state: ProgressState, totalBytes: number | null, speed: Speed | null, columns: number): string {
  let parts = progressParts(state, totalBytes, speed, columns);
  while (parts.length > 1 && joinParts(parts).length > columns) {
    const least = parts.reduce((lightest, part) => (part.weight < lightest.weight ? part : lightest));
    parts = parts.filter((part) => part !== least);
  }
  return joinParts(parts);
}

function joinParts(parts: readonly Part[]): string {
  return parts.map(({ text }) => text).join("  ");
}

function progressParts(
  state: ProgressState,
  totalBytes: number | null,
  speed: Speed | null,
  columns: number,
): readonly Part[] {
  // A file that grew would make more than a hundred percent: then nobody knows how much there is.
  const total = totalBytes !== null && totalBytes > 0 && state.bytes <= totalBytes ? totalBytes : null;
  const done = formatBytes(state.bytes);
  const parts: Part[] = [];
  if (total !== null) {
    const share = state.bytes / total;
    if (columns >= columnsForBar) parts.push({ text: barOf(share), weight: 0 });
    parts.push({ text: `${Math.floor(share * 100)}%`, weight: 5 });
  }
  parts.push({ text: total === null ? done : `${done} of ${formatBytes(total)}`, weight: 6 });
  if (speed !== null) {
    parts.push({ text: formatBytesPerSecond(speed.bytesPerSecond), weight: 3 });
    // Events that are read again are none more.
    if (speed.eventsPerSecond > 0) {
      parts.push({ text: eventsText(speed.eventsPerSecond, state.eventsExact), weight: 1 });
    }
  }
  parts.push({ text: formatCounted(state.detections, "detection"), weight: 4 });
  if (total !== null && speed !== null && speed.bytesPerSecond > 0) {
    const secondsLeft = Math.ceil((total - state.bytes) / speed.bytesPerSecond);
    parts.push({ text: `${secondsLeft < 60 ? `${secondsLeft} s` : formatSeconds(secondsLeft)} left`, weight: 2 });
  }
  return parts;
}

function eventsText(eventsPerSecond: number, exact: boolean): string {
  return exact
    ? `${formatCount(eventsPerSecond)} events/s`
    : `about ${formatCount(Number(eventsPerSecond.toPrecision(2)))} events/s`;
}

/** In less a bar would come and go with the length of the numbers. */
const columnsForBar = 120;
const barColumns = 20;

function barOf(share: number): string {
  const filled = Math.floor(share * barColumns);
  return `[${"=".repeat(filled)}${"-".repeat(barColumns - filled)}]`;
}
