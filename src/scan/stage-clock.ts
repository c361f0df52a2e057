/** What a worker's time goes into: reading and unpacking, finding candidate lines, parsing them, evaluating, handing hits on. */
export const scanStages = ["read", "find", "parse", "evaluate", "hand_on"] as const;

export type ScanStage = (typeof scanStages)[number];

/** Nanoseconds by stage; a stage that nothing went into is 0. Pure data. */
export type StageTimes = Readonly<Record<ScanStage, number>>;

export const noStageTimes: StageTimes = { read: 0, find: 0, parse: 0, evaluate: 0, hand_on: 0 };

/** Adds up times of pieces. */
export function addStageTimes(left: StageTimes, right: StageTimes): StageTimes {
  const times = { ...noStageTimes };
  for (const stage of scanStages) times[stage] = left[stage] + right[stage];
  return times;
}

/** Told whenever another stage begins. */
export interface StageClock {
  enter(stage: ScanStage): void;
  /** What went into each stage so far; `null` if nobody asked. */
  readonly times: StageTimes | null;
}

/** Looking at the time for each line that is parsed takes 1 to 2 % of `parse`: so it is only done when asked for. */
export const stoppedClock: StageClock = { enter() {}, times: null };

/** Measures from its making on; the time until the first stage counts for `read`. */
export class RunningClock implements StageClock {
  readonly #milliseconds = { ...noStageTimes };
  #stage: ScanStage = "read";
  #sinceMs = performance.now();

  enter(stage: ScanStage): void {
    const now = performance.now();
    this.#milliseconds[this.#stage] += now - this.#sinceMs;
    this.#stage = stage;
    this.#sinceMs = now;
  }

  get times(): StageTimes {
    this.enter(this.#stage);
    const times = { ...noStageTimes };
    for (const stage of scanStages) times[stage] = Math.round(this.#milliseconds[stage] * 1e6);
    return times;
  }
}
