import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planRules } from "../../src/plan/planning.ts";
import { parseDocument } from "../../src/reference/document.ts";
import { evaluateQuery } from "../../src/reference/evaluator.ts";
import type { Rule } from "../../src/rules/rule.ts";
import { planLiterals } from "../../src/scan/scan-strategy.ts";
import { Choices } from "../evaluate/choices.ts";
import { ConditionWriter } from "../evaluate/conditions.ts";
import { DocumentWriter, vocabularyOf } from "../evaluate/documents.ts";
import { eventQueryOf, planOf, ruleOf } from "../evaluate/planning.ts";
import { linesHolding } from "../kernel/plain-lines.ts";

function literalsOf(query: string): readonly string[] | null {
  return planLiterals(planOf(query));
}

function holdsOne(literals: readonly string[], line: string): boolean {
  return linesHolding(literals, Buffer.from(line)).length > 0;
}

function matchesLine(rule: Rule, line: string): boolean {
  const document = parseDocument(line);
  return document !== null && evaluateQuery(eventQueryOf(rule), document).matches;
}

describe("the mandatory literals of a rule", () => {
  it.each<[string, string, readonly string[] | null]>([
    ["a whole text has its quotes", 'any where x == "ImagePath"', ['"imagepath"']],
    ["a pattern is one where it has no wildcard", 'any where x : "ImagePath"', ['"imagepath"']],
    ["an open end has none", 'any where x : "ImagePath*"', ['"imagepath']],
    ["an open start neither", 'any where x : "*ImagePath"', ['imagepath"']],
    ["the longest text within a pattern", 'any where x : "*a?ImagePath*bc*"', ["imagepath"]],
    ["what JSON writes in several ways is cut out", String.raw`any where x : "C:\\Temporary/evil\"*"`, ["temporary"]],
    ["what isn't ASCII too", 'any where x == "éPersistenceé"', ["persistence"]],
    ["a list needs all its items", 'any where x : ("first*", "second*")', ['"first', '"second']],
    ["an item without one leaves the member's name", 'any where x : ("first*", "*")', ['"x"']],
    ["of a conjunction the rarest", 'any where x == "windows" and y == "ImagePath"', ['"imagepath"']],
    ["of a disjunction those of each", 'any where x == "first" or y == "second"', ['"first"', '"second"']],
    ["a disjunction with a negation has none", 'any where x == "first" or not y == "second"', null],
    ["a negation says nothing", 'any where not x == "first"', null],
    ["two negations do", 'any where not (not x == "first")', ['"first"']],
    ["a negated disjunction of negations", 'any where not (y == "b" or not x == "first")', ['"first"']],
    ["`!=` is a negation", 'any where x != "first"', null],
    ["`not in` is one", 'any where x not in ("first", "second")', null],
    ["a number is spelt in many ways", "any where x == 12345", ['"x"']],
    ["a text that spells a number may be one", 'any where x == "12345"', ['"x"']],
    ["but not in `in~`, where texts count", 'any where x in~ ("12345")', ['"12345"']],
    ["part of a number isn't one", 'any where x : "*2345*"', ['"x"']],
    ["true may be a truth value", 'any where x == "true"', ['"x"']],
    ["an address is spelt in many ways", 'any where x == "10.11.12.13"', ['"x"']],
    ["not for a pattern", 'any where x : "host-10.11.12.13"', ['"host-10.11.12.13"']],
    ["a prefix", 'any where startsWith(x, "persist")', ['"persist']],
    ["a text inside, its wildcards read", String.raw`any where stringContains(x, "per*sis\\*tent")`, ["sis*tent"]],
    ["an end", 'any where endsWith(x, "persist")', ['persist"']],
    ["of a regular expression the longest run", 'any where x regex "a.*persist[0-9]+bc"', ["persist"]],
    ["not what is optional in it", 'any where x regex "(persist)?a[bc]"', ['"x"']],
    ["not one of several", 'any where x regex "(persist|remain)"', ['"x"']],
    ["a short text stands everywhere", 'any where x : "*a*"', ['"x"']],
    ["a computed condition has none", 'any where concat(x, "a") == "persista"', null],
    ["an order needs a value", 'any where x > "persist"', ['"x"']],
    ["a name in either spelling", "any where a.b > 5", ['"b"', '.b"']],
    ["not what JSON writes in several ways", "any where `a/b`.`é` > 5", null],
    ["presence too", "any where x != null", ['"x"']],
    ["a category is one", '"persistence" where true', ['"persistence"']],
    ["what can't match needs nothing", "any where false", []],
    ["nor what is null", 'any where x > null and y == "persist"', []],
    ["what can't match adds nothing", 'any where false or y == "persist"', ['"persist"']],
    ["what always matches has none", 'any where true or y == "persist"', null],
  ])("%s: %s", (_, query, expected) => {
    expect(literalsOf(query)).toEqual(expected);
  });

  it("are those of all rules, or none if one has none", () => {
    expect(planLiterals(planOf('any where x == "first"', 'any where x == "second"'))).toEqual(['"first"', '"second"']);
    expect(planLiterals(planOf('any where x == "first"', "any where x == null"))).toBeNull();
    expect(planLiterals(planOf())).toEqual([]);
  });

  it("stand in every line that the rule matches, however it is written", () => {
    let withLiterals = 0;
    let matches = 0;
    let refused = 0;
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 100, maxLength: 800, size: "max" }), (numbers) => {
        const choices = Choices.listed(numbers);
        const conditions = choices.list(1, 2, () => `(${new ConditionWriter(choices).condition(1)})`);
        const rule = ruleOf(`${choices.pick(["any", "process", '"net/work"'])} where ${conditions.join(" and ")}`);
        const literals = planLiterals(planRules([rule]));
        if (literals === null) return;
        withLiterals++;
        const { category, condition } = eventQueryOf(rule);
        const vocabulary = vocabularyOf(condition);
        const writer = new DocumentWriter(choices, {
          ...vocabulary,
          paths: category === null ? vocabulary.paths : [...vocabulary.paths, "event.category"],
          constants: category === null ? vocabulary.constants : [...vocabulary.constants, category, category],
        });
        const lines = Array.from({ length: 12 }, () => writer.document());
        const found = lines.filter((line) => holdsOne(literals, line));
        const matched = lines.filter((line) => matchesLine(rule, line));
        const missed = matched.filter((line) => !found.includes(line));
        expect({ query: rule.text.text, missed }).toEqual({ query: rule.text.text, missed: [] });
        matches += matched.length;
        refused += lines.length - found.length;
      }),
      { numRuns: 4_000 },
    );
    expect(withLiterals).toBeGreaterThan(1_000);
    expect(matches).toBeGreaterThan(500);
    expect(refused).toBeGreaterThan(1_000);
  });
});
