import { describe, expect, it } from "vitest";
import { Evaluator } from "../../src/evaluate/evaluator.ts";
import { autoStrategy } from "../../src/match/auto.ts";
import { keyedPlan } from "../../src/plan/keyed-plan.ts";
import type { HuntPlan, StagePlan } from "../../src/plan/plan.ts";
import { planLiterals } from "../../src/scan/scan-strategy.ts";
import { eventOf, planOf } from "../evaluate/planning.ts";

const plan = planOf(
  'sequence by host.id, ?user [any where name == "rare"] [network where true]',
  "sequence by pid [any where true] [process where true]",
);

function stageOf({ rules }: HuntPlan, rule: number, stage: number): StagePlan {
  const query = rules[rule]?.query;
  const found = query?.kind === "sequence" ? query.stages[stage] : undefined;
  if (found === undefined) throw new Error(`rule ${rule} has no stage ${stage}`);
  return found;
}

function holds(asked: HuntPlan, filter: number, event: unknown): boolean {
  const evaluator = new Evaluator(asked, autoStrategy, [filter]);
  evaluator.load(eventOf(JSON.stringify(event)));
  return evaluator.matchingFilters().includes(filter);
}

describe("a plan that asks for keys too", () => {
  const network = stageOf(plan, 0, 1);
  const keyed = keyedPlan(plan, [
    {
      ...network,
      wanted: [
        ["host one", "u"],
        ["host one", null],
        ["host two", "4"],
      ],
    },
  ]);
  const event = { category: "network" };

  it.each<[string, Record<string, unknown>, boolean]>([
    ["both keys", { host: { id: "host one" }, user: "u" }, true],
    ["an optional key that isn't there", { host: { id: "host two" } }, true],
    ["a number that joins a text", { host: { id: "host one" }, user: 4 }, true],
    ["one of several values", { host: { id: ["x", "host two"] }, user: ["y", "u"] }, true],
    ["keys of different hits", { host: { id: "host two" }, user: "u" }, true],
    ["another host", { host: { id: "host three" }, user: "u" }, false],
    ["in another case", { host: { id: "HOST ONE" }, user: "u" }, false],
    ["another user", { host: { id: "host one" }, user: "v" }, false],
    ["no host", { user: "u" }, false],
  ])("%s", (_, keys, expected) => {
    expect(holds(keyed, network.filter, { event, ...keys })).toBe(expected);
    expect(holds(plan, network.filter, { event, ...keys })).toBe(true);
    expect(holds(keyed, network.filter, { event: { category: "file" }, ...keys })).toBe(false);
  });

  it("has their texts as literals where values must hold them", () => {
    expect(planLiterals(plan, [network.filter])).toEqual(['"network"']);
    expect(planLiterals(keyed, [network.filter])).toEqual(['"host one"', '"host two"']);
    const pid = stageOf(plan, 1, 1);
    // A number can be written in many ways.
    expect(planLiterals(keyedPlan(plan, [{ ...pid, wanted: [["4711"]] }]), [pid.filter])).not.toContain("4711");
  });

  it("shows nothing of them, and leaves other filters and the plan alone", () => {
    const evaluator = new Evaluator(keyed, autoStrategy);
    evaluator.load(eventOf(JSON.stringify({ event, host: { id: "host one" }, user: "u" })));
    expect(evaluator.matches(network.filter)).toBe(true);
    expect(evaluator.explain(network.filter)).toEqual([]);
    expect(keyed.filters.filter((_, filter) => filter !== network.filter)).toEqual(
      plan.filters.filter((_, filter) => filter !== network.filter),
    );
    expect(plan.predicates.length).toBeLessThan(keyed.predicates.length);
  });

  it("asks for no keys that are too many", () => {
    const wanted = Array.from({ length: 20_001 }, (_, host) => [`host ${host}`, "u"]);
    const { predicates } = keyedPlan(plan, [{ ...network, wanted }]);
    expect(predicates.length).toBe(plan.predicates.length + 1);
  });
});
