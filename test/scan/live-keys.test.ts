import { describe, expect, it } from "vitest";
import { LiveKeys } from "../../src/scan/live-keys.ts";

const live = LiveKeys.decode(
  new LiveKeys([
    { rule: 3, groups: null },
    {
      rule: 5,
      groups: new Map([
        ['["any time"]', null],
        ['["at times"]', [1000, 2000, 5000, 5000]],
        ['[null,"é\\u0000"]', null],
      ]),
    },
  ]).encode(),
);

describe("keys with which hits still matter", () => {
  it.each<[number, string, number | null, boolean]>([
    [3, '["whatever"]', null, true],
    [4, '["any time"]', 1500, false],
    [5, '["any time"]', 1500, true],
    [5, '["any time"]', null, true],
    [5, '["other"]', 1500, false],
    [5, '[null,"é\\u0000"]', 1500, true],
    [5, '["at times"]', 999, false],
    [5, '["at times"]', 1000, true],
    [5, '["at times"]', 2000, true],
    [5, '["at times"]', 2001, false],
    [5, '["at times"]', 4999, false],
    [5, '["at times"]', 5000, true],
    [5, '["at times"]', 5001, false],
    [5, '["at times"]', -1, false],
    // Times that can't be told for certain.
    [5, '["at times"]', null, true],
    [5, '["at times"]', 2 ** 60, true],
  ])("rule %d, %s at %d: %s", (rule, group, ms, expected) => {
    expect(live.has(rule, group, ms === null ? null : BigInt(ms) * 1_000_000n)).toBe(expected);
  });
});
