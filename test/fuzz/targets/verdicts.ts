import assert from "node:assert/strict";
import { Evaluator } from "../../../src/evaluate/evaluator.ts";
import { readDocuments } from "../../../src/evaluate/document-reader.ts";
import { parseQuery } from "../../../src/language/parser.ts";
import { autoStrategy } from "../../../src/match/auto.ts";
import { planRules } from "../../../src/plan/planning.ts";
import { parseDocument } from "../../../src/reference/document.ts";
import { evaluateQuery } from "../../../src/reference/evaluator.ts";
import { readBareQuery } from "../../../src/rules/query.ts";
import { ecsSource } from "../../../src/sources/ecs.ts";
import { textOf } from "../checks.ts";
import type { FuzzTarget } from "../fuzzing.ts";

const documents = [
  '{"a":"abc","b":[1,2.5,"3",null,true],"c":{"d":"10.1.2.3","e":"x\\u0041"},"@timestamp":"2025-01-01T00:00:00Z"}',
  '{"a":["",{"b":"x"}],"a.b":9007199254740993,"c.d":"::1","b":-0,"e":1e400}',
  '{"event":{"category":["process","file"]},"a":"ABC","b":"2.5","c":[{"d":"x"},{"d":["y","\\ud83d\\ude00"]}]}',
];

const conditions = [
  'any where a : ("a*", "?b?") and not b in (1, "3", true, null)',
  'process where a regex~ "[a-c]+" or c.d == "10.0.0.0/8" or cidrMatch(c.d, "10.0.0.0/8", "::/64")',
  'any where length(a) > 2 and startsWith~(a, "AB") and b >= 2.5 and b != c.d',
  'any where concat(a, b, "x") == "abc1x" or between(a, "a", "c") == "b" or indexOf(a, "b") == 1 or substring(a, -2) : "bc"',
  'any where b + 1 * 2 - 3 / 2 % 5 > -1 or number(b) == 3 or string(b) == "1" or endsWith(a, "c") or stringContains(a, "b")',
  'any where (a == null) == (c.d != null) and ?f == null or @timestamp > "2024-01-01" or a.b == 9007199254740993',
];

const tokens = [
  ...'and or not in in~ : like~ regex == != < >= + - * / % ( ) , null true false a b c.d a.b e @timestamp 1 2.5 "abc" "*" "?"'.split(
    " ",
  ),
  ..."length( startsWith~( concat( between( indexOf( substring( number( string( cidrMatch( endsWith( stringContains~(".split(
    " ",
  ),
  ...'{ } [ ] : , " \\ \\u0041 9007199254740993 1e400 -0 "10.1.2.3" "::1"'.split(" "),
  "\n",
  '"a":',
  '"c":{"d":',
];

/** The first line is a query, each other one an event: the evaluator says what the reference evaluator does. */
export const verdictTarget: FuzzTarget = {
  name: "verdicts",
  seeds: conditions.map((condition) => Buffer.from([condition, ...documents].join("\n"))),
  tokens,
  slowestMs: 3000,
  check(input) {
    const [text = "", ...lines] = textOf(input).split("\n");
    const reading = readBareQuery("a", "a.eql", text, parseQuery);
    if (reading.kind !== "rule" || reading.rule.query.kind !== "event") return;
    const { query } = reading.rule;
    const evaluator = new Evaluator(planRules([reading.rule]), autoStrategy);
    for (const line of lines.slice(0, 8)) {
      const found = readDocuments(line, [ecsSource]);
      const document = parseDocument(line);
      const [event] = typeof found === "string" ? [] : found;
      if (event === undefined || document === null) {
        assert.equal(event === undefined, document === null, line);
        continue;
      }
      evaluator.load(event);
      const matches = evaluator.matches(0);
      const actual = { matches, combinationLimit: evaluator.reachedCombinationLimit };
      assert.deepEqual(actual, evaluateQuery(query, document), line);
      evaluator.explain(0);
    }
  },
};
