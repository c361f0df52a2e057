import { describe, expect, it } from "vitest";
import { ecsSource } from "../../src/sources/ecs.ts";
import type { Source } from "../../src/sources/source.ts";
import { parseQuery } from "../../src/language/parser.ts";
import type { HuntPlan, Program } from "../../src/plan/plan.ts";
import { type PlanOptions, planRules } from "../../src/plan/planning.ts";
import { readElasticToml } from "../../src/rules/elastic-toml.ts";
import type { Rule } from "../../src/rules/rule.ts";
import { planOf, ruleOf } from "../evaluate/planning.ts";

function predicatesIn(program: Program): (Program & { kind: "predicate" })[] {
  switch (program.kind) {
    case "constant":
      return [];
    case "predicate":
      return [program];
    case "not":
      return predicatesIn(program.operand);
    case "and":
    case "or":
      return program.operands.flatMap(predicatesIn);
  }
}

/** A source whose events of the same time are ordered by what lies at this path. */
function sourceOrderedBy(path: string): Source {
  return {
    ...ecsSource,
    name: "mine",
    tiebreakerField: "event.sequence",
    fields: [{ name: "event.sequence", accessor: { kind: "paths", paths: [{ path, within: "event" }] } }],
  };
}

describe("a plan", () => {
  const plan = planOf(
    'process where x == 9007199254740993 and y : ("a*", "b?") and not z regex~ "a[b-d]+" or concat(x, y) in~ ("q", 5)',
    'file where @timestamp >= "2024-03-01" and cidrMatch(ip, "10.0.0.0/8") and (x > -1.5 or w == null)',
  );

  it("survives structuredClone", () => {
    expect(structuredClone(plan)).toEqual(plan);
  });

  it("survives JSON that has a form for bigint", () => {
    const text = JSON.stringify(plan, (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value));
    const read: unknown = JSON.parse(text, (_, value: unknown) =>
      typeof value === "string" && /^-?\d+n$/.test(value) ? BigInt(value.slice(0, -1)) : value,
    );
    expect(read).toEqual(plan);
  });

  it("has its rules in the order given, with their own fields", () => {
    const [first, second] = plan.rules;
    expect([first?.id, second?.id]).toEqual(["query-1", "query-2"]);
    expect(plan.fields.map(({ name }) => name)).toEqual(["event.category", "x", "y", "z", "@timestamp", "ip", "w"]);
    expect(plan.fields[first?.timestampField ?? 0]?.name).toBe("@timestamp");
    expect(plan.fields[first?.categoryField ?? 0]?.name).toBe("event.category");
    expect(first?.tiebreakerField).toBeNull();
  });

  it.each<[string, PlanOptions, Partial<Rule>, (string | null)[]]>([
    ["by default", {}, {}, ["@timestamp", "event.category", null]],
    ["as the rule says", {}, { timestampField: "t", categoryField: "c", tiebreakerField: "n" }, ["t", "c", "n"]],
    [
      "as the user says before the rule",
      { timestampField: "T", categoryField: "C", tiebreakerField: "N" },
      { timestampField: "t", categoryField: "c", tiebreakerField: "n" },
      ["T", "C", "N"],
    ],
  ])("takes time, category and tiebreaker %s", (_, options, fields, expected) => {
    const planned = planRules([{ ...ruleOf("process where x == 1"), ...fields }], options);
    const [rule] = planned.rules;
    const numbers = [rule?.timestampField, rule?.categoryField, rule?.tiebreakerField];
    expect(numbers.map((field) => (field === null ? null : planned.fields[field ?? -1]?.name))).toEqual(expected);
  });

  it("shares what rules have in common", () => {
    const shared = planOf(
      'process where a == "x" and b : "y*" and startsWith(c, "z")',
      'process where not b : "y*" or (a == "x" and startsWith(c, "z")) or length(a) == 3',
      'process where length(a) == 3 and b like~ "y*"',
    );
    // Category, a, b, c and the length.
    expect(shared.predicates).toHaveLength(5);
    expect(shared.filters.map(({ program }) => predicatesIn(program).map(({ predicate }) => predicate))).toEqual([
      [0, 1, 2, 3],
      [0, 2, 1, 3, 4],
      [0, 4, 2],
    ]);
  });

  it("keeps apart what differs in more than its place", () => {
    const conditions = [
      'a == "x"',
      'a == "X"',
      'a : "x"',
      'a like "x"',
      'a in~ ("x")',
      'b == "x"',
      "a == 1",
      'a == "1"',
      "a == 1.5",
      "a == true",
      'a == "true"',
      "a > 1",
      "a >= 1",
      "a == 9007199254740992",
      "a == 9007199254740993",
      "a == 1e400",
      "a == null",
      'a regex "x.*"',
      'a regex~ "x.*"',
      "a / 2 == 1",
      "a / 2.0 == 1",
      'string(a) : "x"',
      'string(a) like "x"',
      '@timestamp == "2024-03-01"',
      '@timestamp == "2024-03-02"',
      'startsWith(a, "x*")',
      'a like "x*"',
    ];
    const separate = planOf(...conditions.map((condition) => `any where ${condition}`));
    expect(separate.predicates).toHaveLength(conditions.length);
  });
});

