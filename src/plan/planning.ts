import { spanInSource } from "../diagnostics/embedded.ts";
import type { Rule } from "../rules/rule.ts";
import { ecsSource } from "../sources/ecs.ts";
import { canonicalHash } from "./canonical.ts";
import { Interning } from "./interning.ts";
import { mandatoryLiterals } from "./literals.ts";
import { ConditionLowering } from "./lowering.ts";
import type { HuntPlan, Program, RulePlan } from "./plan.ts";

/** What the user says of all rules; it goes before what a rule says (SEMANTICS 5b). */
export interface PlanOptions {
  readonly timestampField?: string;
  readonly categoryField?: string;
  readonly tiebreakerField?: string;
}

/** For now every event is read as ECS. */
const sources = [ecsSource];

/** Lowers all rules into one plan. Predicates that rules share are there once. */
export function planRules(rules: readonly Rule[], options: PlanOptions = {}): HuntPlan {
  const interning = new Interning(sources);
  const planned = rules.map((rule) => planRule(rule, options, interning));
  const { fields, predicates } = interning;
  const hashed = planned.map(({ file: _file, span: _span, program, ...rest }) => ({
    ...rest,
    program: withoutPlaces(program),
  }));
  return { fields, predicates, rules: planned, hash: canonicalHash({ fields, predicates, rules: hashed }) };
}

function planRule(rule: Rule, options: PlanOptions, interning: Interning): RulePlan {
  const timestampField = options.timestampField ?? rule.timestampField ?? ecsSource.timestampField;
  const categoryField = options.categoryField ?? rule.categoryField ?? ecsSource.categoryField;
  const tiebreakerField = options.tiebreakerField ?? rule.tiebreakerField ?? ecsSource.tiebreakerField;
  const program = new ConditionLowering(rule, interning, timestampField).lowerRule(categoryField);
  return {
    id: rule.id,
    name: rule.name,
    severity: rule.severity,
    riskScore: rule.riskScore,
    tags: rule.tags,
    threat: rule.threat,
    file: rule.text.source.name,
    span: spanInSource(rule.text, rule.query.span),
    timestampField: interning.field(timestampField),
    categoryField: interning.field(categoryField),
    tiebreakerField: tiebreakerField === null ? null : interning.field(tiebreakerField),
    program,
    literals: sources.map((source) => ({
      source: source.name,
      literals: mandatoryLiterals(program, interning.predicates),
    })),
  };
}

/** A rule that only moved within its file has the same results. */
function withoutPlaces(program: Program): unknown {
  switch (program.kind) {
    case "constant":
      return [program.value];
    case "predicate":
      return [program.predicate, program.text, program.implicit];
    case "not":
      return ["not", withoutPlaces(program.operand)];
    case "and":
    case "or":
      return [program.kind, program.operands.map(withoutPlaces)];
  }
}
