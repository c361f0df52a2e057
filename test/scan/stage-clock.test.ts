import { describe, expect, it } from "vitest";
import { addStageTimes, noStageTimes, RunningClock, stoppedClock } from "../../src/scan/stage-clock.ts";

/** Busy for a while: a timer would tell nothing about what a stage takes. */
function spend(milliseconds: number): void {
  const untilMs = performance.now() + milliseconds;
  while (performance.now() < untilMs);
}

describe("a clock of stages", () => {
  it("gives each stage what went by in it, and the start to reading", () => {
    const clock = new RunningClock();
    spend(3);
    clock.enter("parse");
    spend(6);
    clock.enter("evaluate");
    clock.enter("parse");
    spend(2);
    clock.enter("find");
    const { read, find, parse, evaluate, hand_on } = clock.times;
    expect(read).toBeGreaterThanOrEqual(3e6);
    expect(parse).toBeGreaterThanOrEqual(8e6);
    expect(evaluate).toBeLessThan(2e6);
    expect(find).toBeLessThan(2e6);
    expect(hand_on).toBe(0);
  });

  it("counts the stage that is under way", () => {
    const clock = new RunningClock();
    clock.enter("find");
    spend(2);
    expect(clock.times.find).toBeGreaterThanOrEqual(2e6);
  });

  it("that is stopped measures nothing", () => {
    stoppedClock.enter("parse");
    expect(stoppedClock.times).toBe(null);
  });
});

describe("addStageTimes", () => {
  it("adds stage by stage", () => {
    const left = { read: 1, find: 2, parse: 3, evaluate: 4, hand_on: 5 };
    expect(addStageTimes(left, { ...noStageTimes, read: 10, hand_on: 20 })).toEqual({ ...left, read: 11, hand_on: 25 });
  });
});
