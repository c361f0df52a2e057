import { Evaluator } from "../../src/evaluate/evaluator.ts";
import { linearStrategy } from "../../src/match/linear.ts";
import type { CompiledRules } from "../../src/plan/compilation.ts";
import { planRules } from "../../src/plan/planning.ts";
import type { Rule } from "../../src/rules/rule.ts";
import { ConditionExplaining } from "../../src/why/condition-explaining.ts";
import type { ExplainedCondition, ExplainedLeaf } from "../../src/why/condition.ts";
import { eventOf, ruleOf } from "../evaluate/planning.ts";

/** Rules as if they had been compiled from files. */
export function compiledOf(...rules: readonly Rule[]): CompiledRules {
  const plan = planRules(rules);
  return {
    plan,
    rules,
    schema: null,
    sources: [],
    skipped: {},
    failed: 0,
    diagnostics: [],
  };
}

/** What an event query is for an event, part by part. */
export function explain(query: string, event: object): ExplainedCondition {
  const { plan } = compiledOf(ruleOf(query));
  const evaluator = new Evaluator(plan, linearStrategy);
  const document = eventOf(JSON.stringify(event));
  evaluator.load(document);
  return new ConditionExplaining(plan, evaluator).explain(0, document);
}

/** The leaves of a condition, in its order. */
export function leavesOf(condition: ExplainedCondition): readonly ExplainedLeaf[] {
  switch (condition.kind) {
    case "constant":
      return [];
    case "not":
      return leavesOf(condition.operand);
    case "and":
    case "or":
      return condition.operands.flatMap(leavesOf);
    case "leaf":
      return [condition];
  }
}

/** The only leaf of a query without category. */
export function leafOf(condition: string, event: object): ExplainedLeaf {
  const [leaf, ...others] = leavesOf(explain(`any where ${condition}`, event));
  if (leaf === undefined || others.length > 0) throw new Error(`${condition} is not one leaf`);
  return leaf;
}
