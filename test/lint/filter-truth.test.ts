import { array, assert, constant, constantFrom, letrec, oneof, property, tuple } from "fast-check";
import { describe, expect, it } from "vitest";
import type { Expression } from "../../src/language/syntax.ts";
import type { Fact } from "../../src/lint/fact.ts";
import { LintedRule } from "../../src/lint/linted-rule.ts";
import type { FilterTruth } from "../../src/lint/filter-truth.ts";
import { evaluateCondition } from "../../src/reference/evaluator.ts";
import { type Document, parseDocument } from "../../src/reference/document.ts";
import { ruleOf } from "./linted.ts";

/** Values that conditions tell apart in every way that SEMANTICS 5a knows. */
const values = [
  "a", "ab", "A", "b", "É", "", "5", "5.0", "true", "10.0.0.1", "::ffff:10.0.0.1", "10.0.0.9",
  5, 6, 1.5, 0, true, false, "1e400",
].map((value) => (value === "1e400" ? "1e400" : JSON.stringify(value))); // prettier-ignore

const single: readonly string[] = ["null", ...values];
const several: readonly string[] = values.flatMap((one, index) =>
  values.slice(index + 1).map((other) => `[${one},${other}]`),
);

const constants = [
  '"a"', '"ab"', '"A"', '"5"', '"5.0"', '"true"', '"10.0.0.1"', '"10.0.0.0/24"', '"é"', "5", "6", "0", "-1", "true", "false",
]; // prettier-ignore
const patterns = ['"a*"', '"*b"', '"?"', '"*"', '"ab"', '"A"', '"5*"', '"t*"', '"10.*"', '"5"', '"É"', '""'];
const subjects = ["x", "x", "x", "y", "length(x)", "substring(x, 0, 1)", "?x"];

const listOf = (items: readonly string[]) =>
  array(constantFrom(...items), { minLength: 1, maxLength: 3 }).map((list) => `(${list.join(", ")})`);
const leaf = oneof(
  tuple(constantFrom(...subjects), constantFrom("==", "!=", "<", "<=", ">", ">="), constantFrom(...constants)),
  tuple(constantFrom(...subjects), constantFrom("==", "!="), constant("null")),
  tuple(constantFrom(...constants), constantFrom("==", "<"), constantFrom(...subjects)),
  tuple(constantFrom(...subjects), constantFrom("in", "in~", "not in"), listOf([...constants, "null"])),
  tuple(constantFrom(...subjects), constantFrom(":", "like"), listOf(patterns)),
  tuple(constantFrom("startsWith", "startsWith~", "endsWith", "stringContains~"), constantFrom('(x, "a")', '(x, "")', '(x, "*b")')),
  tuple(constant('cidrMatch(x, "10.0.0.0/8")')),
  constantFrom(["x"], ["true"], ["false"], ["null"], ["1 == 2"], ["not null"], ['x regex "a.*"'], ["x > null"], ["(x / 0) == null"], ["indexOf(x, \"a\") == -1"]),
).map((parts) => parts.join(" ").replace(/(With|Contains)(~?) \(/, "$1$2(")); // prettier-ignore

const { condition } = letrec<{ condition: string }>((tie) => ({
  condition: oneof(
    { depthSize: "small", maxDepth: 3 },
    leaf,
    tuple(tie("condition"), constantFrom("and", "or"), tie("condition")).map((parts) => `(${parts.join(" ")})`),
    tie("condition").map((inner) => `not (${inner})`),
    tie("condition")
      .map((inner) => `(${inner}) == false`)
      .filter((text) => !/^\((?:x|null|true|false)\)/.test(text)),
  ),
}));

function documentOf(x: string, y: string): Document {
  const document = parseDocument(`{"x":${x},"y":${y}}`);
  if (document === null) throw new Error("no document");
  return document;
}

const singleDocuments = single.flatMap((x) => ["null", '"a"', "5"].map((y) => documentOf(x, y)));
const severalDocuments = several.map((x) => documentOf(x, '["a", 5]'));
const allDocuments = [...singleDocuments, ...severalDocuments];

function truthOf(text: string): { readonly truth: FilterTruth; readonly condition: Expression } {
  const { query } = ruleOf(`any where ${text}`);
  if (query.kind !== "event") throw new Error("no event query");
  const reading = { timestampField: "@timestamp", categoryField: "event.category", typeOf: () => null };
  const [truth] = new LintedRule(text, query, reading).truths;
  if (truth === undefined) throw new Error("no filter");
  return { truth, condition: query.condition };
}

/** Whether a fact, as it is written, is as the conflict says that it must be. */
function holds({ written, mustHold }: Fact, document: Document): boolean {
  return evaluateCondition(written, document) === mustHold;
}

describe("what is told of a condition without an event", () => {
  it("is so for every event", () => {
    assert(
      property(condition, (text) => {
        const { truth, condition: tree } = truthOf(text);
        for (const document of allDocuments) {
          const verdict = evaluateCondition(tree, document);
          expect([undefined, verdict]).toContain(truth.verdict);
          for (const { written, verdict } of truth.settled) expect(evaluateCondition(written, document)).toBe(verdict);
        }
        for (const { kind, first, second } of truth.conflicts) {
          const documents = kind === "exclusive" || kind === "certain" ? allDocuments : singleDocuments;
          const both = documents.find((document) => holds(first, document) && holds(second, document));
          expect(both, `${kind}: ${text}`).toBeUndefined();
        }
      }),
      { numRuns: 1500 },
    );
  });
});