const seedLike = `process where a == "x" and
  b : ("y*", "z") and not (c > 5 or length(d) == 2)`;

function hashOf(query: string, change: Partial<Rule> = {}, options: PlanOptions = {}): string {
  return planRules([{ ...ruleOf(query), ...change }], options).hash;
}

describe("the hash of a plan", () => {
  it.each([
    ["white space", 'process   where a == "x" and b : ("y*",\n"z") and not (c > 5 or length(d) == 2)'],
    ["white space within conditions", 'process where a=="x" and b:("y*","z")and not(c>5 or length( d )==2)'],
    [
      "comments",
      '/* of */ process where a == /* all */ "x" and b : ("y*", "z") and // of\n not (c > 5 or length(d) == 2)',
    ],
    ["parentheses", 'process where (a == "x") and (b : ("y*", "z")) and (not ((c > 5) or (length(d) == 2)))'],
    [
      "the spelling of a string",
      'process where a == """x""" and b : ("y*", "\\u{7a}") and not (c > 5 or length(d) == 2)',
    ],
    ["the case of a function", 'process where a == "x" and b : ("y*", "z") and not (c > 5 or LENGTH(d) == 2)'],
    [
      "another spelling of an operator",
      'process where a == "x" and b like~ ("y*", "z") and not (c > 5 or length(d) == 2)',
    ],
  ])("stays the same with other %s", (_, query) => {
    expect(hashOf(query)).toBe(hashOf(seedLike));
  });

  it("stays the same in another file and at another place of it", () => {
    const moved = `\n\n${seedLike}`;
    expect(hashOf(moved)).toBe(hashOf(seedLike));
    const { text, query } = ruleOf(seedLike);
    expect(hashOf(seedLike, { text: { ...text, source: { ...text.source, name: "other.eql" } }, query })).toBe(
      hashOf(seedLike),
    );
  });

  it.each<[string, string, Partial<Rule>, PlanOptions]>([
    ["category", seedLike.replace("process", "file"), {}, {}],
    ["constant", seedLike.replace('"x"', '"X"'), {}, {}],
    ["field", seedLike.replace("a ==", "aa =="), {}, {}],
    ["operator", seedLike.replace("c > 5", "c >= 5"), {}, {}],
    ["pattern", seedLike.replace("y*", "y?"), {}, {}],
    ["order of patterns, of which the first is named", seedLike.replace('"y*", "z"', '"z", "y*"'), {}, {}],
    ["case", seedLike.replace("b :", "b like"), {}, {}],
    ["negation", seedLike.replace("not", ""), {}, {}],
    ["connective", seedLike.replace(" or ", " and "), {}, {}],
    ["number", seedLike.replace("== 2", "== 9007199254740993"), {}, {}],
    ["rule id", seedLike, { id: "other" }, {}],
    ["name", seedLike, { name: "other" }, {}],
    ["severity", seedLike, { severity: "high" }, {}],
    ["risk score", seedLike, { riskScore: 99 }, {}],
    ["tags", seedLike, { tags: ["other"] }, {}],
    ["threat", seedLike, { threat: [{ framework: "x", tactic: { id: "y", name: "z" } }] }, {}],
    ["time", seedLike, { timestampField: "other" }, {}],
    ["category field", seedLike, {}, { categoryField: "other" }],
    ["tiebreaker", seedLike, {}, { tiebreakerField: "other" }],
  ])("changes with another %s", (_, query, change, options) => {
    expect(hashOf(query, change, options)).not.toBe(hashOf(seedLike));
  });

  it("changes with where a source has what orders events of the same time", () => {
    const hashes = ["record", "number"].map((path) => hashOf(seedLike, {}, { sources: [sourceOrderedBy(path)] }));
    expect(new Set(hashes).size).toBe(2);
  });

  it("tells apart what JSON would write the same way", () => {
    const hashes = ["9007199254740992", "9007199254740993", "1e400", "null", "0", '"0"', '"1e309"'].map((constant) =>
      hashOf(`any where string(x) == ${constant}`),
    );
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it("changes with the order of rules", () => {
    const queries = ["any where a == 1", "any where b == 1"] as const;
    const rules = queries.map((query, index) => ruleOf(query, `rule-${index}`));
    expect(planRules(rules).hash).not.toBe(planRules([...rules].reverse()).hash);
  });
});

describe("the spans of a plan", () => {
  it("has the whole query as the rule's, with a category and without", () => {
    const [first, second] = planOf("process where a == 1 // why", " any where a == 1 ").rules;
    expect([first?.span, second?.span]).toEqual([
      { start: 0, end: 20 },
      { start: 1, end: 17 },
    ]);
  });

  const head =
    '[rule]\nrule_id = "r"\nname = "n"\ndescription = "d"\nseverity = "low"\nrisk_score = 1\ntype = "eql"\nlanguage = "eql"\n';

  it.each<[string, string, string[]]>([
    [
      "a literal string",
      `'''\nprocess where a : "b*" and // why\n  not (c == "C:\\\\x"\n or length(d) > 3)'''`,
      ["process", 'a : "b*"', 'c == "C:\\\\x"', "length(d) > 3"],
    ],
    [
      "a string with escapes",
      String.raw`"process where \u0061 : \"b*\" and\n\tnot (c == \"C:\\\\x\" or length(d) > 3)"`,
      ["process", String.raw`\u0061 : \"b*\"`, String.raw`c == \"C:\\\\x\"`, "length(d) > 3"],
    ],
  ])("are those of the conditions in the rule file, in %s", (_, literal, expected) => {
    const file = `${head}query = ${literal}\n`;
    const reading = readElasticToml({ name: "r.toml", text: file }, parseQuery);
    if (reading.kind !== "rule") throw new Error(`this reads as ${reading.kind}`);
    const plan = planRules([reading.rule]);
    expect(placesIn(plan).map(({ span }) => file.slice(span.start, span.end))).toEqual(expected);
    expect(placesIn(plan).map(({ text }) => text)).toEqual([
      'event.category == "process"',
      'a : "b*"',
      'c == "C:\\\\x"',
      "length(d) > 3",
    ]);
    expect(placesIn(plan).map(({ implicit }) => implicit)).toEqual([true, false, false, false]);
    const [rule] = plan.rules;
    expect(file.slice(rule?.span.start, rule?.span.end)).toMatch(/^process where .*length\(d\) > 3\)$/s);
  });
});

function placesIn(plan: HuntPlan): (Program & { kind: "predicate" })[] {
  return plan.filters.flatMap(({ program }) => predicatesIn(program));
}
