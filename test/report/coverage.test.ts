import { describe, expect, it } from "vitest";
import type { CoverageReason } from "../../src/coverage/rule-coverage.ts";
import type { CoverageStatistics, UnableRule } from "../../src/hunt/coverage-statistics.ts";
import { coverageLines, coverageToJson } from "../../src/report/coverage.ts";
import { reasonText } from "../../src/report/coverage-reasons.ts";

const reason: CoverageReason = {
  kind: "value",
  field: "host.os.type",
  condition: 'host.os.type == "linux"',
  span: { start: 0, end: 1 },
  stage: null,
  gives: ["windows"],
  isOfKind: false,
};

const nothing: CoverageStatistics = { sampled: false, sources: [], rules: [], unable: [] };

function unable(name: string, ...reasons: readonly CoverageReason[]): UnableRule {
  return { rule: name, name, product: "sysmon", canMatch: "no", reasons };
}

describe("a reason", () => {
  it.each<[Partial<CoverageReason>, string]>([
    [{}, '`host.os.type == "linux"`: host.os.type is only "windows" in events of sysmon'],
    [
      { isOfKind: true },
      '`host.os.type == "linux"`: host.os.type is only "windows" in events of sysmon that meet the rest',
    ],
    [{ stage: 2 }, 'stage 2: `host.os.type == "linux"`: host.os.type is only "windows" in events of sysmon'],
    [{ kind: "no-source" }, '`host.os.type == "linux"`: host.os.type has no value in events of sysmon'],
    [
      { kind: "unmapped" },
      '`host.os.type == "linux"`: sysmon has no mapping for host.os.type, so a raw event would need a field of that very name',
    ],
    [{ kind: "spelling", gives: [] }, '`host.os.type == "linux"`: sysmon writes no such text in host.os.type'],
    [{ kind: "always" }, '`host.os.type == "linux"`: it holds for every event of sysmon'],
    [{ kind: "constant", field: null, condition: "false" }, "`false`: it is never true"],
    [
      { kind: "value", gives: [], condition: "x == null", field: "x" },
      "`x == null`: x is always there in events of sysmon",
    ],
    [
      { condition: `x == "${"a".repeat(300)}"` },
      `\`x == "${"a".repeat(113)}…\`: host.os.type is only "windows" in events of sysmon`,
    ],
  ])("%j", (change, text) => {
    expect(reasonText({ ...reason, ...change }, "sysmon")).toBe(text);
  });
});

describe("what is said after a hunt", () => {
  it("is nothing of ECS events that every rule can match", () => {
    const sources = [{ product: "ecs", form: "ECS", events: 5, ableRules: 1 }];
    expect(coverageLines({ ...nothing, sources }, 1)).toEqual([]);
  });

  it("is how many rules can match events of each product", () => {
    const sources = [
      { product: "sysmon", form: "NXLog", events: 1_234, ableRules: 410 },
      { product: "ecs", form: "ECS", events: 1, ableRules: 1_081 },
    ];
    expect(coverageLines({ ...nothing, sources }, 1_081)).toEqual([
      "sysmon (NXLog): 1,234 events; 410 of 1,081 rules can match them",
      "ecs (ECS): 1 event; 1,081 of 1,081 rules can match them",
    ]);
    expect(coverageLines({ ...nothing, sampled: true, sources }, 1_081)[0]).toBe(
      "sysmon (NXLog): about 1,200 events; 410 of 1,081 rules can match them",
    );
  });

  it("names a few rules with their reasons, and counts many", () => {
    expect(coverageLines({ ...nothing, unable: [unable("a\u001b[2J", reason)] }, 5)).toEqual([
      String.raw`warning: rule "a\u001b[2J" could not have matched any of these events: ` +
        reasonText(reason, "sysmon"),
    ]);
    const many = ["a", "b", "c", "d"].map((name) => unable(name, reason));
    expect(coverageLines({ ...nothing, unable: many }, 1_081)).toEqual([
      "warning: 4 of 1,081 rules could not have matched any of these events: --stats has the reasons",
    ]);
    expect(coverageLines({ ...nothing, unable: many, sampled: true }, 1_081)[0]).toContain("as far as a sample");
  });

  it("is all of it as JSON", () => {
    const rules = [
      { rule: "r", product: "sysmon", form: "f", events: 3, canMatch: "no", reasons: [reason] },
      { rule: "r", product: "ecs", form: "ECS", events: null, canMatch: "yes", reasons: [] },
    ] as const;
    const json: unknown = JSON.parse(
      JSON.stringify(coverageToJson({ ...nothing, rules, unable: [unable("r", reason)] })),
    );
    expect(json).toEqual({
      coverage: [
        {
          rule: "r",
          product: "sysmon",
          form: "f",
          events: 3,
          sampled: false,
          canMatch: "no",
          reasons: [
            {
              kind: "value",
              field: "host.os.type",
              condition: 'host.os.type == "linux"',
              gives: ["windows"],
              text: reasonText(reason, "sysmon"),
            },
          ],
        },
        { rule: "r", product: "ecs", form: "ECS", sampled: false, canMatch: "yes", reasons: [] },
      ],
      unable: ["r"],
    });
  });
});
