import { describe, expect, it } from "vitest";
import { Evaluator } from "../../src/evaluate/evaluator.ts";
import { joinKeysOf } from "../../src/evaluate/join-keys.ts";
import { autoStrategy } from "../../src/match/auto.ts";
import type { JoinKeyPlan } from "../../src/plan/plan.ts";
import { eventOf, planOf } from "./planning.ts";

const plan = planOf("any where a == 1 and b == 1");
const evaluator = new Evaluator(plan, autoStrategy);

function keyOf(name: string, more: Partial<JoinKeyPlan> = {}): JoinKeyPlan {
  const field = plan.fields.findIndex((planned) => planned.name === name);
  return { field, optional: false, comparison: "text", ...more };
}

function keysIn(line: string, ...keys: readonly JoinKeyPlan[]): unknown[] {
  evaluator.load(eventOf(line));
  return joinKeysOf(evaluator, keys).combinations.map((combination) => combination.keys);
}

function groupsIn(line: string, ...keys: readonly JoinKeyPlan[]): string[] {
  evaluator.load(eventOf(line));
  return joinKeysOf(evaluator, keys).combinations.map(({ group }) => group);
}

describe("the join keys of an event", () => {
  it.each<[string, string, readonly JoinKeyPlan[], unknown[]]>([
    ["none: it joins all", "{}", [], [[]]],
    ["a value", '{"a":"x"}', [keyOf("a")], [["x"]]],
    ["no value", '{"b":"x"}', [keyOf("a")], []],
    ["null", '{"a":null}', [keyOf("a")], []],
    ["only nulls", '{"a":[null,[]]}', [keyOf("a")], []],
    ["no value of an optional key", '{"b":"x"}', [keyOf("a", { optional: true })], [[null]]],
    ["nulls beside values count for nothing", '{"a":[null,"x"]}', [keyOf("a", { optional: true })], [["x"]]],
    ["each of several values, once", '{"a":["x","y","x"]}', [keyOf("a")], [["x"], ["y"]]],
    ["what joins is the same value", '{"a":[4,"4",4.0]}', [keyOf("a")], [[4]]],
    [
      "every combination, the last key fastest",
      '{"a":[1,2],"b":["x","y"]}',
      [keyOf("a"), keyOf("b")],
      [
        [1, "x"],
        [1, "y"],
        [2, "x"],
        [2, "y"],
      ],
    ],
    ["one of them missing", '{"a":[1,2]}', [keyOf("a"), keyOf("b")], []],
    ["a number beyond all equals nothing, and isn't absent", '{"a":1e400}', [keyOf("a", { optional: true })], []],
    ["whole numbers of any size", '{"a":12345678901234567890}', [keyOf("a")], [[12345678901234567890n]]],
  ])("%s", (_, line, keys, expected) => {
    expect(keysIn(line, ...keys)).toEqual(expected);
  });

  it("join by canonical text, and null by itself", () => {
    const a = keyOf("a", { optional: true });
    expect(groupsIn('{"a":4}', a)).toEqual(groupsIn('{"a":"4"}', a));
    expect(groupsIn('{"a":true}', a)).toEqual(groupsIn('{"a":"true"}', a));
    expect(groupsIn('{"a":"x"}', a)).not.toEqual(groupsIn('{"a":"X"}', a));
    expect(groupsIn("{}", a)).not.toEqual(groupsIn('{"a":"null"}', a));
    expect(groupsIn('{"a":"x\\",\\"y","b":"z"}', a, keyOf("b"))).not.toEqual(
      groupsIn('{"a":"x","b":"y\\",\\"z"}', a, keyOf("b")),
    );
  });

  it("join by address or instant where the field is one", () => {
    const address = keyOf("a", { comparison: "address" });
    expect(groupsIn('{"a":"::1"}', address)).toEqual(groupsIn('{"a":"0:0:0:0:0:0:0:1"}', address));
    expect(groupsIn('{"a":"::ffff:10.0.0.1"}', address)).toEqual(groupsIn('{"a":"10.0.0.1"}', address));
    expect(groupsIn('{"a":"10.0.0.2"}', address)).not.toEqual(groupsIn('{"a":"10.0.0.1"}', address));
    const instant = keyOf("a", { comparison: "instant" });
    expect(groupsIn('{"a":"2025-08-18T10:00:00Z"}', instant)).toEqual(groupsIn('{"a":1755511200000}', instant));
  });

  it("are at most so many combinations, and it is said when there are more", () => {
    const many = JSON.stringify({ a: Array.from({ length: 300 }, (_, i) => i), b: [...Array(300).keys()] });
    evaluator.load(eventOf(many));
    const { combinations, isCut } = joinKeysOf(evaluator, [keyOf("a"), keyOf("b")]);
    expect(combinations).toHaveLength(65_536);
    expect(isCut).toBe(true);
    evaluator.load(eventOf('{"a":[1,2],"b":3}'));
    expect(joinKeysOf(evaluator, [keyOf("a"), keyOf("b")]).isCut).toBe(false);
  });
});
