import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Evaluator } from "../../src/evaluate/evaluator.ts";
import { printConstant } from "../../src/language/printer.ts";
import { matcherStrategies } from "../../src/match/strategies.ts";
import { mandatoryLiterals } from "../../src/plan/literals.ts";
import { planRules } from "../../src/plan/planning.ts";
import { parseDocument } from "../../src/reference/document.ts";
import { evaluateQuery } from "../../src/reference/evaluator.ts";
import { eventTime, fieldValuesOf } from "../../src/reference/typed-field.ts";
import { schemaRuleOf } from "../semantics/schema-rules.ts";
import { Choices } from "./choices.ts";
import { ConditionWriter } from "./conditions.ts";
import { DocumentWriter, vocabularyOf } from "./documents.ts";
import { eventOf, eventQueryOf, ruleOf } from "./planning.ts";
import { randomSchema, typedTexts, withOptionalFields } from "./schemas.ts";

/** How many conditions; `EQLHUNT_AGREEMENT_RUNS` makes it a longer run. */
const conditions = Number(process.env["EQLHUNT_AGREEMENT_RUNS"] ?? 2_000);
const documentsEach = 12;
const ownFields = ["@timestamp", "event.category"];

const numbers = fc.array(fc.nat(), { minLength: 150, maxLength: 900, size: "max" });

/** A leaf that types have to do with. */
function typedLeaf(choices: Choices): string {
  const field = choices.pick(["x", "y", "a.b", "@timestamp"]);
  const constant = (): string => printConstant(choices.pick(typedTexts));
  if (choices.once(4)) return `${field} in (${choices.list(1, 3, constant).join(", ")})`;
  if (choices.once(4)) return `(${field} ${choices.pick(["<", ">=", "=="])} ${constant()}) == null`;
  const operator = choices.pick(["<", "<=", ">", ">=", "==", "!="]);
  if (choices.once(4)) return `concat("", ${constant()}) ${operator} ${field}`;
  return `${field} ${operator} ${constant()}`;
}

function condition(choices: Choices): string {
  const typed = choices.list(1, 2, () => typedLeaf(choices)).join(choices.pick([" and ", " or "]));
  if (choices.once(2)) return typed;
  return `(${new ConditionWriter(choices).condition(1)}) ${choices.pick(["and", "or"])} (${typed})`;
}

describe("the evaluator and the reference evaluator agree under schemas", () => {
  it("on random conditions over random documents, with each matcher strategy", () => {
    let pairs = 0;
    let matches = 0;
    let sure = 0;
    fc.assert(
      fc.property(numbers, (listed) => {
        const choices = Choices.listed(listed);
        const plain = `any where ${condition(choices)}`;
        const vocabulary = vocabularyOf(eventQueryOf(ruleOf(plain)).condition);
        const schema = randomSchema(choices, vocabulary);
        const text = withOptionalFields(plain, schema, ownFields);
        const rule = schemaRuleOf(text, schema);
        const plan = planRules([rule], { schema });
        const evaluators = [...matcherStrategies].map(([name, strategy]) => ({
          name,
          evaluator: new Evaluator(plan, strategy),
        }));
        const writer = new DocumentWriter(choices, {
          ...vocabulary,
          constants: [...vocabulary.constants, choices.pick(typedTexts), choices.pick(typedTexts)],
        });
        for (let count = 0; count < documentsEach; count++) {
          const line = writer.document();
          const event = eventOf(line);
          const document = parseDocument(line);
          if (document === null) throw new Error(`no document: ${line}`);
          const expected = evaluateQuery(rule.query, document, { schema });
          const told = { text, line, fields: [...schema.fields] };
          for (const { name, evaluator } of evaluators) {
            evaluator.load(event);
            const actual = { matches: evaluator.matches(0), combinationLimit: evaluator.reachedCombinationLimit };
            expect({ name, ...told, ...actual }).toEqual({ name, ...told, ...expected });
            expect({ ...told, time: evaluator.time(0) }).toEqual({ ...told, time: eventTime(document, { schema }) });
          }
          for (const [field, { name }] of plan.fields.entries()) {
            const values = evaluators[0]?.evaluator.values(field).map((value) => (value === 0 ? 0 : value));
            expect({ name, ...told, values }).toEqual({
              name,
              ...told,
              values: fieldValuesOf(document, name, { schema }),
            });
          }
          const literals = mandatoryLiterals(plan).of(0, 0);
          const isSure = expected.matches && literals !== null;
          const held = literals === null || !expected.matches || holdsOne(line, literals);
          expect({ ...told, literals, held }).toMatchObject({ held: true });
          if (isSure) sure++;
          pairs++;
          if (expected.matches) matches++;
        }
      }),
      { numRuns: conditions },
    );
    expect(pairs).toBeGreaterThanOrEqual(conditions * documentsEach);
    expect(matches / pairs).toBeGreaterThan(0.15);
    expect(matches / pairs).toBeLessThan(0.6);
    expect(sure).toBeGreaterThan(0);
  });
});

/** True if one of the literals stands in the line, in any ASCII case, its characters as they are or as `\u00XX`. */
function holdsOne(line: string, literals: readonly string[]): boolean {
  const plain = line
    .replaceAll(/\\u00([2-7][0-9a-f])/gi, (_escape, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .toLowerCase();
  return literals.some((literal) => plain.includes(literal));
}
