import type { EventDocument } from "../../src/evaluate/document.ts";
import { readDocuments } from "../../src/evaluate/document-reader.ts";
import { parseQuery } from "../../src/language/parser.ts";
import type { EventQuery } from "../../src/language/syntax.ts";
import type { HuntPlan } from "../../src/plan/plan.ts";
import { planRules } from "../../src/plan/planning.ts";
import { readBareQuery } from "../../src/rules/query.ts";
import type { Rule } from "../../src/rules/rule.ts";
import { ecsSource } from "../../src/sources/ecs.ts";

/** The rule that a query without a mistake is. */
export function ruleOf(text: string, id = "query-1"): Rule {
  const reading = readBareQuery(id, `${id}.eql`, text, parseQuery);
  if (reading.kind === "rule") return reading.rule;
  const reason =
    reading.kind === "skipped" ? reading.type : reading.diagnostics.map(({ message }) => message).join("; ");
  throw new Error(`${text}: ${reason}`);
}

/** An event query's rule: what it asks of an event. */
export function eventQueryOf({ id, query }: Rule): EventQuery {
  if (query.kind !== "event") throw new Error(`${id} is a ${query.kind}`);
  return query;
}

/** The plan of some queries, numbered in their order. */
export function planOf(...queries: readonly string[]): HuntPlan {
  return planRules(queries.map((query, index) => ruleOf(query, `query-${index + 1}`)));
}

/** The event that a line is, as ECS. */
export function eventOf(text: string): EventDocument {
  const documents = readDocuments(text, onlyEcs);
  if (typeof documents === "string") throw new Error(`${documents}: ${text}`);
  const [document] = documents;
  if (document === undefined) throw new Error(`nothing: ${text}`);
  return document;
}

const onlyEcs = [ecsSource];
