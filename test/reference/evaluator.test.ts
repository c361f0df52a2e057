import { describe, expect, it } from "vitest";
import { evaluateCondition, evaluateQuery, maxCombinations } from "../../src/reference/evaluator.ts";
import { conditionOf, documentOf, queryOf } from "./reading.ts";

describe("evaluateQuery", () => {
  it.each([
    ["process where true", '{"event":{"category":"process"}}', true],
    ["process where true", '{"event.category":["file","process"]}', true],
    ["process where true", '{"event":{"category":"Process"}}', false],
    ["process where true", '{"event":{"category":"process1"}}', false],
    ["process where true", "{}", false],
    ['"my category" where true', '{"event.category":"my category"}', true],
    ['"proc*" where true', '{"event.category":"process"}', false],
    ["any where true", "{}", true],
    ["process where false", '{"event.category":"process"}', false],
  ])("%s, on %s: %s", (query, document, matches) => {
    expect(evaluateQuery(queryOf(query), documentOf(document)).matches).toBe(matches);
  });

  it("reads the category where it is told to", () => {
    const document = documentOf('{"event_type":"file","event.category":"process"}');
    expect(evaluateQuery(queryOf("file where true"), document, { categoryField: "event_type" }).matches).toBe(true);
    expect(evaluateQuery(queryOf("process where true"), document, { categoryField: "event_type" }).matches).toBe(false);
  });

  it("compares as instants the field that it is told to", () => {
    const query = queryOf('any where t == "2024-03-01T12:00:00+02:00"');
    const document = documentOf('{"t":"2024-03-01T10:00:00Z"}');
    expect(evaluateQuery(query, document).matches).toBe(false);
    expect(evaluateQuery(query, document, { timestampField: "t" }).matches).toBe(true);
    const other = queryOf('any where @timestamp == "2024-03-01T12:00:00+02:00"');
    const stamped = documentOf('{"@timestamp":"2024-03-01T10:00:00Z"}');
    expect(evaluateQuery(other, stamped, { timestampField: "t" }).matches).toBe(false);
  });
});

/** The array of the numbers from 0, as JSON. */
function numbers(count: number): string {
  return JSON.stringify(Array.from({ length: count }, (_, index) => index));
}

describe("the limit of combinations", () => {
  const side = Math.sqrt(maxCombinations);

  it.each([
    ["all are tried up to the limit", side, side, `concat(x, ":", y) == "${side - 1}:${side - 1}"`, true, false],
    ["the first ones are tried, the last field fastest", side + 1, side, 'concat(x, ":", y) == "255:255"', true, false],
    ["one behind the limit isn't", side + 1, side, 'concat(x, ":", y) == "256:0"', false, true],
    ["one that never holds", side + 1, side, 'concat(x, ":", y) == "a"', false, true],
    ["not of one that is cut off", side + 1, side, 'not concat(x, ":", y) == "256:0"', true, true],
    ["none where there are no more", side, side, 'concat(x, ":", y) == "a"', false, false],
    ["none for a single field", maxCombinations + 1, 1, `x == ${maxCombinations}`, true, false],
    ["none for a category that doesn't match", 0, 0, "true", true, false],
  ])("%s", (_, first, second, condition, matches, combinationLimit) => {
    const document = documentOf(`{"x":${numbers(first)},"y":${numbers(second)}}`);
    expect(evaluateQuery(queryOf(`any where ${condition}`), document)).toEqual({ matches, combinationLimit });
  });
});

describe("evaluateCondition", () => {
  it.each([
    ["x > 5", false],
    ["not x > 5", true],
    ["x > null", null],
    ["not x > null", null],
    ["null", null],
    ["null and false", false],
    ["null and x > 5", false],
    ["null or x > 5", null],
    ["null or not x > 5", true],
    ["not null", null],
    ["(x > null) == null", true],
    ['(x + null) : "a"', null],
    ["null in (x, 1)", null],
    ["x in (null)", false],
    ["length(null) == 1", null],
    ["substring(x, null) == null", true],
    ['indexOf(x, "a", null) > 0', false],
    ["indexOf(null, x) > 0", null],
    ["number(x, null) > 0", false],
  ])("%s, where x is missing: %s", (condition, expected) => {
    expect(evaluateCondition(conditionOf(condition), documentOf("{}"))).toBe(expected);
  });

  it("takes a negated class that folds case as the complement of the plain one", () => {
    const document = documentOf('{"x":"A"}');
    expect(evaluateCondition(conditionOf('x regex~ "[^a-z]"'), document)).toBe(false);
    expect(evaluateCondition(conditionOf('x regex "[^a-z]"'), document)).toBe(true);
  });
});
