import { rangeOf } from "./spread.ts";

/** Something that is timed against others over the same data. */
export interface Contestant {
  readonly name: string;
  /** One whole run. */
  run(signal?: AbortSignal): Promise<ContestRun>;
}

/** What a run came to. */
export type ContestRun =
  | {
      readonly kind: "finished";
      readonly seconds: number;
      /** Of `seconds` about so much is start and end, which doesn't grow with the data; null if nobody can tell. */
      readonly startSeconds: number | null;
      /** How many events it found; null for what looks for nothing. */
      readonly found: number | null;
      /** Stands for what it found, byte for byte; null where that can't be compared with others. */
      readonly answer: string | null;
      readonly peakMemoryBytes: number | null;
    }
  | { readonly kind: "failed"; readonly reason: string };

/** A contestant's figures, or why it has none. A wrong answer has no speed. */
export type ContestResult =
  | {
      readonly kind: "measured";
      readonly name: string;
      readonly found: number | null;
      /** Of each round, in their order: rounds are what ratios are paired by. */
      readonly seconds: readonly number[];
      /** Median of the runs. */
      readonly startSeconds: number | null;
      /** The most of all runs. */
      readonly peakMemoryBytes: number | null;
    }
  | { readonly kind: "failed"; readonly name: string; readonly reason: string };

/** How a contest is held. */
export interface ContestOptions {
  readonly rounds: number;
  /** How many events there are to find; null if nobody knows: then all must find what the first one finds. */
  readonly expected: number | null;
  readonly signal?: AbortSignal;
  /** Told after each run. */
  readonly onRun?: (name: string, round: number, run: ContestRun) => void;
}

interface Standing {
  readonly contestant: Contestant;
  readonly seconds: number[];
  readonly startSeconds: number[];
  found: number | null;
  peakMemoryBytes: number | null;
  failure: string | null;
}

/**
 * Times contestants against each other: in each round each runs once, every round begins with another one, so that what
 * disturbs the machine for a while disturbs all alike. Every answer is checked, and whoever gives a wrong one, or fails, is
 * out. Results are in the order of the contestants. Rejects if a contestant does, as on abort.
 */
export async function holdContest(
  contestants: readonly Contestant[],
  options: ContestOptions,
): Promise<readonly ContestResult[]> {
  const standings = contestants.map((contestant): Standing => {
    return { contestant, seconds: [], startSeconds: [], found: null, peakMemoryBytes: null, failure: null };
  });
  const judge = new Judge(options.expected);
  for (let round = 0; round < options.rounds; round++) {
    const first = round % Math.max(1, standings.length);
    for (const standing of [...standings.slice(first), ...standings.slice(0, first)]) {
      if (standing.failure !== null) continue;
      const run = await standing.contestant.run(options.signal);
      note(standing, run, judge);
      options.onRun?.(standing.contestant.name, round, run);
    }
  }
  return standings.map(resultOf);
}

function note(standing: Standing, run: ContestRun, judge: Judge): void {
  standing.failure = run.kind === "failed" ? run.reason : judge.objectTo(standing.contestant.name, run);
  if (run.kind === "failed") return;
  standing.seconds.push(run.seconds);
  standing.found = run.found;
  if (run.startSeconds !== null) standing.startSeconds.push(run.startSeconds);
  if (run.peakMemoryBytes !== null) {
    standing.peakMemoryBytes = Math.max(standing.peakMemoryBytes ?? 0, run.peakMemoryBytes);
  }
}

function resultOf({ contestant: { name }, failure, ...figures }: Standing): ContestResult {
  if (failure !== null) return { kind: "failed", name, reason: failure };
  return { kind: "measured", name, ...figures, startSeconds: rangeOf(figures.startSeconds)?.median ?? null };
}

/** Holds answers against what is known, and against the first one. */
class Judge {
  readonly #expected: number | null;
  #first: { readonly name: string; readonly found: number } | null = null;
  #firstAnswer: { readonly name: string; readonly answer: string } | null = null;

  constructor(expected: number | null) {
    this.#expected = expected;
  }

  /** What is wrong with an answer; null if nothing is. */
  objectTo(name: string, { found, answer }: ContestRun & { readonly kind: "finished" }): string | null {
    if (found === null) return null;
    if (this.#expected !== null && found !== this.#expected) {
      return `it found ${found}, and there are ${this.#expected} to find`;
    }
    this.#first ??= { name, found };
    if (found !== this.#first.found) return `it found ${found}, and ${this.#first.name} found ${this.#first.found}`;
    if (answer === null) return null;
    this.#firstAnswer ??= { name, answer };
    return answer === this.#firstAnswer.answer
      ? null
      : `it found as many as ${this.#firstAnswer.name} did, but not the same`;
  }
}
