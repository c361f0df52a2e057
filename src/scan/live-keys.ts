/**
 * With which keys the hits of a rule's stages can still matter, and when: those that all its stages have which were looked for
 * before. Pure data.
 */
export interface LiveRule {
  /** Number of the rule in the plan. */
  readonly rule: number;
  /** By group (see `Candidate.group`); `null`: nothing is known, any key may matter. */
  readonly groups: ReadonlyMap<string, LiveTimes> | null;
}

/**
 * Spans of time, in milliseconds since 1970: start and end of each in turn, both inclusive, ascending, apart from each other.
 * `null`: any time.
 */
export type LiveTimes = readonly number[] | null;

const nsPerMs = 1_000_000n;

/** The time of an event as {@link LiveTimes} has it, rounded towards 1970; `null` for one that a double doesn't hold exactly. */
export function liveMilliseconds(timeNs: bigint): number | null {
  const ms = Number(timeNs / nsPerMs);
  return Number.isSafeInteger(ms) ? ms : null;
}

/** Which hits of stages can still matter to their rules. It may let too many through, never too few. */
export class LiveKeys {
  /** In the order of the rules. */
  readonly rules: readonly LiveRule[];
  readonly #byRule: ReadonlyMap<number, LiveRule>;

  constructor(rules: readonly LiveRule[]) {
    this.rules = rules;
    this.#byRule = new Map(rules.map((live) => [live.rule, live]));
  }

  /** Whether a hit with these keys at this time can matter to the rule. */
  has(rule: number, group: string, timeNs: bigint | null): boolean {
    const live = this.#byRule.get(rule);
    if (live === undefined) return false;
    if (live.groups === null) return true;
    const times = live.groups.get(group);
    if (times === undefined || times === null || timeNs === null) return times !== undefined;
    const ms = liveMilliseconds(timeNs);
    return ms === null || isWithin(times, ms);
  }

  /** The same in memory that all workers share. */
  encode(): SharedArrayBuffer {
    const rules = this.rules.map(({ rule, groups }) => [rule, groups === null ? null : [...groups]]);
    const bytes = Buffer.from(JSON.stringify(rules));
    const shared = new SharedArrayBuffer(bytes.length);
    bytes.copy(Buffer.from(shared));
    return shared;
  }

  /** What {@link encode} made. */
  static decode(shared: SharedArrayBuffer): LiveKeys {
    const rules: readonly (readonly [number, readonly (readonly [string, LiveTimes])[] | null])[] = JSON.parse(
      Buffer.from(shared).toString(),
    );
    return new LiveKeys(rules.map(([rule, groups]) => ({ rule, groups: groups === null ? null : new Map(groups) })));
  }
}

function isWithin(times: readonly number[], ms: number): boolean {
  let low = 0;
  let high = times.length >> 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[2 * middle + 1] ?? 0) < ms) low = middle + 1;
    else high = middle;
  }
  const start = times[2 * low];
  return start !== undefined && start <= ms;
}
