/** What several measurements of one thing came to. All in the same unit; `low` and `high` as whoever makes it says. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Median, least and greatest of a few whole runs. Null without samples.
 *
 * @example rangeOf([3, 1, 2]) // { median: 2, low: 1, high: 3 }
 */
export function rangeOf(samples: readonly number[]): Spread | null {
  return spreadOf(samples, 0, 1);
}

/** Median and quartiles of many short samples, of which the odd one was disturbed. Null without samples. */
export function quartilesOf(samples: readonly number[]): Spread | null {
  return spreadOf(samples, 0.25, 0.75);
}

/**
 * How many times as fast one thing was as another, over paired runs: what ran in the same round saw the same machine, so
 * the ratio of each round is taken first. Rounds that one of them lacks are left out. Null without pairs.
 *
 * @param seconds of each round
 * @param baseSeconds of each round, of what it is compared with
 * @example speedRatio([1, 2], [2, 6]) // { median: 2.5, low: 2, high: 3 }
 */
export function speedRatio(seconds: readonly number[], baseSeconds: readonly number[]): Spread | null {
  const rounds = Math.min(seconds.length, baseSeconds.length);
  return rangeOf(seconds.slice(0, rounds).map((taken, round) => (baseSeconds[round] ?? Number.NaN) / taken));
}

function spreadOf(samples: readonly number[], lowRank: number, highRank: number): Spread | null {
  if (samples.length === 0) return null;
  const sorted = [...samples].sort((left, right) => left - right);
  return { median: quantile(sorted, 0.5), low: quantile(sorted, lowRank), high: quantile(sorted, highRank) };
}

/** Between two samples by the way from one to the other. */
function quantile(sorted: readonly number[], rank: number): number {
  const place = rank * (sorted.length - 1);
  const before = sorted[Math.floor(place)] ?? Number.NaN;
  const after = sorted[Math.ceil(place)] ?? Number.NaN;
  return before + (after - before) * (place - Math.floor(place));
}
